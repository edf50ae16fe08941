// Generated from openapi-app.json by `cargo xtask web`. Do not edit.

export interface paths {
    "/app/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description as a page */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description */
        get: operations["getDescription"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List agents with their sign-in names
         * @description By id, deactivated ones, too.
         */
        get: operations["listStaff"];
        put?: never;
        /**
         * Add an agent
         * @description The agent can sign in after an invitation.
         */
        post: operations["addAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/agents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an agent
         * @description What is left out stays. `active` false deactivates an agent: every session ends, and none begins. A new role ends the agent's sessions. Both end a link that the agent was given.
         */
        patch: operations["updateAgent"];
        trace?: never;
    };
    "/app/v1/agents/{id}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite an agent
         * @description Makes a link with which the agent chooses a sign-in name and a password. It works once, within a day, and replaces any earlier link.
         */
        post: operations["inviteAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/agents/{id}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset an agent's password or second factor
         * @description Ends all sessions of the agent and makes a link with which the agent chooses a new password. The old password works until then, unless the agent is deactivated.
         */
        post: operations["resetAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List applications
         * @description By id.
         */
        get: operations["listApplications"];
        put?: never;
        /**
         * Add an application
         * @description Each site or app that shows a widget may have one of its own.
         */
        post: operations["addApplication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/applications/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an application
         * @description What is left out stays. `active` false switches its widget off: no visitor begins there any more, and its chats stay.
         */
        patch: operations["updateApplication"];
        trace?: never;
    };
    "/app/v1/applications/{id}/arrival": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the last arrival at an application's widget
         * @description Shows whether a site has the widget. Forgotten when the server starts.
         */
        get: operations["getLastArrival"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/applications/{id}/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the look of a widget */
        get: operations["getWidgetLook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the look of a widget
         * @description Fields that are left out stay as they are; a form is replaced as a whole.
         */
        patch: operations["updateWidgetLook"];
        trace?: never;
    };
    "/app/v1/applications/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a widget another identity secret
         * @description Proofs made with the old secret are refused from now on.
         */
        post: operations["rotateIdentitySecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/applications/{id}/widget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an application's widget
         * @description Without its secret. The widget is made at the first request.
         */
        get: operations["getWidget"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an application's widget
         * @description Fields that are left out stay as they are. `appId` may be one that pages use already.
         */
        patch: operations["updateWidget"];
        trace?: never;
    };
    "/app/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read who changed what
         * @description The newest first, as long as changes are kept.
         */
        get: operations["getAuditTrail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/canned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List canned responses
         * @description The shared ones and your own, by id.
         */
        get: operations["listCanned"];
        put?: never;
        /**
         * Add a canned response
         * @description Your own, or a shared one with `shared`, which needs the rights of a supervisor. At most 500 shared ones, and 500 of each agent.
         */
        post: operations["createCanned"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/canned/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a canned response */
        delete: operations["deleteCanned"];
        options?: never;
        head?: never;
        /** Change a canned response */
        patch: operations["updateCanned"];
        trace?: never;
    };
    "/app/v1/chats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin a chat with a customer
         * @description You become its assignee unless you name another agent. The chat is `empty` until somebody writes in it.
         */
        post: operations["beginChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/chats/act": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change several chats
         * @description Changes 1 to 100 chats in one transaction. Chats that do not exist, or that you may not see, are listed in `missing`. Each item of `undo` is a body for this operation that restores the earlier values of its chats.
         */
        post: operations["act"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/chats/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open a chat
         * @description The chat, its customer, its newest messages (50, or fewer if they are long), other chats of the customer, and who has begun an answer. All are of the same moment.
         */
        get: operations["openChat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/chats/{id}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Keep a draft
         * @description Other agents see that you have begun an answer, but not its text. The draft is deleted when you send a message, after 30 days without a change, and when you have more than 200 newer drafts.
         */
        put: operations["putDraft"];
        post?: never;
        /** Delete a draft */
        delete: operations["deleteDraft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/chats/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the events of a chat's customer
         * @description The newest 20.
         */
        get: operations["listChatEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/chats/{id}/mention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Be done with a mention
         * @description The chat leaves your view `mentions`. Writing in it does the same.
         */
        delete: operations["endMention"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/chats/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a chat's messages
         * @description The newest first. To continue from an opened chat, send its `next` as `cursor`.
         */
        get: operations["listChatMessages"];
        put?: never;
        /**
         * Reply, or add a note
         * @description A reply to the customer, or a note for agents alone. With `seen`, 409 says that another agent has replied meanwhile; `anyway` posts the reply all the same. An unassigned chat becomes yours. The agents whom a note mentions find the chat in the view `mentions` until they answer.
         */
        post: operations["reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List customers */
        get: operations["listCustomers"];
        put?: never;
        /** Create a customer */
        post: operations["createCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/customers/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search customers */
        post: operations["searchCustomers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a customer */
        get: operations["getCustomer"];
        put?: never;
        post?: never;
        /**
         * Delete a customer
         * @description The customer's chats, messages, files and events are deleted, too.
         */
        delete: operations["deleteCustomer"];
        options?: never;
        head?: never;
        /**
         * Change some of a customer's fields
         * @description Fields that are left out stay as they are. A customer with `blocked` can no longer write.
         */
        patch: operations["updateCustomer"];
        trace?: never;
    };
    "/app/v1/customers/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a customer's events
         * @description The newest 20.
         */
        get: operations["listCustomerEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/customers/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge a customer into this one
         * @description The customer `from` goes: its chats, events and tags become those of this one, which keeps what it has and gets what it lacks. This cannot be undone. A customer with a userId cannot be the one who goes.
         */
        post: operations["mergeCustomers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/departments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List departments
         * @description By id, with their agents.
         */
        get: operations["listDepartmentsOfTeam"];
        put?: never;
        /** Add a department */
        post: operations["addDepartment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/departments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a department
         * @description Its agents leave it, and no chat enters it any more. Its chats keep it, and reports count them.
         */
        delete: operations["deleteDepartment"];
        options?: never;
        head?: never;
        /**
         * Change a department
         * @description Fields that are left out stay as they are. Agents who leave a department no longer see its chats.
         */
        patch: operations["updateDepartment"];
        trace?: never;
    };
    "/app/v1/departments/{id}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the settings of a department */
        get: operations["getDepartmentSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the settings of a department
         * @description Fields that are left out stay as they are; null means "as in the organization".
         */
        patch: operations["updateDepartmentSettings"];
        trace?: never;
    };
    "/app/v1/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a file
         * @description The body is the file itself, with a `Content-Type` that no HTML form sends, such as `application/octet-stream`. A file that no message of yours names within 24 hours is removed.
         */
        post: operations["createFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/files/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a file
         * @description Includes a link to the bytes. The file must be your own, or in a chat that you may see.
         */
        get: operations["getFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation
         * @description The agent of the link gets this sign-in name and password, and all sessions of the agent end. An agent who has a sign-in name may leave it out. A link works once.
         */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/invitations/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look at an invitation
         * @description The agent that a link is for. The token is the part of the link after `#`.
         */
        post: operations["lookAtInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List keys
         * @description By id, revoked ones, too.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Make a key
         * @description For programs that call `/v1`. The key is shown once.
         */
        post: operations["makeKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a key
         * @description The key stops working within a second, on every server.
         */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show a part of a view
         * @description Rows of one view, and the counts of other views, all of the same moment. Chats that you may not see are left out. So are snoozed chats and chats of blocked customers, unless the view asks for them.
         */
        post: operations["listChats"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the agent who asks
         * @description With all that a page needs before it shows a chat.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change your own name */
        patch: operations["updateMe"];
        trace?: never;
    };
    "/app/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change your own password
         * @description It needs 12 characters or more and must not be a common password. Your other sessions end.
         */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/me/recovery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make new recovery codes
         * @description They replace the old ones.
         */
        post: operations["renewRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/me/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Confirm the second factor
         * @description Its first code turns the second factor on. Your other sessions end.
         */
        put: operations["confirmSecondFactor"];
        /**
         * Begin a second factor
         * @description Gives a secret for an authenticator app. It takes effect when its first code is confirmed.
         */
        post: operations["beginSecondFactor"];
        /**
         * Remove the second factor
         * @description Your other sessions end.
         */
        delete: operations["removeSecondFactor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/opening": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get whether it is open now
         * @description According to the hours of the organization or of a department.
         */
        get: operations["getOpening"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a report
         * @description Includes all changes until now. A chat counts for its assignee, or else for the agent who wrote last, and for its department. Agents see their own work, supervisors everybody's.
         */
        get: operations["getReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/reports.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a report as comma-separated values
         * @description RFC 4180 in UTF-8. A name that a spreadsheet takes for a formula begins with `'`.
         */
        get: operations["getReportCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List proactive rules
         * @description By id. A page of a site names this id to send the message of a rule.
         */
        get: operations["listRules"];
        put?: never;
        /**
         * Add a proactive rule
         * @description A condition that is left out does not limit the rule. At most 100 rules.
         */
        post: operations["createRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a proactive rule */
        delete: operations["deleteRule"];
        options?: never;
        head?: never;
        /** Change a proactive rule */
        patch: operations["updateRule"];
        trace?: never;
    };
    "/app/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find customers and chats
         * @description Finds customers by a part of their name, e-mail address, phone number or userId, the last seen first; their chats; and the chat with this number. `customers` is null for agents who may not list customers.
         */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in
         * @description The answer sets the cookie of the session. An unknown name and a wrong password get the same answer. After five failures for a name or from an address, there is a delay before the next try, and it doubles each time.
         */
        post: operations["signIn"];
        /**
         * Sign out
         * @description Ends the session and removes the cookie.
         */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/session/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm the password
         * @description For ten minutes, this session may do what needs a recent password: change keys, agents and the second factor. Signing in counts, too.
         */
        post: operations["confirmPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/session/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give the code of the second factor
         * @description Completes a session that waits for the code of the second factor, within five minutes. A recovery code works, too, but only once. Five wrong codes end the session. The answer sets a new cookie.
         */
        post: operations["giveCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your own sessions
         * @description The newest first.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /** End all your other sessions */
        delete: operations["endOtherSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of your own sessions */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the settings of the organization */
        get: operations["getSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the settings of the organization
         * @description Fields that are left out stay as they are. A new zone or new hours make all reports be counted again.
         */
        patch: operations["updateSettings"];
        trace?: never;
    };
    "/app/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List saved views
         * @description The shared ones and your own, by id.
         */
        get: operations["listViews"];
        put?: never;
        /**
         * Save a view
         * @description Your own, or a shared one with `shared`, which needs the rights of a supervisor. At most 100 shared ones, and 100 of each agent.
         */
        post: operations["createView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a saved view */
        delete: operations["deleteView"];
        options?: never;
        head?: never;
        /** Change a saved view */
        patch: operations["updateView"];
        trace?: never;
    };
    "/app/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhooks
         * @description By id, without their secrets.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Create a webhook
         * @description The secret is shown only in this answer. An organization may have 50 webhooks.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a webhook
         * @description Its waiting deliveries are deleted, too.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change some fields of a webhook
         * @description Fields that are left out stay as they are. A disabled webhook collects no events.
         */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/app/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a webhook's deliveries
         * @description All waiting deliveries and the last 200 that ended, the newest first.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send deliveries again
         * @description One delivery, or all events after a change that is still kept (0: all).
         */
        post: operations["replayWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/webhooks/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a webhook another secret
         * @description For 24 hours, deliveries are signed with the old secret, too.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test
         * @description Sends `webhook.test` once, within seconds, also to a disabled webhook.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/app/v1/ws": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow changes
         * @description Sends changes from now on, or those after `after`. The page may send `{"type":"typing","chat"}`, `{"type":"viewing","chat"}` and `{"type":"idle","idle"}`. An agent is online while a socket is open and not idle. Needs HTTP/1.1.
         */
        get: operations["openSocket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Error: {
            /**
             * @description The fault, for programs.
             * @example validation_error
             */
            code: string;
            /**
             * @description The fault, for people.
             * @example limit value is invalid
             */
            message: string;
            /**
             * @description The place of the fault in the body, as a JSON pointer (RFC 6901).
             * @example /1/customer
             */
            pointer?: string;
        };
        Errors: {
            /** @description An item for each fault. */
            errors: components["schemas"]["Error"][];
        };
        Meta: {
            /**
             * Format: int64
             * @description How many there are on all pages.
             */
            total: number;
            /** @description The cursor of the next page, null on the last one; only if a cursor was sent. A page may be short or empty before that. */
            next?: string | null;
        };
        /**
         * @description Done.
         * @constant
         */
        Done: "Ok";
        /** @description An id, as a number or as a text of digits. */
        IdIn: number | string;
        /** @description A time in unix seconds, as a number or as a text of digits. */
        TimeIn: number | string;
        /** @description A text. A number counts as the text of its digits. */
        TextIn: string | number;
        /** @description True or false, also as a number or a text. */
        FlagIn: boolean | (1 | 0 | "1" | "0" | "true" | "false");
        Chat: {
            /**
             * Format: int64
             * @example 5217453
             */
            id: number;
            /** @enum {string|null} */
            closedBy: "customer" | "agent" | null;
            /**
             * Format: int64
             * @description When the customer last wrote.
             */
            lastCustomerMessageAt: number | null;
            status: components["schemas"]["Status"];
            /** @description The customer's notes. */
            notes: string | null;
            /**
             * Format: int64
             * @description When it was closed.
             */
            closedAt: number | null;
            rating: components["schemas"]["Rating"] | null;
            /**
             * Format: int64
             * @description When it began.
             */
            createdAt: number;
            /**
             * Format: int64
             * @description When a customer or an agent last wrote.
             */
            lastMessageAt: number | null;
            /**
             * Format: int64
             * @description The time at which the snooze ends.
             */
            snoozedUntil: number | null;
            lastMessageText: string | null;
            /** Format: int64 */
            lastMessageId: number | null;
            /**
             * Format: int64
             * @description The agent who wrote last.
             */
            lastCommunicatedAgentId: number | null;
            /** @description The agents who wrote in the chat, in the order of their first messages. */
            agents: components["schemas"]["Agent"][];
            customer: components["schemas"]["ChatCustomer"];
            /** @description The agent who is responsible for the chat. */
            assignee: components["schemas"]["Agent"] | null;
            /** @description The department that is responsible for the chat. */
            department: components["schemas"]["ChatDepartment"] | null;
            /**
             * Format: int64
             * @description The site or app of the chat.
             */
            applicationId: number;
            /** @enum {string} */
            createdWith: "public_api" | "customer_message" | "agent_message" | "broadcast_reply";
            readByAgent: boolean;
            readByCustomer: boolean;
        };
        /** @description The customer of the chat. */
        ChatCustomer: {
            /** Format: int64 */
            id: number;
            name: string | null;
            email: string | null;
            /** @description The customer's id in your own system. */
            userId: string | null;
        };
        ChatDepartment: {
            /** Format: int64 */
            id: number;
            name: string;
        };
        /**
         * @description The status of a chat.
         * @enum {string}
         */
        Status: "new" | "opened" | "pending" | "on hold" | "closed" | "no communication" | "empty";
        /** @enum {string} */
        Rating: "perfect" | "great" | "average" | "poor" | "very poor";
        NewChat: {
            customer: components["schemas"]["IdIn"];
            /** @description The number of the application within the organization; the first is 1. */
            application: components["schemas"]["IdIn"];
            assignee?: components["schemas"]["IdIn"] | null;
            department?: components["schemas"]["IdIn"] | null;
        };
        MessageAgent: {
            /** Format: int64 */
            id: number;
            name: string;
        };
        Customer: {
            /** Format: int64 */
            id: number;
            name: string | null;
            email: string | null;
            userId: string | null;
            company: string | null;
            phone: string | null;
            /** Format: int64 */
            firstSeen: number | null;
            /** Format: int64 */
            lastSeen: number | null;
            location: components["schemas"]["Location"];
            /** @description Not known yet: always null. */
            device: null;
            unsubscribed: boolean;
            blocked: boolean;
            source: string | null;
            referer: string | null;
            lastPage: string | null;
            locale: string | null;
            notes: string | null;
            createdFrom: string | null;
            integrationId: string | null;
            /** @description In the order in which they were added. */
            tags: components["schemas"]["Tag"][];
            customData: {
                [key: string]: string | number | boolean | null;
            };
        };
        CustomerPage: {
            /** @description One page, at most `limit` of them. */
            data: components["schemas"]["Customer"][];
            /**
             * Format: int64
             * @description How many there are on all pages.
             */
            total: number;
            meta: components["schemas"]["Meta"];
        };
        Location: {
            regionCode: string | null;
            countryCode: string | null;
            city: string | null;
        };
        Tag: {
            name: string;
            /**
             * @description `#rgb`, `#rrggbb`, `#rrggbbaa` or a CSS name, in lower case.
             * @example #c377e0
             */
            color: string;
        };
        TagIn: {
            name: string | number;
            /** @description The new colour of the tag, for all customers; empty or null keeps the present one. */
            color?: (string | null) | (("aliceblue" | "antiquewhite" | "aqua" | "aquamarine" | "azure" | "beige" | "bisque" | "black" | "blanchedalmond" | "blue" | "blueviolet" | "brown" | "burlywood" | "cadetblue" | "chartreuse" | "chocolate" | "coral" | "cornflowerblue" | "cornsilk" | "crimson" | "cyan" | "darkblue" | "darkcyan" | "darkgoldenrod" | "darkgray" | "darkgreen" | "darkgrey" | "darkkhaki" | "darkmagenta" | "darkolivegreen" | "darkorange" | "darkorchid" | "darkred" | "darksalmon" | "darkseagreen" | "darkslateblue" | "darkslategray" | "darkslategrey" | "darkturquoise" | "darkviolet" | "deeppink" | "deepskyblue" | "dimgray" | "dimgrey" | "dodgerblue" | "firebrick" | "floralwhite" | "forestgreen" | "fuchsia" | "gainsboro" | "ghostwhite" | "gold" | "goldenrod" | "gray" | "green" | "greenyellow" | "grey" | "honeydew" | "hotpink" | "indianred" | "indigo" | "ivory" | "khaki" | "lavender" | "lavenderblush" | "lawngreen" | "lemonchiffon" | "lightblue" | "lightcoral" | "lightcyan" | "lightgoldenrodyellow" | "lightgray" | "lightgreen" | "lightgrey" | "lightpink" | "lightsalmon" | "lightseagreen" | "lightskyblue" | "lightslategray" | "lightslategrey" | "lightsteelblue" | "lightyellow" | "lime" | "limegreen" | "linen" | "magenta" | "maroon" | "mediumaquamarine" | "mediumblue" | "mediumorchid" | "mediumpurple" | "mediumseagreen" | "mediumslateblue" | "mediumspringgreen" | "mediumturquoise" | "mediumvioletred" | "midnightblue" | "mintcream" | "mistyrose" | "moccasin" | "navajowhite" | "navy" | "oldlace" | "olive" | "olivedrab" | "orange" | "orangered" | "orchid" | "palegoldenrod" | "palegreen" | "paleturquoise" | "palevioletred" | "papayawhip" | "peachpuff" | "peru" | "pink" | "plum" | "powderblue" | "purple" | "rebeccapurple" | "red" | "rosybrown" | "royalblue" | "saddlebrown" | "salmon" | "sandybrown" | "seagreen" | "seashell" | "sienna" | "silver" | "skyblue" | "slateblue" | "slategray" | "slategrey" | "snow" | "springgreen" | "steelblue" | "tan" | "teal" | "thistle" | "tomato" | "turquoise" | "violet" | "wheat" | "white" | "whitesmoke" | "yellow" | "yellowgreen") | string);
        } | (string | number);
        /** @description `{property: value}`, or `[{property, value}]`; at most 16 KiB in all. */
        CustomDataIn: {
            [key: string]: string | number | boolean | null;
        } | {
            property: string | number;
            value: string | number | boolean | null;
        }[];
        /** @description Null clears a field. */
        CustomerIn: {
            name?: components["schemas"]["TextIn"] | null;
            email?: components["schemas"]["TextIn"] | null;
            userId?: components["schemas"]["TextIn"] | null;
            company?: components["schemas"]["TextIn"] | null;
            phone?: components["schemas"]["TextIn"] | null;
            /** @description An empty text counts as null. */
            firstSeen?: components["schemas"]["TimeIn"] | null | "";
            /** @description An empty text counts as null. */
            lastSeen?: components["schemas"]["TimeIn"] | null | "";
            /** @description Only the given parts change; null clears all. */
            location?: {
                regionCode?: components["schemas"]["TextIn"] | null;
                countryCode?: components["schemas"]["TextIn"] | null;
                city?: components["schemas"]["TextIn"] | null;
            } | unknown[] | null;
            regionCode?: components["schemas"]["TextIn"] | null;
            countryCode?: components["schemas"]["TextIn"] | null;
            city?: components["schemas"]["TextIn"] | null;
            unsubscribed?: components["schemas"]["FlagIn"] | null;
            blocked?: components["schemas"]["FlagIn"] | null;
            source?: string | number | null;
            referer?: string | number | null;
            lastPage?: string | number | null;
            locale?: components["schemas"]["TextIn"] | null;
            createdFrom?: components["schemas"]["TextIn"] | null;
            integrationId?: components["schemas"]["TextIn"] | null;
            notes?: string | number | null;
            /** @description They replace the present tags. */
            tags?: components["schemas"]["TagIn"][] | null;
            customData?: components["schemas"]["CustomDataIn"] | null;
        };
        Agent: {
            /** Format: int64 */
            id: number;
            name: string;
            email: string | null;
            /** @enum {string} */
            role: "agentChatOnly" | "agent" | "superviser" | "admin";
        };
        Department: {
            /** Format: int64 */
            id: number;
            name: string;
            agents: components["schemas"]["Agent"][];
        };
        DepartmentPage: {
            /** @description One page, at most `limit` of them. */
            data: components["schemas"]["Department"][];
            meta: components["schemas"]["Meta"];
        };
        Application: {
            /** Format: int64 */
            id: number;
            name: string;
            displayName: string | null;
            /** @description `web`, `ios`, `android` … */
            type: string;
            active: boolean;
        };
        ApplicationPage: {
            /** @description One page, at most `limit` of them. */
            data: components["schemas"]["Application"][];
            meta: components["schemas"]["Meta"];
        };
        Event: {
            /** Format: int64 */
            id: number;
            name: string;
            data: Record<string, never>;
            /** Format: int64 */
            createdAt: number;
            /** Format: int64 */
            customer: number;
        };
        File: {
            /** Format: int64 */
            id: number;
            name: string;
            /**
             * @description Found from the first bytes, not from the name.
             * @enum {string}
             */
            type: "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "application/pdf" | "application/zip" | "application/gzip" | "video/mp4" | "video/webm" | "audio/mpeg" | "audio/ogg" | "audio/wav" | "text/plain" | "application/octet-stream";
            /**
             * Format: int64
             * @description How many there are.
             */
            bytes: number;
            /** @description The SHA-256 of the bytes, in hexadecimal digits. */
            sha256: string;
            /**
             * Format: int64
             * @description In pixels; null unless it is an image.
             */
            width: number | null;
            /**
             * Format: int64
             * @description In pixels; null unless it is an image.
             */
            height: number | null;
            /**
             * Format: int64
             * @description The chat of the message with the file. Null until a message names it; after 24 hours without one the file is removed.
             */
            chat: number | null;
            /** Format: int64 */
            createdAt: number;
            /** @description A link to the bytes, which works for anybody. Without a host, it is relative to this server. */
            url: string;
            /**
             * Format: int64
             * @description When the link expires; get the file again for a new one.
             */
            urlExpiresAt: number;
        };
        Attachment: {
            /** Format: int64 */
            id: number;
            name: string;
            /**
             * @description What the first bytes say, whatever its name is.
             * @enum {string}
             */
            type: "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "application/pdf" | "application/zip" | "application/gzip" | "video/mp4" | "video/webm" | "audio/mpeg" | "audio/ogg" | "audio/wav" | "text/plain" | "application/octet-stream";
            /**
             * Format: int64
             * @description How many there are.
             */
            bytes: number;
            /**
             * Format: int64
             * @description In pixels; null unless it is an image.
             */
            width: number | null;
            /**
             * Format: int64
             * @description In pixels; null unless it is an image.
             */
            height: number | null;
            /** @description Where the bytes are, for whoever has this link: without a host they are on this server. */
            url: string;
            /**
             * Format: int64
             * @description When the link ends: get the file, or its message, again for another one.
             */
            urlExpiresAt: number;
        };
        CustomerSearch: {
            /** @description Without a filter, everything is found. */
            filter?: components["schemas"]["CustomerFilter"][] | null;
            comparison?: ("AND" | "OR") | string | null;
            /** @enum {string|null} */
            sort?: "customers.createdAt" | "customers.firstSeen" | "customers.lastSeen" | "createdAt" | "firstSeen" | "lastSeen" | null;
            order?: ("asc" | "desc") | string | null;
            limit?: number | string | null;
            offset?: number | string | null;
            /** @description Instead of `offset` (not both): empty for the first page, then `meta.next` of the page before, with the same filter, sort and order. */
            cursor?: string | null;
        };
        CustomerFilter: {
            /** @enum {string} */
            field: "customers.id";
            /** @enum {string} */
            operator: "=" | "!=" | ">" | "<" | ">=" | "<=";
            value: number | string;
        } | {
            /** @enum {string} */
            field: "customers.id";
            /** @enum {string} */
            operator: "=" | "!=";
            value: null;
        } | {
            /** @enum {string} */
            field: "customers.lastSeen" | "customers.firstSeen" | "customers.createdAt";
            /** @enum {string} */
            operator: "=" | "!=" | ">" | "<" | ">=" | "<=";
            value: components["schemas"]["TimeIn"];
        } | {
            /** @enum {string} */
            field: "customers.lastSeen" | "customers.firstSeen" | "customers.createdAt";
            /** @enum {string} */
            operator: "=" | "!=";
            value: null;
        } | {
            /** @enum {string} */
            field: "customers.name" | "customers.company" | "customers.phone" | "customers.countryCode" | "customers.city" | "customers.regionCode" | "customers.userId" | "customers.locale" | "customers.telegramId" | "customers.facebookId" | "customers.instagramId" | "customers.viberId" | "customers.whatsappId";
            /** @enum {string} */
            operator: "=" | "!=";
            value: components["schemas"]["TextIn"];
        } | {
            /** @enum {string} */
            field: "customers.name" | "customers.company" | "customers.phone" | "customers.countryCode" | "customers.city" | "customers.regionCode" | "customers.userId" | "customers.locale" | "customers.telegramId" | "customers.facebookId" | "customers.instagramId" | "customers.viberId" | "customers.whatsappId";
            /** @enum {string} */
            operator: "~" | "!~";
            value: string | number;
        } | {
            /** @enum {string} */
            field: "customers.name" | "customers.company" | "customers.phone" | "customers.countryCode" | "customers.city" | "customers.regionCode" | "customers.userId" | "customers.locale" | "customers.telegramId" | "customers.facebookId" | "customers.instagramId" | "customers.viberId" | "customers.whatsappId";
            /** @enum {string} */
            operator: "=" | "!=";
            value: null;
        } | {
            /** @enum {string} */
            field: "customers.email";
            /** @enum {string} */
            operator: "=" | "!=";
            value: components["schemas"]["TextIn"];
        } | {
            /** @enum {string} */
            field: "customers.email";
            /** @enum {string} */
            operator: "~" | "!~";
            value: string | number;
        } | {
            /** @enum {string} */
            field: "customers.email";
            /** @enum {string} */
            operator: "=" | "!=";
            value: null;
        } | {
            /** @enum {string} */
            field: "customers.tagsData";
            /** @enum {string} */
            operator: "=";
            value: {
                name: string | number;
            }[];
        };
        Actor: {
            /** @enum {string} */
            type: "key" | "agent" | "customer" | "import" | "system";
            /**
             * Format: int64
             * @description Null if the actor is the system.
             */
            id: number | null;
        };
        Webhook: {
            /** Format: int64 */
            id: number;
            /** @description The URL as it was given. */
            url: string;
            /** @description The events it receives, each once. */
            events: components["schemas"]["WebhookEvent"][];
            /** @description Whether events are sent to it. */
            enabled: boolean;
            /** Format: int64 */
            createdAt: number;
            /** @description Additional headers of its deliveries. */
            headers: {
                [key: string]: "***";
            };
        };
        WebhookPage: {
            /** @description One page, at most `limit` of them. */
            data: components["schemas"]["Webhook"][];
            meta: components["schemas"]["Meta"];
        };
        WebhookWithSecret: {
            /** Format: int64 */
            id: number;
            /** @description The URL as it was given. */
            url: string;
            /** @description The events it receives, each once. */
            events: components["schemas"]["WebhookEvent"][];
            /** @description Whether events are sent to it. */
            enabled: boolean;
            /** Format: int64 */
            createdAt: number;
            /** @description Additional headers of its deliveries. */
            headers: {
                [key: string]: "***";
            };
            /** @description The secret for the signatures. It is shown only in this answer. */
            secret: string;
        };
        /**
         * @description An event that a webhook can receive.
         * @enum {string}
         */
        WebhookEvent: "chat.new" | "chat.status_updated" | "chat.assigned" | "chat.snoozed" | "chat.unsnoozed" | "chat.closed" | "chat.rated" | "customer.new" | "customer.email_updated" | "customer.tags_changed" | "customer.unsubscribed" | "customer.subscribed" | "customer.blocked" | "customer.unblocked" | "customer.deleted" | "message.chat.customer" | "message.email.customer" | "message.private" | "message.chat.agent" | "message.email.agent";
        /**
         * @description `http` or `https`, in ASCII, without user and fragment. The address must be public, or in a range that the operator has allowed.
         * @example https://hooks.example.com/deskbell
         */
        WebhookUrlIn: string;
        /** @description Repeated events count once. */
        WebhookEventsIn: components["schemas"]["WebhookEvent"][];
        /** @description Fixed headers of all deliveries; headers that HTTP or the server itself sets are refused. They replace all present ones. */
        WebhookHeadersIn: {
            [key: string]: string;
        };
        NewWebhook: {
            url: components["schemas"]["WebhookUrlIn"];
            events: components["schemas"]["WebhookEventsIn"];
            headers?: components["schemas"]["WebhookHeadersIn"];
        };
        /** @description Fields that are left out stay as they are. */
        WebhookEdit: {
            url?: components["schemas"]["WebhookUrlIn"];
            events?: components["schemas"]["WebhookEventsIn"];
            headers?: components["schemas"]["WebhookHeadersIn"];
            enabled?: components["schemas"]["FlagIn"];
        };
        /** @description One delivery, or all events since a change. */
        Replay: {
            delivery: components["schemas"]["IdIn"];
            since?: null;
        } | {
            /** @description All events after the change with this number. */
            since: number | string;
            delivery?: null;
        };
        Delivery: {
            /** Format: int64 */
            id: number;
            /**
             * Format: uuid
             * @description The id of the event that the target receives.
             */
            eventId: string;
            /** @enum {string} */
            event: "chat.new" | "chat.status_updated" | "chat.assigned" | "chat.snoozed" | "chat.unsnoozed" | "chat.closed" | "chat.rated" | "customer.new" | "customer.email_updated" | "customer.tags_changed" | "customer.unsubscribed" | "customer.subscribed" | "customer.blocked" | "customer.unblocked" | "customer.deleted" | "message.chat.customer" | "message.email.customer" | "message.private" | "message.chat.agent" | "message.email.agent" | "webhook.test";
            /**
             * Format: int64
             * @description The number of the change that caused it; null for a test.
             */
            seq: number | null;
            /** @enum {string} */
            state: "waiting" | "delivered" | "failed";
            /**
             * Format: int64
             * @description The number of attempts so far.
             */
            attempts: number;
            /**
             * Format: int64
             * @description When it happened.
             */
            createdAt: number;
            lastAttemptAt: string | null;
            nextAttemptAt: string | null;
            /**
             * Format: int64
             * @description How long the last attempt took.
             */
            durationMs: number | null;
            /** @description Why the last attempt failed. */
            error: string | null;
            request: components["schemas"]["DeliveryBody"];
            /** @description The target's last answer. */
            response: {
                status: number;
                /** @description The first 2 KiB of the body. */
                body: string | null;
            } | null;
        };
        /** @description The body as last sent, except that a message has its present customer. */
        DeliveryBody: {
            /** @enum {string} */
            event: "chat.new" | "chat.status_updated" | "chat.assigned" | "chat.snoozed" | "chat.unsnoozed" | "chat.closed" | "chat.rated" | "customer.new" | "customer.email_updated" | "customer.tags_changed" | "customer.unsubscribed" | "customer.subscribed" | "customer.blocked" | "customer.unblocked" | "customer.deleted" | "message.chat.customer" | "message.email.customer" | "message.private" | "message.chat.agent" | "message.email.agent" | "webhook.test";
            /** @description Null if the change is no longer kept, or if the page already has 1 MiB of such data: ask for fewer deliveries then. */
            eventData: components["schemas"]["ChatData"] | components["schemas"]["CustomerData"] | components["schemas"]["MessageData"] | components["schemas"]["TestData"] | null;
            /**
             * Format: int64
             * @description The number of earlier attempts.
             */
            attempts: number;
            /**
             * Format: int64
             * @description The time of the last attempt; `createdAt` at the first one.
             */
            lastAttemptAt: number;
            /**
             * Format: int64
             * @description When it happened.
             */
            createdAt: number;
            /**
             * Format: uuid
             * @description The id of the delivery, the same at every attempt.
             */
            id: string;
        };
        DeliveryPage: {
            /** @description One page, at most `limit` of them. */
            data: components["schemas"]["Delivery"][];
            meta: components["schemas"]["Meta"];
        };
        ChatData: {
            /** Format: int64 */
            chat_id: number;
            /** Format: int64 */
            chatId: number;
            /** @description The agents who wrote in the chat. */
            communicatedAgents: number[];
            customer: components["schemas"]["ChatCustomer"];
            assignee: components["schemas"]["Agent"] | null;
            /** @enum {string|null} */
            closedBy: "customer" | "agent" | null;
            /** @enum {string} */
            status: "new" | "opened" | "pending" | "on hold" | "closed" | "no communication" | "empty";
            createdAt: string;
            closedAt: string | null;
            snoozedUntil: string | null;
            /** @enum {string|null} */
            rating: "perfect" | "great" | "average" | "poor" | "very poor" | null;
            /** Format: int64 */
            applicationId: number;
            department: components["schemas"]["ChatDepartment"] | null;
        };
        /** @description A customer. Of a deleted customer, only the id is left. */
        CustomerData: {
            /** Format: int64 */
            id: number;
            name: string | null;
            userId: string | null;
            email: string | null;
            unsubscribed: boolean;
            customData: {
                [key: string]: string | number | boolean | null;
            };
        };
        MessageData: {
            /** Format: int64 */
            chat_id: number;
            /** Format: int64 */
            chatId: number;
            agent: components["schemas"]["MessageAgent"] | null;
            customer: components["schemas"]["ChatCustomer"];
            message: {
                /** Format: int64 */
                id: number;
                /** Format: int64 */
                applicationId: number;
                /** @enum {string|null} */
                broadcastType: "trigger" | "auto chat" | "auto email" | "manual chat" | "manual email" | null;
                createdAt: string;
                updatedAt: string | null;
                edited: boolean;
                read: boolean;
                text: string | null;
            };
        };
        /** @description The data of a test. */
        TestData: {
            /** Format: int64 */
            webhook_id: number;
        };
        ActIn: {
            ids: components["schemas"]["IdIn"][];
            set: {
                /** @description `empty` is only for a chat without messages. */
                status?: ("new" | "opened" | "pending" | "on hold" | "closed" | "no communication" | "empty" | "open" | "on-hold" | "onhold") | string | number | null;
                /** @description Null unassigns it. */
                assignee?: components["schemas"]["IdIn"] | null;
                /** @description Null takes it back. */
                department?: components["schemas"]["IdIn"] | null;
                /** @description The time at which the snooze ends, in the future; null ends it now. */
                snooze?: components["schemas"]["TimeIn"] | null;
                /** @description Whether the agents have read it. */
                read?: boolean | (1 | 0 | "1" | "0" | "true" | "false") | null;
                /** @description Tags to add to the customer. */
                addTags?: (string | number)[] | null;
                /** @description Tags to remove from the customer. */
                removeTags?: (string | number)[] | null;
            };
        };
        Acted: {
            /** @description The chats that are now as requested. */
            done: number[];
            /** @description The chats that do not exist. */
            missing: number[];
            /** @description Bodies for this operation that restore the earlier values. */
            undo: {
                ids: number[];
                set: {
                    status?: components["schemas"]["Status"];
                    /** Format: int64 */
                    assignee?: number | null;
                    /** Format: int64 */
                    department?: number | null;
                    /** Format: int64 */
                    snooze?: number | null;
                    read?: boolean;
                    addTags?: string[];
                    removeTags?: string[];
                };
            }[];
        };
        NewApplication: {
            name: string | number;
            /** @description The name people see. */
            displayName?: string | number | null;
            /** @description `web`, `ios`, `android` …; `web` if left out. */
            type?: string | number | null;
        };
        /** @description What is left out stays. */
        ApplicationEdit: {
            name?: string | number;
            /** @description The name people see. */
            displayName?: string | number | null;
            /** @description False to switch its widget off. */
            active?: components["schemas"]["FlagIn"];
        };
        AuditedChange: {
            /** Format: int64 */
            seq: number;
            /** Format: int64 */
            at: number;
            /** @description The kind, as in the feed. */
            kind: string;
            /**
             * Format: int64
             * @description The id of the changed object; 0 if there is none.
             */
            id: number;
            /** @description The author. */
            actor: components["schemas"]["Actor"] | null;
            /**
             * @description The interface through which the change was made.
             * @enum {string|null}
             */
            via: "api" | "command" | "inbox" | "widget" | "import" | "job" | null;
            /**
             * Format: int64
             * @description The change that led to this one.
             */
            cause: number | null;
            /** @description The old values of the fields that changed. */
            before: Record<string, never> | null;
        };
        AuditPage: {
            /** @description The newest first. */
            data: components["schemas"]["AuditedChange"][];
            /**
             * Format: int64
             * @description To continue, send it as `before`; null at the end. A page may be short before that.
             */
            next: number | null;
        };
        OpenedChat: {
            /**
             * Format: int64
             * @description The number of the last change that this answer includes.
             */
            seq: number;
            chat: components["schemas"]["Chat"];
            /** @description What the customer said with the chat's rating. */
            ratingComment: string | null;
            customer: components["schemas"]["Customer"];
            /**
             * Format: int64
             * @description How many messages it has.
             */
            total: number;
            /** @description The newest messages, the newest first. */
            messages: components["schemas"]["ChatMessage"][];
            /** @description The `cursor` for listChatMessages that continues with older messages. */
            next: string | null;
            /** @description The customer's other chats, the newest first. */
            others: components["schemas"]["ChatRow"][];
            /** @description What you have begun to write. */
            draft: components["schemas"]["Draft"] | null;
            /** @description Who else has begun an answer. */
            drafts: number[];
            /** @description The note that mentions you, until you answer. */
            mention: components["schemas"]["Mention"] | null;
        };
        CustomerEvents: {
            data: components["schemas"]["Event"][];
        };
        Draft: {
            text: string;
            /** @description Whether the draft is for a note. */
            note: boolean;
            /** Format: int64 */
            updatedAt: number;
        };
        DraftIn: {
            /** @description At most 64 KiB. An empty text deletes the draft. */
            text: string;
            /** @description Whether the draft is for a note. */
            note?: boolean | (1 | 0 | "1" | "0" | "true" | "false") | null;
        };
        SearchAnswer: {
            /** @description The first 20 customers. */
            customers: components["schemas"]["CustomerPage"] | null;
            /** @description The first 20 chats of the customers found. */
            chats: components["schemas"]["Window"];
            /** @description The chat with this number, if the text is the number of a chat. */
            chat: components["schemas"]["Window"] | null;
        };
        Interval: {
            /** @example 09:00 */
            from: string;
            /** @example 09:00 */
            to: string;
        };
        Week: {
            monday: components["schemas"]["Interval"][];
            tuesday: components["schemas"]["Interval"][];
            wednesday: components["schemas"]["Interval"][];
            thursday: components["schemas"]["Interval"][];
            friday: components["schemas"]["Interval"][];
            saturday: components["schemas"]["Interval"][];
            sunday: components["schemas"]["Interval"][];
        };
        Holiday: {
            /** @example 2026-12-25 */
            date: string;
            name: string;
            /** @description When it is open; empty for never. */
            open: components["schemas"]["Interval"][];
        };
        Hours: {
            /**
             * @description A name from the IANA time zone database.
             * @example Europe/Berlin
             */
            zone: string;
            week: components["schemas"]["Week"];
            holidays: components["schemas"]["Holiday"][];
        };
        HoursIn: {
            /**
             * @description A name from the IANA time zone database.
             * @example Europe/Berlin
             */
            zone: string;
            /** @description A day that is left out is closed. */
            week?: {
                /** @description The hours of a day must not overlap. */
                monday?: components["schemas"]["Interval"][];
                /** @description The hours of a day must not overlap. */
                tuesday?: components["schemas"]["Interval"][];
                /** @description The hours of a day must not overlap. */
                wednesday?: components["schemas"]["Interval"][];
                /** @description The hours of a day must not overlap. */
                thursday?: components["schemas"]["Interval"][];
                /** @description The hours of a day must not overlap. */
                friday?: components["schemas"]["Interval"][];
                /** @description The hours of a day must not overlap. */
                saturday?: components["schemas"]["Interval"][];
                /** @description The hours of a day must not overlap. */
                sunday?: components["schemas"]["Interval"][];
            };
            /** @description Days with hours of their own, which replace those of the week. */
            holidays?: {
                /** @example 2026-12-25 */
                date: string;
                name: string;
                /** @description The hours of a day must not overlap. */
                open?: components["schemas"]["Interval"][];
            }[];
        };
        Opening: {
            /** @description Whether it is open now. */
            open: boolean;
            /**
             * Format: int64
             * @description The next time when it is open; now, if it is open.
             */
            next: number | null;
        };
        WidgetFormField: {
            /** @enum {string} */
            name: "name" | "email" | "phone" | "company";
            required: boolean;
        };
        WidgetForm: {
            enabled: boolean;
            /** @description The text above the fields. */
            text: string;
            fields: components["schemas"]["WidgetFormField"][];
        };
        WidgetLook: {
            /**
             * @description All other colours are derived from it.
             * @example #0f6a53
             */
            color: string;
            /**
             * @description The corner of the button.
             * @enum {string}
             */
            position: "right" | "left";
            /**
             * Format: int64
             * @description The distance from the side, in pixels.
             */
            offsetX: number;
            /**
             * Format: int64
             * @description The distance from the bottom, in pixels.
             */
            offsetY: number;
            title: string;
            /** @description The text shown above the first message. */
            greeting: string;
            /** @description Whether visitors see who answers. */
            showsAgents: boolean;
            /** @description Whether visitors are asked to rate a closed chat. */
            asksRating: boolean;
            /** @description The form that is shown before the first message. */
            preChat: components["schemas"]["WidgetForm"];
            /** @description The form that is shown while no agent is online. */
            offline: components["schemas"]["WidgetForm"];
        };
        WidgetFormIn: {
            enabled?: components["schemas"]["FlagIn"];
            text?: string;
            /** @description The fields in the order in which they are shown, each at most once. */
            fields?: {
                /** @enum {string} */
                name: "name" | "email" | "phone" | "company";
                required?: components["schemas"]["FlagIn"];
            }[];
        };
        /** @description Fields that are left out stay as they are; a form is replaced as a whole. */
        WidgetLookEdit: {
            /** @example #0f6a53 */
            color?: string;
            /** @enum {string} */
            position?: "right" | "left";
            offsetX?: number;
            offsetY?: number;
            title?: string;
            greeting?: string;
            showsAgents?: components["schemas"]["FlagIn"];
            asksRating?: components["schemas"]["FlagIn"];
            preChat?: components["schemas"]["WidgetFormIn"];
            offline?: components["schemas"]["WidgetFormIn"];
        };
        Team: {
            /** @description By id, at most 1,000. */
            agents: components["schemas"]["Agent"][];
            /** @description By id, at most 1,000. */
            departments: components["schemas"]["Department"][];
            /** @description By id, at most 1,000. */
            applications: components["schemas"]["Application"][];
            /** @description The oldest first, at most 1,000. */
            tags: components["schemas"]["Tag"][];
        };
        OwnOrganization: {
            /** Format: int64 */
            id: number;
            domain: string;
        };
        ReplyTarget: {
            /** Format: int64 */
            department: number;
            /** Format: int64 */
            seconds: number;
        };
        Me: {
            agent: components["schemas"]["Agent"];
            organization: components["schemas"]["OwnOrganization"];
            /** @description The sign-in name. */
            login: string | null;
            /** @description True if signing in needs a code. */
            secondFactor: boolean;
            /**
             * Format: int64
             * @description The id of the present session.
             */
            session: number;
            /** @description What the agent's role may do. */
            rights: ("messages" | "chats" | "customers" | "customerLists" | "customerMerges" | "customerErasure" | "export" | "ownCanned" | "sharedCanned" | "ownReports" | "allReports" | "staff" | "webhooks" | "keys" | "organization" | "imports" | "audit")[];
            /** @description The agent's departments. */
            departments: number[];
            /** @description False if the agent sees only own chats, unassigned chats, and those of the agent's departments. */
            seesAllChats: boolean;
            team: components["schemas"]["Team"];
            /** @description As listCanned gives them; null if they are too many: ask for them. */
            canned: components["schemas"]["CannedResponse"][] | null;
            /** @description As listViews gives them; null if they are too many: ask for them. */
            views: components["schemas"]["SavedView"][] | null;
            settings: components["schemas"]["OrganizationSettings"];
            /** @description Of the departments that have one of their own. */
            replyTargets: components["schemas"]["ReplyTarget"][];
            /**
             * Format: int64
             * @description The number of the last change: follow those behind it.
             */
            seq: number;
        };
        Mention: {
            /**
             * Format: int64
             * @description Who wrote the note.
             */
            agent: number;
            /** Format: int64 */
            message: number;
            /** Format: int64 */
            createdAt: number;
        };
        MergeIn: {
            /** @description The customer who goes: another one than this. */
            from: components["schemas"]["IdIn"];
        };
        ChatMessage: {
            /**
             * Format: int64
             * @example 9577571
             */
            id: number;
            /** @description Null unless an agent wrote it. */
            agent: components["schemas"]["MessageAgent"] | null;
            /**
             * @description `message`, `private` (only for agents), `email`, `knowledgeBase` or `tech` (by the system; the text is a key). Imported messages may have others.
             * @example message
             */
            type: string;
            text: string | null;
            /** @description Whether the other side has read it. */
            read: boolean;
            /**
             * @description Unix seconds and milliseconds.
             * @example 1594139170.913
             */
            createdAt: string;
            /** @description The last change, also to `read`; null if there was none. */
            updatedAt: string | null;
            /** @description Whether its text was changed. */
            edited: boolean;
            /** @enum {string|null} */
            broadcastType: "trigger" | "auto chat" | "auto email" | "manual chat" | "manual email" | null;
            /** Format: int64 */
            chat: number;
            /**
             * @description The side that wrote the message.
             * @enum {string}
             */
            from: "customer" | "agent";
            /** @description What it carries besides its text. */
            files: components["schemas"]["Attachment"][];
        };
        ChatMessagePage: {
            /** @description One page, the newest first. */
            messages: components["schemas"]["ChatMessage"][];
            /**
             * Format: int64
             * @description How many messages the chat has.
             */
            total: number;
            /** @description The same page again. */
            data: components["schemas"]["ChatMessage"][];
            /** @description Where a cursor was sent. */
            meta?: components["schemas"]["Meta"];
        };
        OrganizationSettings: {
            /**
             * @description The time zone in which reports count days.
             * @example Europe/Berlin
             */
            zone: string;
            /**
             * Format: int64
             * @description The time within which a customer should get an answer.
             */
            replyTargetSeconds: number;
            /** @description The hours when it is open; null for always. */
            hours: components["schemas"]["Hours"] | null;
        };
        /** @description Fields that are left out stay as they are. */
        OrganizationSettingsEdit: {
            /**
             * @description A name from the IANA time zone database.
             * @example Europe/Berlin
             */
            zone?: string | null;
            replyTargetSeconds?: number | string | null;
            hours?: components["schemas"]["HoursIn"] | null;
        };
        DepartmentSettings: {
            /**
             * Format: int64
             * @description The time within which a customer should get an answer; null for that of the organization.
             */
            replyTargetSeconds: number | null;
            /** @description The hours when it is open; null for those of the organization. */
            hours: components["schemas"]["Hours"] | null;
        };
        /** @description Fields that are left out stay as they are. */
        DepartmentSettingsEdit: {
            replyTargetSeconds?: number | string | null;
            hours?: components["schemas"]["HoursIn"] | null;
        };
        Session: {
            /** Format: int64 */
            id: number;
            /** @description The browser, by its own name. */
            device: string;
            /** @description The IP address from which the agent signed in. */
            address: string;
            /** Format: int64 */
            createdAt: number;
            /**
             * Format: int64
             * @description The last use, exact to a minute.
             */
            lastUsedAt: number;
            /** @description True for the present session. */
            current: boolean;
        };
        Sessions: {
            data: components["schemas"]["Session"][];
        };
        SecondFactor: {
            /** @description The secret in base32, to be typed into an authenticator app. */
            secret: string;
            /** @description The same as an `otpauth` address, to be shown as a QR code. */
            address: string;
        };
        RecoveryCodes: {
            /** @description Each replaces a code of the second factor once. They cannot be read again. */
            codes: string[];
        };
        Code: {
            code: string;
        };
        PasswordIn: {
            password: string;
        };
        PasswordChange: {
            current: string;
            password: string;
        };
        StaffMember: {
            /** Format: int64 */
            id: number;
            name: string;
            email: string | null;
            /** @enum {string} */
            role: "agentChatOnly" | "agent" | "superviser" | "admin";
            /** @description The sign-in name; null for an agent who never signed in. */
            login: string | null;
            /** @description True if signing in needs a code. */
            secondFactor: boolean;
            /** @description False for an agent who cannot sign in. */
            active: boolean;
        };
        StaffMemberPage: {
            /** @description One page, at most `limit` of them. */
            data: components["schemas"]["StaffMember"][];
            meta: components["schemas"]["Meta"];
        };
        Link: {
            /** @description The path of the page to open on this server. It works once and is shown only here. */
            path: string;
            /** Format: int64 */
            expiresAt: number;
        };
        Key: {
            /** Format: int64 */
            id: number;
            name: string;
            /** @enum {string} */
            scope: "full" | "read";
            /** Format: int64 */
            createdAt: number;
            /**
             * Format: int64
             * @description The time when the key was revoked; null while it works.
             */
            revokedAt: number | null;
        };
        Keys: {
            data: components["schemas"]["Key"][];
        };
        NewKey: {
            /** Format: int64 */
            id: number;
            /** @description The key. It cannot be read again. */
            key: string;
            name: string;
            /** @enum {string} */
            scope: "full" | "read";
        };
        NewAgent: {
            name: string | number;
            email?: string | number | null;
            /** @enum {string} */
            role: "agentChatOnly" | "agent" | "superviser" | "admin";
        };
        /** @description Fields that are left out stay as they are. */
        AgentEdit: {
            name?: string | number;
            email?: string | number | null;
            /** @enum {string} */
            role?: "agentChatOnly" | "agent" | "superviser" | "admin";
            active?: components["schemas"]["FlagIn"];
        };
        /** @description Fields that are left out stay as they are. */
        OwnEdit: {
            name?: string | number;
        };
        NewDepartment: {
            name: string | number;
            /** @description The ids of the agents; they replace the present ones. */
            agents?: number[];
        };
        /** @description Fields that are left out stay as they are. */
        DepartmentEdit: {
            name?: string | number;
            /** @description The ids of the agents; they replace the present ones. */
            agents?: number[];
        };
        NewKeyIn: {
            name: string | number;
            /** @enum {string} */
            scope: "full" | "read";
        };
        PasswordReset: {
            /** @description True to remove the second factor, too. */
            secondFactor?: components["schemas"]["FlagIn"];
        };
        ReplyIn: {
            /** @description The text. Required unless there are files. */
            text?: string | number | null;
            /** @description The ids of files that you uploaded. */
            files?: components["schemas"]["IdIn"][] | null;
            /** @description Whether this is a note, which only agents see. */
            note?: boolean | (1 | 0 | "1" | "0" | "true" | "false") | null;
            /** @description The last message that you saw. If another agent replied after it: 409 `newer_reply`. */
            seen?: components["schemas"]["IdIn"] | null;
            /** @description The agents whom a note mentions. */
            mentions?: components["schemas"]["IdIn"][] | null;
            /** @description Post it although another agent replied. */
            anyway?: boolean | (1 | 0 | "1" | "0" | "true" | "false") | null;
        };
        Report: {
            /** @enum {string} */
            by: "day" | "hour" | "agent" | "department" | "tag";
            /** @example 2026-12-25 */
            from: string;
            /**
             * @description The last day.
             * @example 2026-12-25
             */
            to: string;
            /**
             * @description The time zone of the days.
             * @example Europe/Berlin
             */
            zone: string;
            /** Format: int64 */
            asOf: number;
            /** @description False while many changes are not counted yet. */
            complete: boolean;
            /**
             * Format: int64
             * @description The organization's reply target, to which `withinTarget` refers.
             */
            targetSeconds: number;
            rows: components["schemas"]["ReportRow"][];
            total: components["schemas"]["ReportRow"];
            /** @description The distribution of the times to the first reply. */
            firstReplyTimes: components["schemas"]["ReportClass"][];
        };
        ReportRow: {
            /** @example 2026-12-25 */
            day: string | null;
            /**
             * Format: int64
             * @description 0 is Monday, 6 is Sunday.
             */
            weekday: number | null;
            /** Format: int64 */
            hour: number | null;
            /**
             * Format: int64
             * @description The id of the agent, the department or the tag; null for chats without one.
             */
            id: number | null;
            name: string | null;
            /**
             * Format: int64
             * @description Chats that began.
             */
            new: number;
            /**
             * Format: int64
             * @description Chats that were closed and are still closed.
             */
            closed: number;
            /**
             * Format: int64
             * @description Messages of customers and agents; in an agent's row, the agent's own.
             */
            messages: number;
            /**
             * Format: int64
             * @description Chats that got their first reply.
             */
            repliedTo: number;
            /** @description Seconds from a customer's first message to the first reply. */
            firstReply: components["schemas"]["ReportTimes"];
            /** @description Seconds from the beginning of chats to their closing. */
            resolution: components["schemas"]["ReportTimes"];
            ratings: components["schemas"]["ReportRatings"];
        };
        ReportTimes: {
            /** Format: int64 */
            count: number;
            /**
             * Format: int64
             * @description The median, with an error of a tenth to a third; null if there are no times.
             */
            median: number | null;
            /**
             * Format: int64
             * @description The 90th percentile: nine of ten times are not longer.
             */
            p90: number | null;
            /** Format: int64 */
            mean: number | null;
            /**
             * Format: int64
             * @description How many were within the target; null where there is no target.
             */
            withinTarget: number | null;
        };
        ReportRatings: {
            /** Format: int64 */
            count: number;
            /** Format: int64 */
            perfect: number;
            /** Format: int64 */
            great: number;
            /** Format: int64 */
            average: number;
            /** Format: int64 */
            poor: number;
            /** Format: int64 */
            veryPoor: number;
        };
        ReportClass: {
            /**
             * Format: int64
             * @description The shortest time of the class, in seconds.
             */
            from: number;
            /**
             * Format: int64
             * @description The end of the class, in seconds and not included; null if it has no end.
             */
            to: number | null;
            /** Format: int64 */
            count: number;
        };
        ChatRow: {
            /** Format: int64 */
            id: number;
            status: components["schemas"]["Status"];
            /** Format: int64 */
            assignee: number | null;
            /** Format: int64 */
            department: number | null;
            /** @description Whether the chat is unread by the agents. */
            unread: boolean;
            /**
             * Format: int64
             * @description The time of the customer's first message that has no answer yet.
             */
            waitingSince: number | null;
            /** Format: int64 */
            lastMessageAt: number | null;
            /** Format: int64 */
            createdAt: number;
            /** Format: int64 */
            snoozedUntil: number | null;
            rating: components["schemas"]["Rating"] | null;
            customer: components["schemas"]["ChatCustomer"];
            /** @description The first tags of the customer, at most 8. */
            tags: components["schemas"]["Tag"][];
            /**
             * @description Who has begun an answer: `me`, `others` or `both`.
             * @enum {string|null}
             */
            draft: "me" | "others" | "both" | null;
            /**
             * Format: int64
             * @description The agent who wrote the last message; null if the customer did.
             */
            lastMessageAgent: number | null;
            /** @description The first 160 characters of the last message, with the names of its files. */
            preview: string | null;
        };
        Rule: {
            /** Format: int64 */
            id: number;
            /**
             * Format: int64
             * @description The agent who owns it; null if it is shared.
             */
            agent: number | null;
            /** Format: int64 */
            changedAt: number;
            /** @description The name, which only agents see. */
            name: string;
            enabled: boolean;
            /** @description The message that the widget shows. */
            message: string;
            /**
             * Format: int64
             * @description The agent in whose name the message is shown; null for the organization.
             */
            speaker: number | null;
            /** @description Patterns of the URLs of pages where the rule applies, with `*` for any characters; empty for all pages. */
            pages: string[];
            /**
             * Format: int64
             * @description The seconds that the visitor must have been on the page.
             */
            seconds: number;
            /**
             * Format: int64
             * @description The least number of visits of the visitor.
             */
            visits: number;
            /** @description The locales of visitors for whom the rule applies; empty for all. */
            locales: string[];
        };
        Rules: {
            data: components["schemas"]["Rule"][];
        };
        NewRule: {
            name: string;
            /** @description True by default. */
            enabled?: components["schemas"]["FlagIn"];
            message: string;
            speaker?: components["schemas"]["IdIn"] | null;
            pages?: string[];
            seconds?: number;
            visits?: number;
            locales?: string[];
        };
        /** @description Fields that are left out stay as they are. */
        RuleEdit: {
            name?: string;
            /** @description True by default. */
            enabled?: components["schemas"]["FlagIn"];
            message?: string;
            speaker?: components["schemas"]["IdIn"] | null;
            pages?: string[];
            seconds?: number;
            visits?: number;
            locales?: string[];
        };
        SignedIn: {
            /** @description True while the session waits for the code of the second factor. */
            secondFactor: boolean;
        };
        Invited: {
            name: string;
            /** @enum {string} */
            role: "agentChatOnly" | "agent" | "superviser" | "admin";
            /** @description The sign-in name; null for an agent who never signed in. */
            login: string | null;
            email: string | null;
        };
        SignIn: {
            login: string;
            password: string;
        };
        LinkIn: {
            token: string;
        };
        Acceptance: {
            token: string;
            login?: string;
            password: string;
        };
        CannedResponse: {
            /** Format: int64 */
            id: number;
            /**
             * Format: int64
             * @description The agent who owns it; null if it is shared.
             */
            agent: number | null;
            /** Format: int64 */
            changedAt: number;
            /**
             * @description What an agent types to find it.
             * @example thanks
             */
            shortcut: string;
            text: string;
        };
        CannedResponses: {
            data: components["schemas"]["CannedResponse"][];
        };
        NewCannedResponse: {
            /**
             * @description It is kept in lower case.
             * @example thanks
             */
            shortcut: string;
            /** @description It may have variables in double braces, with a text for the case that the value is empty: `{{customer.firstName|there}}`. There are `agent.name`, `chat.id`, `customer.company`, `customer.email`, `customer.firstName`, `customer.name`, `customer.phone`, `customer.userId`, `department.name`. */
            text: string;
            /** @description Whether all agents share it. */
            shared?: components["schemas"]["FlagIn"];
        };
        CannedResponseEdit: {
            /**
             * @description It is kept in lower case.
             * @example thanks
             */
            shortcut?: string;
            /** @description It may have variables in double braces, with a text for the case that the value is empty: `{{customer.firstName|there}}`. There are `agent.name`, `chat.id`, `customer.company`, `customer.email`, `customer.firstName`, `customer.name`, `customer.phone`, `customer.userId`, `department.name`. */
            text?: string;
        };
        SavedView: {
            /** Format: int64 */
            id: number;
            /**
             * Format: int64
             * @description The agent who owns it; null if it is shared.
             */
            agent: number | null;
            /** Format: int64 */
            changedAt: number;
            /** @example Waiting over 10 min */
            name: string;
            /** @description Which chats it has, and their order. */
            filter: Record<string, never>;
        };
        SavedViews: {
            data: components["schemas"]["SavedView"][];
        };
        NewSavedView: {
            name: string;
            /** @description At most 4 KiB. */
            filter: Record<string, never>;
            /** @description Whether all agents share it. */
            shared?: components["schemas"]["FlagIn"];
        };
        SavedViewEdit: {
            name?: string;
            /** @description At most 4 KiB. */
            filter?: Record<string, never>;
        };
        /** @description One of the views that every agent has, or conditions. */
        View: ("mine" | "unassigned" | "all" | "unread" | "waiting" | "drafts" | "mentions" | "snoozed" | "closed" | "blocked" | "everything") | {
            /** @description By default new, opened, pending and on hold; null for all. */
            statuses?: components["schemas"]["Status"][] | null;
            /** @description The agent who is responsible for the chat. */
            assignee?: ("none" | "any" | "me") | components["schemas"]["IdIn"] | null;
            /** @description The department that is responsible for the chat. */
            department?: ("none" | "any") | components["schemas"]["IdIn"] | null;
            /** @description Whether the chat is unread by the agents. */
            unread?: boolean | null;
            /** @description False by default; null for both. */
            snoozed?: boolean | null;
            /** @description False by default; null for both. */
            blocked?: boolean | null;
            /** @description Whether the customer waits for an answer. */
            waiting?: boolean | null;
            /** @description A tag of the customer. */
            tag?: string | null;
            /** @description The customer. */
            customer?: components["schemas"]["IdIn"];
        };
        LastArrival: {
            /**
             * Format: int64
             * @description When a page last loaded the widget.
             */
            at: number | null;
            /** @description Which page, as it says itself. */
            page: string | null;
        };
        WidgetSettings: {
            /** Format: int64 */
            application: number;
            /**
             * @description The id by which a page loads the widget.
             * @example 0b5c7c1e-6f0a-4a36-9d0b-6c6f2f0b8d11
             */
            appId: string;
            /** @description The sites that may show the widget; empty for all. */
            sites: string[];
            /** @description Whether visitors stay anonymous unless the site sends a proof of their identity. */
            enforcesIdentity: boolean;
            /** @description Whether there is a secret with which the site can prove who a visitor is. */
            hasSecret: boolean;
        };
        IdentitySecret: {
            /** @description The secret. It is shown only in this answer. */
            secret: string;
        };
        /** @description Fields that are left out stay as they are. */
        WidgetEdit: {
            /** @example 0b5c7c1e-6f0a-4a36-9d0b-6c6f2f0b8d11 */
            appId?: string;
            sites?: string[];
            enforcesIdentity?: components["schemas"]["FlagIn"];
        };
        Window: {
            /**
             * Format: int64
             * @description The number of the last change that this answer includes.
             */
            seq: number;
            /**
             * Format: int64
             * @description The number of chats in the view.
             */
            total: number;
            /**
             * Format: int64
             * @description The number of chats before the first row.
             */
            offset: number;
            rows: components["schemas"]["ChatRow"][];
            /** @description The number of chats in each view of `counts`. */
            counts: number[];
        };
        WindowIn: {
            view: components["schemas"]["View"];
            /**
             * @description The order: by last message, by longest wait, or by newest chat, or by the chat that was closed last.
             * @enum {string|null}
             */
            sort?: "activity" | "waiting" | "created" | "closed" | null;
            /** @description Where the rows begin: after a number of chats, or around one chat; at the beginning by default. */
            at?: {
                offset: number | string;
            } | {
                around: components["schemas"]["IdIn"];
            } | null;
            limit?: number | string | null;
            /** @description The views whose chats to count. */
            counts?: components["schemas"]["View"][] | null;
        };
    };
    responses: {
        /** @description The body took too long to arrive. */
        TooSlow: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description The body has more than 1 MiB. */
        TooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description Too many requests in this window, or too many streams at once. */
        TooManyRequests: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description A fault of the server; its log says more. */
        InternalError: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
        /** @description Not possible at the moment. If something may have been done nevertheless, a repeat with the same Idempotency-Key tells. */
        Unavailable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Errors"];
            };
        };
    };
    parameters: {
        /** @description The most items on a page. */
        limit: number;
        /** @description How many items to skip; 0 by default. */
        offset: number;
        /** @description Where to continue, instead of `offset` (not both): empty for the first page, then `meta.next` of the page before, with the same sort and order, until that is null. Items inserted or deleted meanwhile do not disturb the rest; items that moved meanwhile may come again at the end. */
        cursor: string;
        /** @description The field to sort by. */
        customerSort: "customers.createdAt" | "customers.firstSeen" | "customers.lastSeen";
        /** @description `desc` by default. Null counts as lower than every value. Among equal values `asc` has the larger id first, and `desc` the smaller. */
        order: ("asc" | "desc") | string;
        /** @description The text to find. */
        q: string;
        /** @description The history to which the number `after` belongs: `meta.history` of an earlier answer. If the database now has another history, the answer is 410. */
        history: string;
        /** @description Only changes after this number. */
        after: number;
        /** @description The most changes in an answer. */
        rows: number;
        /** @description What each row of the report is about; `day` by default. */
        reportBy: "day" | "hour" | "agent" | "department" | "tag";
        /** @description The first day; six days before the last by default. */
        from: string;
        /** @description The last day; today by default. */
        to: string;
        /** @description Only this agent. */
        agent: number;
        /** @description Only this department. */
        department: number;
        /** @description Only changes by this author. */
        actor: string;
        /** @description Only changes with lower numbers. */
        beforeChange: number;
        /** @description The name of the file. Folders and invisible characters are removed. */
        fileName: string;
        /** @description Requests with the same key and the same bytes are carried out once within 24 hours, and all get the same answer. */
        "Idempotency-Key": string;
        /** @description Tags of answers that the client has already, separated by commas, or `*`. */
        "If-None-Match": string;
        /** @description The tag that the object's `GET` or its last change gave, several separated by commas, or `*`. If none is the object's present tag, nothing is changed. `W/` at the beginning of a tag is ignored. */
        "If-Match": string;
        /** @description The chat's id. */
        chatId: number;
        /** @description The customer's id. */
        customerId: number;
        /** @description The agent's id. */
        agentId: number;
        /** @description The key's id. */
        keyId: number;
        /** @description The session's id. */
        sessionId: number;
        /** @description The webhook's id. */
        webhookId: number;
        /** @description The file's id. */
        fileId: number;
        /** @description The id of the object. */
        settingId: number;
        /** @description The department's id. */
        departmentId: number;
        /** @description The application's id. */
        applicationId: number;
    };
    requestBodies: never;
    headers: {
        /**
         * @description The id of this request in the log.
         * @example a1b2c3d4e5f60718-2a
         */
        "X-Request-Id": string;
        /**
         * @description The requests left in this window, and the seconds until it ends; absent without a limit.
         * @example "default";r=119;t=60
         */
        RateLimit: string;
        /**
         * @description The limit and its window.
         * @example "default";q=120;w=60
         */
        "RateLimit-Policy": string;
        /**
         * @description Seconds to wait before the next try.
         * @example 17
         */
        "Retry-After": number;
        /**
         * @description The path of the new object. For a message, the path of its chat's messages; for a ticket, that of the stream.
         * @example /v1/chats/1
         */
        Location: string;
        /**
         * @description Unknown query parameters and unknown keys of a search, separated by commas; absent if there are none.
         * @example email
         */
        "Deskbell-Ignored": string;
        /**
         * @description The tag of this answer: the same for the same bytes. In the answer to a change, the tag of the object's `GET`.
         * @example W/"99aa06d3014798d86001c324468d497f"
         */
        ETag: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getDocs: {
        parameters: {
            query?: never;
            header?: {
                /** @description Tags of answers that the client has already, separated by commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A single page that loads nothing else. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Nothing changed since the answer with that tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getDescription: {
        parameters: {
            query?: never;
            header?: {
                /** @description Tags of answers that the client has already, separated by commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Nothing changed since the answer with that tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listStaff: {
        parameters: {
            query?: {
                /** @description The most items on a page. */
                limit?: components["parameters"]["limit"];
                /** @description How many items to skip; 0 by default. */
                offset?: components["parameters"]["offset"];
                /** @description Where to continue, instead of `offset` (not both): empty for the first page, then `meta.next` of the page before, with the same sort and order, until that is null. Items inserted or deleted meanwhile do not disturb the rest; items that moved meanwhile may come again at the end. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: {
                /** @description Tags of answers that the client has already, separated by commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 1,
                     *           "name": "Lisa Rodes",
                     *           "email": "lisa.rodes@company.com",
                     *           "role": "admin",
                     *           "login": "lisa@company.com",
                     *           "secondFactor": false,
                     *           "active": true
                     *         }
                     *       ],
                     *       "meta": {
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["StaffMemberPage"];
                };
            };
            /** @description Nothing changed since the answer with that tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    addAgent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Kurt Maslow",
                 *       "email": "kurt@company.com",
                 *       "role": "agent"
                 *     }
                 */
                "application/json": components["schemas"]["NewAgent"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "Lisa Rodes",
                     *       "email": "lisa.rodes@company.com",
                     *       "role": "admin",
                     *       "login": "lisa@company.com",
                     *       "secondFactor": false,
                     *       "active": true
                     *     }
                     */
                    "application/json": components["schemas"]["StaffMember"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id. */
                id: components["parameters"]["agentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "lisa@company.com"
                 *     }
                 */
                "application/json": components["schemas"]["AgentEdit"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "Lisa Rodes",
                     *       "email": "lisa.rodes@company.com",
                     *       "role": "admin",
                     *       "login": "lisa@company.com",
                     *       "secondFactor": false,
                     *       "active": true
                     *     }
                     */
                    "application/json": components["schemas"]["StaffMember"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description It conflicts with the present state; the code says why. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    inviteAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id. */
                id: components["parameters"]["agentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "path": "/inbox/welcome#dbl_1f6c1a3e",
                     *       "expiresAt": 1593237632
                     *     }
                     */
                    "application/json": components["schemas"]["Link"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    resetAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id. */
                id: components["parameters"]["agentId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "secondFactor": true
                 *     }
                 */
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "path": "/inbox/welcome#dbl_1f6c1a3e",
                     *       "expiresAt": 1593237632
                     *     }
                     */
                    "application/json": components["schemas"]["Link"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listApplications: {
        parameters: {
            query?: {
                /** @description The most items on a page. */
                limit?: components["parameters"]["limit"];
                /** @description How many items to skip; 0 by default. */
                offset?: components["parameters"]["offset"];
                /** @description Where to continue, instead of `offset` (not both): empty for the first page, then `meta.next` of the page before, with the same sort and order, until that is null. Items inserted or deleted meanwhile do not disturb the rest; items that moved meanwhile may come again at the end. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: {
                /** @description Tags of answers that the client has already, separated by commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 1,
                     *           "name": "company.com",
                     *           "displayName": null,
                     *           "type": "web",
                     *           "active": true
                     *         }
                     *       ],
                     *       "meta": {
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ApplicationPage"];
                };
            };
            /** @description Nothing changed since the answer with that tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    addApplication: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "shop.company.com"
                 *     }
                 */
                "application/json": components["schemas"]["NewApplication"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "company.com",
                     *       "displayName": null,
                     *       "type": "web",
                     *       "active": true
                     *     }
                     */
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateApplication: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The application's id. */
                id: components["parameters"]["applicationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "displayName": "Company"
                 *     }
                 */
                "application/json": components["schemas"]["ApplicationEdit"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "company.com",
                     *       "displayName": null,
                     *       "type": "web",
                     *       "active": true
                     *     }
                     */
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getLastArrival: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The application's id. */
                id: components["parameters"]["applicationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "at": 1594139170,
                     *       "page": "https://company.com/pricing"
                     *     }
                     */
                    "application/json": components["schemas"]["LastArrival"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getWidgetLook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Tags of answers that the client has already, separated by commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description The application's id. */
                id: components["parameters"]["applicationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "color": "#0f6a53",
                     *       "position": "right",
                     *       "offsetX": 24,
                     *       "offsetY": 24,
                     *       "title": "Company",
                     *       "greeting": "How can we help?",
                     *       "showsAgents": true,
                     *       "asksRating": true,
                     *       "preChat": {
                     *         "enabled": false,
                     *         "text": "",
                     *         "fields": []
                     *       },
                     *       "offline": {
                     *         "enabled": true,
                     *         "text": "We write to you.",
                     *         "fields": [
                     *           {
                     *             "name": "email",
                     *             "required": true
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["WidgetLook"];
                };
            };
            /** @description Nothing changed since the answer with that tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateWidgetLook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag that the object's `GET` or its last change gave, several separated by commas, or `*`. If none is the object's present tag, nothing is changed. `W/` at the beginning of a tag is ignored. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The application's id. */
                id: components["parameters"]["applicationId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "color": "#0f6a53",
                 *       "position": "right",
                 *       "offsetX": 24,
                 *       "offsetY": 24,
                 *       "title": "Company",
                 *       "greeting": "How can we help?",
                 *       "showsAgents": true,
                 *       "asksRating": true,
                 *       "preChat": {
                 *         "enabled": false,
                 *         "text": "",
                 *         "fields": []
                 *       },
                 *       "offline": {
                 *         "enabled": true,
                 *         "text": "We write to you.",
                 *         "fields": [
                 *           {
                 *             "name": "email",
                 *             "required": true
                 *           }
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WidgetLookEdit"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "color": "#0f6a53",
                     *       "position": "right",
                     *       "offsetX": 24,
                     *       "offsetY": 24,
                     *       "title": "Company",
                     *       "greeting": "How can we help?",
                     *       "showsAgents": true,
                     *       "asksRating": true,
                     *       "preChat": {
                     *         "enabled": false,
                     *         "text": "",
                     *         "fields": []
                     *       },
                     *       "offline": {
                     *         "enabled": true,
                     *         "text": "We write to you.",
                     *         "fields": [
                     *           {
                     *             "name": "email",
                     *             "required": true
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["WidgetLook"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description The object has changed and `If-Match` does not match: get it again. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotateIdentitySecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The application's id. */
                id: components["parameters"]["applicationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secret": "a secret of 256 bits"
                     *     }
                     */
                    "application/json": components["schemas"]["IdentitySecret"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getWidget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The application's id. */
                id: components["parameters"]["applicationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application": 1,
                     *       "appId": "0b5c7c1e-6f0a-4a36-9d0b-6c6f2f0b8d11",
                     *       "sites": [
                     *         "company.com",
                     *         "*.company.com"
                     *       ],
                     *       "enforcesIdentity": false,
                     *       "hasSecret": true
                     *     }
                     */
                    "application/json": components["schemas"]["WidgetSettings"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateWidget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The application's id. */
                id: components["parameters"]["applicationId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "sites": [
                 *         "company.com",
                 *         "*.company.com"
                 *       ],
                 *       "enforcesIdentity": false
                 *     }
                 */
                "application/json": components["schemas"]["WidgetEdit"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application": 1,
                     *       "appId": "0b5c7c1e-6f0a-4a36-9d0b-6c6f2f0b8d11",
                     *       "sites": [
                     *         "company.com",
                     *         "*.company.com"
                     *       ],
                     *       "enforcesIdentity": false,
                     *       "hasSecret": true
                     *     }
                     */
                    "application/json": components["schemas"]["WidgetSettings"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description It conflicts with the present state; the code says why. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAuditTrail: {
        parameters: {
            query?: {
                /** @description Only changes by this author. */
                actor?: components["parameters"]["actor"];
                /** @description Only changes with lower numbers. */
                before?: components["parameters"]["beforeChange"];
                /** @description The most changes in an answer. */
                limit?: components["parameters"]["rows"];
            };
            header?: {
                /** @description Tags of answers that the client has already, separated by commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "seq": 4711,
                     *           "at": 1593151232,
                     *           "kind": "agent.updated",
                     *           "id": 3,
                     *           "actor": {
                     *             "type": "agent",
                     *             "id": 1
                     *           },
                     *           "via": "inbox",
                     *           "cause": null,
                     *           "before": {
                     *             "role": "agent"
                     *           }
                     *         }
                     *       ],
                     *       "next": 4711
                     *     }
                     */
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description Nothing changed since the answer with that tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listCanned: {
        parameters: {
            query?: never;
            header?: {
                /** @description Tags of answers that the client has already, separated by commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 12,
                     *           "agent": 1,
                     *           "changedAt": 1800000000,
                     *           "shortcut": "bye",
                     *           "text": "Thank you, {{customer.firstName|and}} have a good day."
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CannedResponses"];
                };
            };
            /** @description Nothing changed since the answer with that tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createCanned: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "shortcut": "bye",
                 *       "text": "Have a good day.",
                 *       "shared": false
                 *     }
                 */
                "application/json": components["schemas"]["NewCannedResponse"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 12,
                     *       "agent": 1,
                     *       "changedAt": 1800000000,
                     *       "shortcut": "bye",
                     *       "text": "Thank you, {{customer.firstName|and}} have a good day."
                     *     }
                     */
                    "application/json": components["schemas"]["CannedResponse"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description It conflicts with the present state; the code says why. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteCanned: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag that the object's `GET` or its last change gave, several separated by commas, or `*`. If none is the object's present tag, nothing is changed. `W/` at the beginning of a tag is ignored. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the object. */
                id: components["parameters"]["settingId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Ok */
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The object has changed and `If-Match` does not match: get it again. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateCanned: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag that the object's `GET` or its last change gave, several separated by commas, or `*`. If none is the object's present tag, nothing is changed. `W/` at the beginning of a tag is ignored. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the object. */
                id: components["parameters"]["settingId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "text": "Good-bye."
                 *     }
                 */
                "application/json": components["schemas"]["CannedResponseEdit"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 12,
                     *       "agent": 1,
                     *       "changedAt": 1800000000,
                     *       "shortcut": "bye",
                     *       "text": "Thank you, {{customer.firstName|and}} have a good day."
                     *     }
                     */
                    "application/json": components["schemas"]["CannedResponse"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description It conflicts with the present state; the code says why. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The object has changed and `If-Match` does not match: get it again. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    beginChat: {
        parameters: {
            query?: never;
            header?: {
                /** @description Requests with the same key and the same bytes are carried out once within 24 hours, and all get the same answer. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "customer": 1,
                 *       "application": 1
                 *     }
                 */
                "application/json": components["schemas"]["NewChat"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "closedBy": null,
                     *       "lastCustomerMessageAt": 1593108626,
                     *       "status": "on hold",
                     *       "notes": null,
                     *       "closedAt": null,
                     *       "rating": null,
                     *       "createdAt": 1593108596,
                     *       "lastMessageAt": 1593151172,
                     *       "snoozedUntil": null,
                     *       "lastMessageText": "Can we hop on a quick call this week?",
                     *       "lastMessageId": 7,
                     *       "lastCommunicatedAgentId": 1,
                     *       "agents": [
                     *         {
                     *           "id": 1,
                     *           "name": "Lisa Rodes",
                     *           "email": "lisa.rodes@company.com",
                     *           "role": "admin"
                     *         }
                     *       ],
                     *       "customer": {
                     *         "id": 1,
                     *         "name": "mateus",
                     *         "email": "mateus@example.com",
                     *         "userId": null
                     *       },
                     *       "assignee": {
                     *         "id": 1,
                     *         "name": "Lisa Rodes",
                     *         "email": "lisa.rodes@company.com",
                     *         "role": "admin"
                     *       },
                     *       "department": null,
                     *       "applicationId": 1,
                     *       "createdWith": "customer_message",
                     *       "readByAgent": true,
                     *       "readByCustomer": false
                     *     }
                     */
                    "application/json": components["schemas"]["Chat"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This Idempotency-Key was used for another request before. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    act: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "ids": [
                 *         1,
                 *         2
                 *       ],
                 *       "set": {
                 *         "status": "closed",
                 *         "addTags": [
                 *           "paid"
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ActIn"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "done": [
                     *         1
                     *       ],
                     *       "missing": [
                     *         2
                     *       ],
                     *       "undo": [
                     *         {
                     *           "ids": [
                     *             1
                     *           ],
                     *           "set": {
                     *             "status": "opened",
                     *             "removeTags": [
                     *               "paid"
                     *             ]
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Acted"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    openChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The chat's id. */
                id: components["parameters"]["chatId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "seq": 4711,
                     *       "chat": {
                     *         "id": 1,
                     *         "closedBy": null,
                     *         "lastCustomerMessageAt": 1593108626,
                     *         "status": "on hold",
                     *         "notes": null,
                     *         "closedAt": null,
                     *         "rating": null,
                     *         "createdAt": 1593108596,
                     *         "lastMessageAt": 1593151172,
                     *         "snoozedUntil": null,
                     *         "lastMessageText": "Can we hop on a quick call this week?",
                     *         "lastMessageId": 7,
                     *         "lastCommunicatedAgentId": 1,
                     *         "agents": [
                     *           {
                     *             "id": 1,
                     *             "name": "Lisa Rodes",
                     *             "email": "lisa.rodes@company.com",
                     *             "role": "admin"
                     *           }
                     *         ],
                     *         "customer": {
                     *           "id": 1,
                     *           "name": "mateus",
                     *           "email": "mateus@example.com",
                     *           "userId": null
                     *         },
                     *         "assignee": {
                     *           "id": 1,
                     *           "name": "Lisa Rodes",
                     *           "email": "lisa.rodes@company.com",
                     *           "role": "admin"
                     *         },
                     *         "department": null,
                     *         "applicationId": 1,
                     *         "createdWith": "customer_message",
                     *         "readByAgent": true,
                     *         "readByCustomer": false
                     *       },
                     *       "ratingComment": null,
                     *       "customer": {
                     *         "id": 1,
                     *         "name": "mateus",
                     *         "email": "mateus@example.com",
                     *         "userId": null,
                     *         "company": "Example Ltd",
                     *         "phone": null,
                     *         "firstSeen": 1593108590,
                     *         "lastSeen": 1593108626,
                     *         "location": {
                     *           "regionCode": null,
                     *           "countryCode": "PT",
                     *           "city": "Porto"
                     *         },
                     *         "device": null,
                     *         "unsubscribed": false,
                     *         "blocked": false,
                     *         "source": null,
                     *         "referer": "https://example.com/",
                     *         "lastPage": "https://example.com/prices",
                     *         "locale": "pt",
                     *         "notes": null,
                     *         "createdFrom": null,
                     *         "integrationId": null,
                     *         "tags": [
                     *           {
                     *             "name": "trial",
                     *             "color": "#c377e0"
                     *           }
                     *         ],
                     *         "customData": {
                     *           "plan": "gold",
                     *           "seats": 5
                     *         }
                     *       },
                     *       "total": 1,
                     *       "messages": [
                     *         {
                     *           "id": 7,
                     *           "agent": {
                     *             "id": 1,
                     *             "name": "Lisa Rodes"
                     *           },
                     *           "type": "message",
                     *           "text": "Can we hop on a quick call this week?",
                     *           "read": false,
                     *           "createdAt": "1593151172.369",
                     *           "updatedAt": null,
                     *           "edited": false,
                     *           "broadcastType": null,
                     *           "chat": 1,
                     *           "from": "agent",
                     *           "files": [
                     *             {
                     *               "id": 1,
                     *               "name": "photo.png",
                     *               "type": "image/png",
                     *               "bytes": 48231,
                     *               "width": 1280,
                     *               "height": 720,
                     *               "url": "/files/1-1/1593112500/5u5h0jXAOW29KixuzHRzUqh9mI3JATUOQ0ZtE0BKLSk/photo.png",
                     *               "urlExpiresAt": 1593112500
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next": null,
                     *       "others": [
                     *         {
                     *           "id": 1,
                     *           "status": "on hold",
                     *           "assignee": 1,
                     *           "department": null,
                     *           "unread": false,
                     *           "waitingSince": null,
                     *           "lastMessageAt": 1593151172,
                     *           "createdAt": 1593108596,
                     *           "snoozedUntil": null,
                     *           "rating": null,
                     *           "customer": {
                     *             "id": 1,
                     *             "name": "mateus",
                     *             "email": "mateus@example.com",
                     *             "userId": null
                     *           },
                     *           "tags": [
                     *             {
                     *               "name": "trial",
                     *               "color": "#c377e0"
                     *             }
                     *           ],
                     *           "draft": "others",
                     *           "lastMessageAgent": 1,
                     *           "preview": "Can we hop on a quick call this week?"
                     *         }
                     *       ],
                     *       "draft": null,
                     *       "drafts": [
                     *         2
                     *       ],
                     *       "mention": null
                     *     }
                     */
                    "application/json": components["schemas"]["OpenedChat"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The chat's id. */
                id: components["parameters"]["chatId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "Dear Mateus,",
                 *       "note": false
                 *     }
                 */
                "application/json": components["schemas"]["DraftIn"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Ok */
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The chat's id. */
                id: components["parameters"]["chatId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Ok */
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listChatEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The chat's id. */
                id: components["parameters"]["chatId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 1,
                     *           "name": "order placed",
                     *           "data": {
                     *             "order": 1042,
                     *             "total": 59.9
                     *           },
                     *           "createdAt": 1593151200,
                     *           "customer": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CustomerEvents"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    endMention: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The chat's id. */
                id: components["parameters"]["chatId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Ok */
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listChatMessages: {
        parameters: {
            query?: {
                /** @description The most items on a page. */
                limit?: components["parameters"]["limit"];
                /** @description How many items to skip; 0 by default. */
                offset?: components["parameters"]["offset"];
                /** @description Where to continue, instead of `offset` (not both): empty for the first page, then `meta.next` of the page before, with the same sort and order, until that is null. Items inserted or deleted meanwhile do not disturb the rest; items that moved meanwhile may come again at the end. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: never;
            path: {
                /** @description The chat's id. */
                id: components["parameters"]["chatId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "messages": [
                     *         {
                     *           "id": 7,
                     *           "agent": {
                     *             "id": 1,
                     *             "name": "Lisa Rodes"
                     *           },
                     *           "type": "message",
                     *           "text": "Can we hop on a quick call this week?",
                     *           "read": false,
                     *           "createdAt": "1593151172.369",
                     *           "updatedAt": null,
                     *           "edited": false,
                     *           "broadcastType": null,
                     *           "chat": 1,
                     *           "from": "agent",
                     *           "files": [
                     *             {
                     *               "id": 1,
                     *               "name": "photo.png",
                     *               "type": "image/png",
                     *               "bytes": 48231,
                     *               "width": 1280,
                     *               "height": 720,
                     *               "url": "/files/1-1/1593112500/5u5h0jXAOW29KixuzHRzUqh9mI3JATUOQ0ZtE0BKLSk/photo.png",
                     *               "urlExpiresAt": 1593112500
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "data": [
                     *         {
                     *           "id": 7,
                     *           "agent": {
                     *             "id": 1,
                     *             "name": "Lisa Rodes"
                     *           },
                     *           "type": "message",
                     *           "text": "Can we hop on a quick call this week?",
                     *           "read": false,
                     *           "createdAt": "1593151172.369",
                     *           "updatedAt": null,
                     *           "edited": false,
                     *           "broadcastType": null,
                     *           "chat": 1,
                     *           "from": "agent",
                     *           "files": [
                     *             {
                     *               "id": 1,
                     *               "name": "photo.png",
                     *               "type": "image/png",
                     *               "bytes": 48231,
                     *               "width": 1280,
                     *               "height": 720,
                     *               "url": "/files/1-1/1593112500/5u5h0jXAOW29KixuzHRzUqh9mI3JATUOQ0ZtE0BKLSk/photo.png",
                     *               "urlExpiresAt": 1593112500
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ChatMessagePage"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    reply: {
        parameters: {
            query?: never;
            header?: {
                /** @description Requests with the same key and the same bytes are carried out once within 24 hours, and all get the same answer. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The chat's id. */
                id: components["parameters"]["chatId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "Can we hop on a quick call this week?",
                 *       "seen": 6
                 *     }
                 */
                "application/json": components["schemas"]["ReplyIn"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 7,
                     *       "agent": {
                     *         "id": 1,
                     *         "name": "Lisa Rodes"
                     *       },
                     *       "type": "message",
                     *       "text": "Can we hop on a quick call this week?",
                     *       "read": false,
                     *       "createdAt": "1593151172.369",
                     *       "updatedAt": null,
                     *       "edited": false,
                     *       "broadcastType": null,
                     *       "chat": 1,
                     *       "from": "agent",
                     *       "files": [
                     *         {
                     *           "id": 1,
                     *           "name": "photo.png",
                     *           "type": "image/png",
                     *           "bytes": 48231,
                     *           "width": 1280,
                     *           "height": 720,
                     *           "url": "/files/1-1/1593112500/5u5h0jXAOW29KixuzHRzUqh9mI3JATUOQ0ZtE0BKLSk/photo.png",
                     *           "urlExpiresAt": 1593112500
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ChatMessage"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description It conflicts with the present state; the code says why. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This Idempotency-Key was used for another request before. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listCustomers: {
        parameters: {
            query?: {
                /** @description The most items on a page. */
                limit?: components["parameters"]["limit"];
                /** @description How many items to skip; 0 by default. */
                offset?: components["parameters"]["offset"];
                /** @description Where to continue, instead of `offset` (not both): empty for the first page, then `meta.next` of the page before, with the same sort and order, until that is null. Items inserted or deleted meanwhile do not disturb the rest; items that moved meanwhile may come again at the end. */
                cursor?: components["parameters"]["cursor"];
                /** @description The field to sort by. */
                sort?: components["parameters"]["customerSort"];
                /** @description `desc` by default. Null counts as lower than every value. Among equal values `asc` has the larger id first, and `desc` the smaller. */
                order?: components["parameters"]["order"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 1,
                     *           "name": "mateus",
                     *           "email": "mateus@example.com",
                     *           "userId": null,
                     *           "company": "Example Ltd",
                     *           "phone": null,
                     *           "firstSeen": 1593108590,
                     *           "lastSeen": 1593108626,
                     *           "location": {
                     *             "regionCode": null,
                     *             "countryCode": "PT",
                     *             "city": "Porto"
                     *           },
                     *           "device": null,
                     *           "unsubscribed": false,
                     *           "blocked": false,
                     *           "source": null,
                     *           "referer": "https://example.com/",
                     *           "lastPage": "https://example.com/prices",
                     *           "locale": "pt",
                     *           "notes": null,
                     *           "createdFrom": null,
                     *           "integrationId": null,
                     *           "tags": [
                     *             {
                     *               "name": "trial",
                     *               "color": "#c377e0"
                     *             }
                     *           ],
                     *           "customData": {
                     *             "plan": "gold",
                     *             "seats": 5
                     *           }
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "meta": {
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["CustomerPage"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "mateus",
                 *       "email": "mateus@example.com",
                 *       "tags": [
                 *         {
                 *           "name": "trial"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["CustomerIn"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "mateus",
                     *       "email": "mateus@example.com",
                     *       "userId": null,
                     *       "company": "Example Ltd",
                     *       "phone": null,
                     *       "firstSeen": 1593108590,
                     *       "lastSeen": 1593108626,
                     *       "location": {
                     *         "regionCode": null,
                     *         "countryCode": "PT",
                     *         "city": "Porto"
                     *       },
                     *       "device": null,
                     *       "unsubscribed": false,
                     *       "blocked": false,
                     *       "source": null,
                     *       "referer": "https://example.com/",
                     *       "lastPage": "https://example.com/prices",
                     *       "locale": "pt",
                     *       "notes": null,
                     *       "createdFrom": null,
                     *       "integrationId": null,
                     *       "tags": [
                     *         {
                     *           "name": "trial",
                     *           "color": "#c377e0"
                     *         }
                     *       ],
                     *       "customData": {
                     *         "plan": "gold",
                     *         "seats": 5
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    searchCustomers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "filter": [
                 *         {
                 *           "field": "customers.email",
                 *           "operator": "~",
                 *           "value": "@example.com"
                 *         }
                 *       ],
                 *       "sort": "customers.lastSeen"
                 *     }
                 */
                "application/json": components["schemas"]["CustomerSearch"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 1,
                     *           "name": "mateus",
                     *           "email": "mateus@example.com",
                     *           "userId": null,
                     *           "company": "Example Ltd",
                     *           "phone": null,
                     *           "firstSeen": 1593108590,
                     *           "lastSeen": 1593108626,
                     *           "location": {
                     *             "regionCode": null,
                     *             "countryCode": "PT",
                     *             "city": "Porto"
                     *           },
                     *           "device": null,
                     *           "unsubscribed": false,
                     *           "blocked": false,
                     *           "source": null,
                     *           "referer": "https://example.com/",
                     *           "lastPage": "https://example.com/prices",
                     *           "locale": "pt",
                     *           "notes": null,
                     *           "createdFrom": null,
                     *           "integrationId": null,
                     *           "tags": [
                     *             {
                     *               "name": "trial",
                     *               "color": "#c377e0"
                     *             }
                     *           ],
                     *           "customData": {
                     *             "plan": "gold",
                     *             "seats": 5
                     *           }
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "meta": {
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["CustomerPage"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Tags of answers that the client has already, separated by commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description The customer's id. */
                id: components["parameters"]["customerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "mateus",
                     *       "email": "mateus@example.com",
                     *       "userId": null,
                     *       "company": "Example Ltd",
                     *       "phone": null,
                     *       "firstSeen": 1593108590,
                     *       "lastSeen": 1593108626,
                     *       "location": {
                     *         "regionCode": null,
                     *         "countryCode": "PT",
                     *         "city": "Porto"
                     *       },
                     *       "device": null,
                     *       "unsubscribed": false,
                     *       "blocked": false,
                     *       "source": null,
                     *       "referer": "https://example.com/",
                     *       "lastPage": "https://example.com/prices",
                     *       "locale": "pt",
                     *       "notes": null,
                     *       "createdFrom": null,
                     *       "integrationId": null,
                     *       "tags": [
                     *         {
                     *           "name": "trial",
                     *           "color": "#c377e0"
                     *         }
                     *       ],
                     *       "customData": {
                     *         "plan": "gold",
                     *         "seats": 5
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description Nothing changed since the answer with that tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The customer's id. */
                id: components["parameters"]["customerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Ok */
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag that the object's `GET` or its last change gave, several separated by commas, or `*`. If none is the object's present tag, nothing is changed. `W/` at the beginning of a tag is ignored. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The customer's id. */
                id: components["parameters"]["customerId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "blocked": true,
                 *       "notes": "Asks for refunds."
                 *     }
                 */
                "application/json": components["schemas"]["CustomerIn"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "mateus",
                     *       "email": "mateus@example.com",
                     *       "userId": null,
                     *       "company": "Example Ltd",
                     *       "phone": null,
                     *       "firstSeen": 1593108590,
                     *       "lastSeen": 1593108626,
                     *       "location": {
                     *         "regionCode": null,
                     *         "countryCode": "PT",
                     *         "city": "Porto"
                     *       },
                     *       "device": null,
                     *       "unsubscribed": false,
                     *       "blocked": false,
                     *       "source": null,
                     *       "referer": "https://example.com/",
                     *       "lastPage": "https://example.com/prices",
                     *       "locale": "pt",
                     *       "notes": null,
                     *       "createdFrom": null,
                     *       "integrationId": null,
                     *       "tags": [
                     *         {
                     *           "name": "trial",
                     *           "color": "#c377e0"
                     *         }
                     *       ],
                     *       "customData": {
                     *         "plan": "gold",
                     *         "seats": 5
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description The object has changed and `If-Match` does not match: get it again. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listCustomerEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The customer's id. */
                id: components["parameters"]["customerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 1,
                     *           "name": "order placed",
                     *           "data": {
                     *             "order": 1042,
                     *             "total": 59.9
                     *           },
                     *           "createdAt": 1593151200,
                     *           "customer": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CustomerEvents"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    mergeCustomers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The customer's id. */
                id: components["parameters"]["customerId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "from": 2
                 *     }
                 */
                "application/json": components["schemas"]["MergeIn"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "mateus",
                     *       "email": "mateus@example.com",
                     *       "userId": null,
                     *       "company": "Example Ltd",
                     *       "phone": null,
                     *       "firstSeen": 1593108590,
                     *       "lastSeen": 1593108626,
                     *       "location": {
                     *         "regionCode": null,
                     *         "countryCode": "PT",
                     *         "city": "Porto"
                     *       },
                     *       "device": null,
                     *       "unsubscribed": false,
                     *       "blocked": false,
                     *       "source": null,
                     *       "referer": "https://example.com/",
                     *       "lastPage": "https://example.com/prices",
                     *       "locale": "pt",
                     *       "notes": null,
                     *       "createdFrom": null,
                     *       "integrationId": null,
                     *       "tags": [
                     *         {
                     *           "name": "trial",
                     *           "color": "#c377e0"
                     *         }
                     *       ],
                     *       "customData": {
                     *         "plan": "gold",
                     *         "seats": 5
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description It conflicts with the present state; the code says why. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDepartmentsOfTeam: {
        parameters: {
            query?: {
                /** @description The most items on a page. */
                limit?: components["parameters"]["limit"];
                /** @description How many items to skip; 0 by default. */
                offset?: components["parameters"]["offset"];
                /** @description Where to continue, instead of `offset` (not both): empty for the first page, then `meta.next` of the page before, with the same sort and order, until that is null. Items inserted or deleted meanwhile do not disturb the rest; items that moved meanwhile may come again at the end. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: {
                /** @description Tags of answers that the client has already, separated by commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 1,
                     *           "name": "Sales",
                     *           "agents": [
                     *             {
                     *               "id": 1,
                     *               "name": "Lisa Rodes",
                     *               "email": "lisa.rodes@company.com",
                     *               "role": "admin"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "meta": {
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["DepartmentPage"];
                };
            };
            /** @description Nothing changed since the answer with that tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    addDepartment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Support",
                 *       "agents": [
                 *         1
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["NewDepartment"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "Sales",
                     *       "agents": [
                     *         {
                     *           "id": 1,
                     *           "name": "Lisa Rodes",
                     *           "email": "lisa.rodes@company.com",
                     *           "role": "admin"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Department"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteDepartment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The department's id. */
                id: components["parameters"]["departmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Ok */
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateDepartment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The department's id. */
                id: components["parameters"]["departmentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "agents": [
                 *         1
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["DepartmentEdit"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "Sales",
                     *       "agents": [
                     *         {
                     *           "id": 1,
                     *           "name": "Lisa Rodes",
                     *           "email": "lisa.rodes@company.com",
                     *           "role": "admin"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Department"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDepartmentSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description Tags of answers that the client has already, separated by commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description The department's id. */
                id: components["parameters"]["departmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "replyTargetSeconds": 300,
                     *       "hours": null
                     *     }
                     */
                    "application/json": components["schemas"]["DepartmentSettings"];
                };
            };
            /** @description Nothing changed since the answer with that tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateDepartmentSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag that the object's `GET` or its last change gave, several separated by commas, or `*`. If none is the object's present tag, nothing is changed. `W/` at the beginning of a tag is ignored. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The department's id. */
                id: components["parameters"]["departmentId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "replyTargetSeconds": 300,
                 *       "hours": null
                 *     }
                 */
                "application/json": components["schemas"]["DepartmentSettingsEdit"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "replyTargetSeconds": 300,
                     *       "hours": null
                     *     }
                     */
                    "application/json": components["schemas"]["DepartmentSettings"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description The object has changed and `If-Match` does not match: get it again. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createFile: {
        parameters: {
            query?: {
                /** @description The name of the file. Folders and invisible characters are removed. */
                name?: components["parameters"]["fileName"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example Hello */
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "photo.png",
                     *       "type": "image/png",
                     *       "bytes": 48231,
                     *       "sha256": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                     *       "width": 1280,
                     *       "height": 720,
                     *       "chat": 1,
                     *       "createdAt": 1593108596,
                     *       "url": "/files/1-1/1593112500/5u5h0jXAOW29KixuzHRzUqh9mI3JATUOQ0ZtE0BKLSk/photo.png",
                     *       "urlExpiresAt": 1593112500
                     *     }
                     */
                    "application/json": components["schemas"]["File"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description Refused. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            /** @description Refused. */
            501: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            503: components["responses"]["Unavailable"];
            /** @description Refused. */
            507: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
        };
    };
    getFile: {
        parameters: {
            query?: never;
            header?: {
                /** @description Tags of answers that the client has already, separated by commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description The file's id. */
                id: components["parameters"]["fileId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "photo.png",
                     *       "type": "image/png",
                     *       "bytes": 48231,
                     *       "sha256": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                     *       "width": 1280,
                     *       "height": 720,
                     *       "chat": 1,
                     *       "createdAt": 1593108596,
                     *       "url": "/files/1-1/1593112500/5u5h0jXAOW29KixuzHRzUqh9mI3JATUOQ0ZtE0BKLSk/photo.png",
                     *       "urlExpiresAt": 1593112500
                     *     }
                     */
                    "application/json": components["schemas"]["File"];
                };
            };
            /** @description Nothing changed since the answer with that tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "dbl_1f6c1a3ea1b04a1c8f0ad47e1c0c5b0b",
                 *       "login": "lisa@company.com",
                 *       "password": "seven green bottles"
                 *     }
                 */
                "application/json": components["schemas"]["Acceptance"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Ok */
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description It conflicts with the present state; the code says why. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description These changes are no longer kept, or the number belongs to another history: read everything again. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description Too many requests or attempts; the code says of which kind. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    lookAtInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "dbl_1f6c1a3ea1b04a1c8f0ad47e1c0c5b0b"
                 *     }
                 */
                "application/json": components["schemas"]["LinkIn"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "Lisa Rodes",
                     *       "role": "admin",
                     *       "login": null,
                     *       "email": "lisa.rodes@company.com"
                     *     }
                     */
                    "application/json": components["schemas"]["Invited"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description These changes are no longer kept, or the number belongs to another history: read everything again. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description Too many requests or attempts; the code says of which kind. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description Tags of answers that the client has already, separated by commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 1,
                     *           "name": "shop",
                     *           "scope": "full",
                     *           "createdAt": 1593151232,
                     *           "revokedAt": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Keys"];
                };
            };
            /** @description Nothing changed since the answer with that tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    makeKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "shop",
                 *       "scope": "read"
                 *     }
                 */
                "application/json": components["schemas"]["NewKeyIn"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 2,
                     *       "key": "dbk_5f0cpwA7",
                     *       "name": "shop",
                     *       "scope": "read"
                     *     }
                     */
                    "application/json": components["schemas"]["NewKey"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The key's id. */
                id: components["parameters"]["keyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Ok */
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listChats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "view": "mine",
                 *       "sort": "waiting",
                 *       "at": {
                 *         "offset": 0
                 *       },
                 *       "limit": 50,
                 *       "counts": [
                 *         "unassigned",
                 *         "all",
                 *         {
                 *           "department": 1
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["WindowIn"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "seq": 4711,
                     *       "total": 1,
                     *       "offset": 0,
                     *       "rows": [
                     *         {
                     *           "id": 1,
                     *           "status": "on hold",
                     *           "assignee": 1,
                     *           "department": null,
                     *           "unread": false,
                     *           "waitingSince": null,
                     *           "lastMessageAt": 1593151172,
                     *           "createdAt": 1593108596,
                     *           "snoozedUntil": null,
                     *           "rating": null,
                     *           "customer": {
                     *             "id": 1,
                     *             "name": "mateus",
                     *             "email": "mateus@example.com",
                     *             "userId": null
                     *           },
                     *           "tags": [
                     *             {
                     *               "name": "trial",
                     *               "color": "#c377e0"
                     *             }
                     *           ],
                     *           "draft": "others",
                     *           "lastMessageAgent": 1,
                     *           "preview": "Can we hop on a quick call this week?"
                     *         }
                     *       ],
                     *       "counts": [
                     *         0,
                     *         1,
                     *         1
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Window"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description Tags of answers that the client has already, separated by commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent": {
                     *         "id": 1,
                     *         "name": "Lisa Rodes",
                     *         "email": "lisa.rodes@company.com",
                     *         "role": "admin"
                     *       },
                     *       "organization": {
                     *         "id": 1,
                     *         "domain": "company.com"
                     *       },
                     *       "login": "lisa@company.com",
                     *       "secondFactor": false,
                     *       "session": 7,
                     *       "rights": [
                     *         "messages",
                     *         "chats",
                     *         "customers"
                     *       ],
                     *       "departments": [
                     *         1
                     *       ],
                     *       "seesAllChats": true,
                     *       "team": {
                     *         "agents": [
                     *           {
                     *             "id": 1,
                     *             "name": "Lisa Rodes",
                     *             "email": "lisa.rodes@company.com",
                     *             "role": "admin"
                     *           }
                     *         ],
                     *         "departments": [
                     *           {
                     *             "id": 1,
                     *             "name": "Sales",
                     *             "agents": [
                     *               {
                     *                 "id": 1,
                     *                 "name": "Lisa Rodes",
                     *                 "email": "lisa.rodes@company.com",
                     *                 "role": "admin"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "applications": [
                     *           {
                     *             "id": 1,
                     *             "name": "company.com",
                     *             "displayName": null,
                     *             "type": "web",
                     *             "active": true
                     *           }
                     *         ],
                     *         "tags": [
                     *           {
                     *             "name": "trial",
                     *             "color": "#c377e0"
                     *           }
                     *         ]
                     *       },
                     *       "canned": [
                     *         {
                     *           "id": 1,
                     *           "agent": null,
                     *           "changedAt": 1593151172,
                     *           "shortcut": "thanks",
                     *           "text": "Thank you!"
                     *         }
                     *       ],
                     *       "views": [],
                     *       "settings": {
                     *         "zone": "Europe/Berlin",
                     *         "replyTargetSeconds": 600,
                     *         "hours": null
                     *       },
                     *       "replyTargets": [
                     *         {
                     *           "department": 1,
                     *           "seconds": 300
                     *         }
                     *       ],
                     *       "seq": 4711
                     *     }
                     */
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Nothing changed since the answer with that tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Lisa Rodes"
                 *     }
                 */
                "application/json": components["schemas"]["OwnEdit"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "Lisa Rodes",
                     *       "email": "lisa.rodes@company.com",
                     *       "role": "admin",
                     *       "login": "lisa@company.com",
                     *       "secondFactor": false,
                     *       "active": true
                     *     }
                     */
                    "application/json": components["schemas"]["StaffMember"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current": "seven green bottles",
                 *       "password": "eight blue bicycles"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Ok */
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description Too many requests or attempts; the code says of which kind. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    renewRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "codes": [
                     *         "abcd-efgh-ijkl-mnop",
                     *         "qrst-uvwx-yz23-4567"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description It conflicts with the present state; the code says why. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    confirmSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "287082"
                 *     }
                 */
                "application/json": components["schemas"]["Code"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "codes": [
                     *         "abcd-efgh-ijkl-mnop",
                     *         "qrst-uvwx-yz23-4567"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description It conflicts with the present state; the code says why. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description Too many requests or attempts; the code says of which kind. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    beginSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secret": "GEZDGNBVGY3TQOJQ",
                     *       "address": "otpauth://totp/Deskbell:lisa?secret=GEZDGNBVGY3TQOJQ&issuer=Deskbell"
                     *     }
                     */
                    "application/json": components["schemas"]["SecondFactor"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Ok */
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOpening: {
        parameters: {
            query?: {
                /** @description Only this department. */
                department?: components["parameters"]["department"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "open": false,
                     *       "next": 1800001000
                     *     }
                     */
                    "application/json": components["schemas"]["Opening"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getReport: {
        parameters: {
            query?: {
                /** @description What each row of the report is about; `day` by default. */
                by?: components["parameters"]["reportBy"];
                /** @description The first day; six days before the last by default. */
                from?: components["parameters"]["from"];
                /** @description The last day; today by default. */
                to?: components["parameters"]["to"];
                /** @description Only this agent. */
                agent?: components["parameters"]["agent"];
                /** @description Only this department. */
                department?: components["parameters"]["department"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "by": "day",
                     *       "from": "2026-11-27",
                     *       "to": "2026-11-27",
                     *       "zone": "Europe/Berlin",
                     *       "asOf": 1795791600,
                     *       "complete": true,
                     *       "targetSeconds": 600,
                     *       "rows": [
                     *         {
                     *           "day": "2026-11-27",
                     *           "weekday": null,
                     *           "hour": null,
                     *           "id": null,
                     *           "name": null,
                     *           "new": 231,
                     *           "closed": 219,
                     *           "messages": 1804,
                     *           "repliedTo": 204,
                     *           "firstReply": {
                     *             "count": 198,
                     *             "median": 202,
                     *             "p90": 710,
                     *             "mean": 290,
                     *             "withinTarget": 172
                     *           },
                     *           "resolution": {
                     *             "count": 219,
                     *             "median": 5400,
                     *             "p90": 90000,
                     *             "mean": 22000,
                     *             "withinTarget": null
                     *           },
                     *           "ratings": {
                     *             "count": 61,
                     *             "perfect": 40,
                     *             "great": 15,
                     *             "average": 3,
                     *             "poor": 2,
                     *             "veryPoor": 1
                     *           }
                     *         }
                     *       ],
                     *       "total": {
                     *         "day": null,
                     *         "weekday": null,
                     *         "hour": null,
                     *         "id": null,
                     *         "name": null,
                     *         "new": 231,
                     *         "closed": 219,
                     *         "messages": 1804,
                     *         "repliedTo": 204,
                     *         "firstReply": {
                     *           "count": 198,
                     *           "median": 202,
                     *           "p90": 710,
                     *           "mean": 290,
                     *           "withinTarget": 172
                     *         },
                     *         "resolution": {
                     *           "count": 219,
                     *           "median": 5400,
                     *           "p90": 90000,
                     *           "mean": 22000,
                     *           "withinTarget": null
                     *         },
                     *         "ratings": {
                     *           "count": 61,
                     *           "perfect": 40,
                     *           "great": 15,
                     *           "average": 3,
                     *           "poor": 2,
                     *           "veryPoor": 1
                     *         }
                     *       },
                     *       "firstReplyTimes": [
                     *         {
                     *           "from": 0,
                     *           "to": 60,
                     *           "count": 33
                     *         },
                     *         {
                     *           "from": 60,
                     *           "to": 120,
                     *           "count": 44
                     *         },
                     *         {
                     *           "from": 120,
                     *           "to": 300,
                     *           "count": 63
                     *         },
                     *         {
                     *           "from": 300,
                     *           "to": 600,
                     *           "count": 32
                     *         },
                     *         {
                     *           "from": 600,
                     *           "to": 1800,
                     *           "count": 18
                     *         },
                     *         {
                     *           "from": 1800,
                     *           "to": 3600,
                     *           "count": 5
                     *         },
                     *         {
                     *           "from": 3600,
                     *           "to": null,
                     *           "count": 3
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getReportCsv: {
        parameters: {
            query?: {
                /** @description What each row of the report is about; `day` by default. */
                by?: components["parameters"]["reportBy"];
                /** @description The first day; six days before the last by default. */
                from?: components["parameters"]["from"];
                /** @description The last day; today by default. */
                to?: components["parameters"]["to"];
                /** @description Only this agent. */
                agent?: components["parameters"]["agent"];
                /** @description Only this department. */
                department?: components["parameters"]["department"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example day,new
                     *     2026-11-27,231
                     */
                    "text/csv": string;
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listRules: {
        parameters: {
            query?: never;
            header?: {
                /** @description Tags of answers that the client has already, separated by commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 5,
                     *           "agent": null,
                     *           "changedAt": 1800000000,
                     *           "name": "Checkout",
                     *           "enabled": true,
                     *           "message": "Is anything unclear?",
                     *           "speaker": null,
                     *           "pages": [
                     *             "https://shop.example/checkout*"
                     *           ],
                     *           "seconds": 30,
                     *           "visits": 0,
                     *           "locales": []
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Rules"];
                };
            };
            /** @description Nothing changed since the answer with that tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createRule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Checkout",
                 *       "message": "Is anything unclear?",
                 *       "seconds": 30,
                 *       "pages": [
                 *         "https://shop.example/checkout*"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["NewRule"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 5,
                     *       "agent": null,
                     *       "changedAt": 1800000000,
                     *       "name": "Checkout",
                     *       "enabled": true,
                     *       "message": "Is anything unclear?",
                     *       "speaker": null,
                     *       "pages": [
                     *         "https://shop.example/checkout*"
                     *       ],
                     *       "seconds": 30,
                     *       "visits": 0,
                     *       "locales": []
                     *     }
                     */
                    "application/json": components["schemas"]["Rule"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag that the object's `GET` or its last change gave, several separated by commas, or `*`. If none is the object's present tag, nothing is changed. `W/` at the beginning of a tag is ignored. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the object. */
                id: components["parameters"]["settingId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Ok */
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The object has changed and `If-Match` does not match: get it again. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag that the object's `GET` or its last change gave, several separated by commas, or `*`. If none is the object's present tag, nothing is changed. `W/` at the beginning of a tag is ignored. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the object. */
                id: components["parameters"]["settingId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "enabled": false
                 *     }
                 */
                "application/json": components["schemas"]["RuleEdit"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 5,
                     *       "agent": null,
                     *       "changedAt": 1800000000,
                     *       "name": "Checkout",
                     *       "enabled": true,
                     *       "message": "Is anything unclear?",
                     *       "speaker": null,
                     *       "pages": [
                     *         "https://shop.example/checkout*"
                     *       ],
                     *       "seconds": 30,
                     *       "visits": 0,
                     *       "locales": []
                     *     }
                     */
                    "application/json": components["schemas"]["Rule"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description The object has changed and `If-Match` does not match: get it again. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    search: {
        parameters: {
            query: {
                /** @description The text to find. */
                q: components["parameters"]["q"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "customers": {
                     *         "data": [
                     *           {
                     *             "id": 1,
                     *             "name": "mateus",
                     *             "email": "mateus@example.com",
                     *             "userId": null,
                     *             "company": "Example Ltd",
                     *             "phone": null,
                     *             "firstSeen": 1593108590,
                     *             "lastSeen": 1593108626,
                     *             "location": {
                     *               "regionCode": null,
                     *               "countryCode": "PT",
                     *               "city": "Porto"
                     *             },
                     *             "device": null,
                     *             "unsubscribed": false,
                     *             "blocked": false,
                     *             "source": null,
                     *             "referer": "https://example.com/",
                     *             "lastPage": "https://example.com/prices",
                     *             "locale": "pt",
                     *             "notes": null,
                     *             "createdFrom": null,
                     *             "integrationId": null,
                     *             "tags": [
                     *               {
                     *                 "name": "trial",
                     *                 "color": "#c377e0"
                     *               }
                     *             ],
                     *             "customData": {
                     *               "plan": "gold",
                     *               "seats": 5
                     *             }
                     *           }
                     *         ],
                     *         "total": 1,
                     *         "meta": {
                     *           "total": 1
                     *         }
                     *       },
                     *       "chats": {
                     *         "seq": 4711,
                     *         "total": 1,
                     *         "offset": 0,
                     *         "rows": [
                     *           {
                     *             "id": 1,
                     *             "status": "on hold",
                     *             "assignee": 1,
                     *             "department": null,
                     *             "unread": false,
                     *             "waitingSince": null,
                     *             "lastMessageAt": 1593151172,
                     *             "createdAt": 1593108596,
                     *             "snoozedUntil": null,
                     *             "rating": null,
                     *             "customer": {
                     *               "id": 1,
                     *               "name": "mateus",
                     *               "email": "mateus@example.com",
                     *               "userId": null
                     *             },
                     *             "tags": [
                     *               {
                     *                 "name": "trial",
                     *                 "color": "#c377e0"
                     *               }
                     *             ],
                     *             "draft": "others",
                     *             "lastMessageAgent": 1,
                     *             "preview": "Can we hop on a quick call this week?"
                     *           }
                     *         ],
                     *         "counts": []
                     *       },
                     *       "chat": null
                     *     }
                     */
                    "application/json": components["schemas"]["SearchAnswer"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "login": "lisa@company.com",
                 *       "password": "seven green bottles"
                 *     }
                 */
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secondFactor": false
                     *     }
                     */
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description Too many requests or attempts; the code says of which kind. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Ok */
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    confirmPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "seven green bottles"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordIn"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Ok */
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description Too many requests or attempts; the code says of which kind. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    giveCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "287082"
                 *     }
                 */
                "application/json": components["schemas"]["Code"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secondFactor": false
                     *     }
                     */
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description Too many requests or attempts; the code says of which kind. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Tags of answers that the client has already, separated by commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 7,
                     *           "device": "Mozilla/5.0",
                     *           "address": "192.0.2.1",
                     *           "createdAt": 1593151232,
                     *           "lastUsedAt": 1593151292,
                     *           "current": true
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Sessions"];
                };
            };
            /** @description Nothing changed since the answer with that tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    endOtherSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Ok */
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's id. */
                id: components["parameters"]["sessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Ok */
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description Tags of answers that the client has already, separated by commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "zone": "Europe/Berlin",
                     *       "replyTargetSeconds": 600,
                     *       "hours": {
                     *         "zone": "Europe/Berlin",
                     *         "week": {
                     *           "monday": [
                     *             {
                     *               "from": "09:00",
                     *               "to": "12:30"
                     *             },
                     *             {
                     *               "from": "13:00",
                     *               "to": "17:00"
                     *             }
                     *           ],
                     *           "tuesday": [
                     *             {
                     *               "from": "09:00",
                     *               "to": "12:30"
                     *             },
                     *             {
                     *               "from": "13:00",
                     *               "to": "17:00"
                     *             }
                     *           ],
                     *           "wednesday": [
                     *             {
                     *               "from": "09:00",
                     *               "to": "12:30"
                     *             },
                     *             {
                     *               "from": "13:00",
                     *               "to": "17:00"
                     *             }
                     *           ],
                     *           "thursday": [
                     *             {
                     *               "from": "09:00",
                     *               "to": "12:30"
                     *             },
                     *             {
                     *               "from": "13:00",
                     *               "to": "17:00"
                     *             }
                     *           ],
                     *           "friday": [
                     *             {
                     *               "from": "09:00",
                     *               "to": "12:30"
                     *             },
                     *             {
                     *               "from": "13:00",
                     *               "to": "17:00"
                     *             }
                     *           ],
                     *           "saturday": [],
                     *           "sunday": []
                     *         },
                     *         "holidays": [
                     *           {
                     *             "date": "2026-12-25",
                     *             "name": "Christmas",
                     *             "open": []
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["OrganizationSettings"];
                };
            };
            /** @description Nothing changed since the answer with that tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag that the object's `GET` or its last change gave, several separated by commas, or `*`. If none is the object's present tag, nothing is changed. `W/` at the beginning of a tag is ignored. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "zone": "Europe/Berlin",
                 *       "replyTargetSeconds": 600,
                 *       "hours": {
                 *         "zone": "Europe/Berlin",
                 *         "week": {
                 *           "monday": [
                 *             {
                 *               "from": "09:00",
                 *               "to": "12:30"
                 *             },
                 *             {
                 *               "from": "13:00",
                 *               "to": "17:00"
                 *             }
                 *           ],
                 *           "tuesday": [
                 *             {
                 *               "from": "09:00",
                 *               "to": "12:30"
                 *             },
                 *             {
                 *               "from": "13:00",
                 *               "to": "17:00"
                 *             }
                 *           ],
                 *           "wednesday": [
                 *             {
                 *               "from": "09:00",
                 *               "to": "12:30"
                 *             },
                 *             {
                 *               "from": "13:00",
                 *               "to": "17:00"
                 *             }
                 *           ],
                 *           "thursday": [
                 *             {
                 *               "from": "09:00",
                 *               "to": "12:30"
                 *             },
                 *             {
                 *               "from": "13:00",
                 *               "to": "17:00"
                 *             }
                 *           ],
                 *           "friday": [
                 *             {
                 *               "from": "09:00",
                 *               "to": "12:30"
                 *             },
                 *             {
                 *               "from": "13:00",
                 *               "to": "17:00"
                 *             }
                 *           ],
                 *           "saturday": [],
                 *           "sunday": []
                 *         },
                 *         "holidays": [
                 *           {
                 *             "date": "2026-12-25",
                 *             "name": "Christmas",
                 *             "open": []
                 *           }
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["OrganizationSettingsEdit"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "zone": "Europe/Berlin",
                     *       "replyTargetSeconds": 600,
                     *       "hours": {
                     *         "zone": "Europe/Berlin",
                     *         "week": {
                     *           "monday": [
                     *             {
                     *               "from": "09:00",
                     *               "to": "12:30"
                     *             },
                     *             {
                     *               "from": "13:00",
                     *               "to": "17:00"
                     *             }
                     *           ],
                     *           "tuesday": [
                     *             {
                     *               "from": "09:00",
                     *               "to": "12:30"
                     *             },
                     *             {
                     *               "from": "13:00",
                     *               "to": "17:00"
                     *             }
                     *           ],
                     *           "wednesday": [
                     *             {
                     *               "from": "09:00",
                     *               "to": "12:30"
                     *             },
                     *             {
                     *               "from": "13:00",
                     *               "to": "17:00"
                     *             }
                     *           ],
                     *           "thursday": [
                     *             {
                     *               "from": "09:00",
                     *               "to": "12:30"
                     *             },
                     *             {
                     *               "from": "13:00",
                     *               "to": "17:00"
                     *             }
                     *           ],
                     *           "friday": [
                     *             {
                     *               "from": "09:00",
                     *               "to": "12:30"
                     *             },
                     *             {
                     *               "from": "13:00",
                     *               "to": "17:00"
                     *             }
                     *           ],
                     *           "saturday": [],
                     *           "sunday": []
                     *         },
                     *         "holidays": [
                     *           {
                     *             "date": "2026-12-25",
                     *             "name": "Christmas",
                     *             "open": []
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["OrganizationSettings"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description The object has changed and `If-Match` does not match: get it again. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listViews: {
        parameters: {
            query?: never;
            header?: {
                /** @description Tags of answers that the client has already, separated by commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 3,
                     *           "agent": null,
                     *           "changedAt": 1800000000,
                     *           "name": "Waiting for sales",
                     *           "filter": {
                     *             "waiting": true,
                     *             "department": 4
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SavedViews"];
                };
            };
            /** @description Nothing changed since the answer with that tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createView: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Late",
                 *       "filter": {
                 *         "waiting": true
                 *       },
                 *       "shared": false
                 *     }
                 */
                "application/json": components["schemas"]["NewSavedView"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 3,
                     *       "agent": null,
                     *       "changedAt": 1800000000,
                     *       "name": "Waiting for sales",
                     *       "filter": {
                     *         "waiting": true,
                     *         "department": 4
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description It conflicts with the present state; the code says why. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteView: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag that the object's `GET` or its last change gave, several separated by commas, or `*`. If none is the object's present tag, nothing is changed. `W/` at the beginning of a tag is ignored. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the object. */
                id: components["parameters"]["settingId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Ok */
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The object has changed and `If-Match` does not match: get it again. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateView: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag that the object's `GET` or its last change gave, several separated by commas, or `*`. If none is the object's present tag, nothing is changed. `W/` at the beginning of a tag is ignored. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The id of the object. */
                id: components["parameters"]["settingId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "Late ones"
                 *     }
                 */
                "application/json": components["schemas"]["SavedViewEdit"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 3,
                     *       "agent": null,
                     *       "changedAt": 1800000000,
                     *       "name": "Waiting for sales",
                     *       "filter": {
                     *         "waiting": true,
                     *         "department": 4
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description It conflicts with the present state; the code says why. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The object has changed and `If-Match` does not match: get it again. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description The most items on a page. */
                limit?: components["parameters"]["limit"];
                /** @description How many items to skip; 0 by default. */
                offset?: components["parameters"]["offset"];
                /** @description Where to continue, instead of `offset` (not both): empty for the first page, then `meta.next` of the page before, with the same sort and order, until that is null. Items inserted or deleted meanwhile do not disturb the rest; items that moved meanwhile may come again at the end. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: {
                /** @description Tags of answers that the client has already, separated by commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 3,
                     *           "url": "https://hooks.example.com/deskbell",
                     *           "events": [
                     *             "chat.new",
                     *             "chat.closed"
                     *           ],
                     *           "enabled": true,
                     *           "createdAt": 1800000000,
                     *           "headers": {
                     *             "X-Deskbell": "***"
                     *           }
                     *         }
                     *       ],
                     *       "meta": {
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookPage"];
                };
            };
            /** @description Nothing changed since the answer with that tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://hooks.example.com/deskbell",
                 *       "events": [
                 *         "chat.new",
                 *         "chat.closed"
                 *       ],
                 *       "headers": {
                 *         "X-Deskbell": "a secret of yours"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["NewWebhook"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 3,
                     *       "url": "https://hooks.example.com/deskbell",
                     *       "events": [
                     *         "chat.new",
                     *         "chat.closed"
                     *       ],
                     *       "enabled": true,
                     *       "createdAt": 1800000000,
                     *       "headers": {
                     *         "X-Deskbell": "***"
                     *       },
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag that the object's `GET` or its last change gave, several separated by commas, or `*`. If none is the object's present tag, nothing is changed. `W/` at the beginning of a tag is ignored. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The webhook's id. */
                id: components["parameters"]["webhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Ok */
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The object has changed and `If-Match` does not match: get it again. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag that the object's `GET` or its last change gave, several separated by commas, or `*`. If none is the object's present tag, nothing is changed. `W/` at the beginning of a tag is ignored. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The webhook's id. */
                id: components["parameters"]["webhookId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "enabled": false
                 *     }
                 */
                "application/json": components["schemas"]["WebhookEdit"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 3,
                     *       "url": "https://hooks.example.com/deskbell",
                     *       "events": [
                     *         "chat.new",
                     *         "chat.closed"
                     *       ],
                     *       "enabled": true,
                     *       "createdAt": 1800000000,
                     *       "headers": {
                     *         "X-Deskbell": "***"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description The object has changed and `If-Match` does not match: get it again. */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description The most items on a page. */
                limit?: components["parameters"]["limit"];
                /** @description How many items to skip; 0 by default. */
                offset?: components["parameters"]["offset"];
                /** @description Where to continue, instead of `offset` (not both): empty for the first page, then `meta.next` of the page before, with the same sort and order, until that is null. Items inserted or deleted meanwhile do not disturb the rest; items that moved meanwhile may come again at the end. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: {
                /** @description Tags of answers that the client has already, separated by commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description The webhook's id. */
                id: components["parameters"]["webhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": 1,
                     *           "eventId": "2c1a6f0e-8f4b-5c0d-9e7a-3b5d1f2a4c6e",
                     *           "event": "chat.closed",
                     *           "seq": 42,
                     *           "state": "delivered",
                     *           "attempts": 1,
                     *           "createdAt": 1593151172,
                     *           "lastAttemptAt": "1593151172.369",
                     *           "nextAttemptAt": null,
                     *           "durationMs": 48,
                     *           "error": null,
                     *           "request": {
                     *             "event": "chat.closed",
                     *             "eventData": {
                     *               "chat_id": 1,
                     *               "chatId": 1,
                     *               "communicatedAgents": [
                     *                 1
                     *               ],
                     *               "customer": {
                     *                 "id": 1,
                     *                 "name": "mateus",
                     *                 "email": "mateus@example.com",
                     *                 "userId": null
                     *               },
                     *               "assignee": {
                     *                 "id": 1,
                     *                 "name": "Lisa Rodes",
                     *                 "email": "lisa.rodes@company.com",
                     *                 "role": "admin"
                     *               },
                     *               "closedBy": "agent",
                     *               "status": "closed",
                     *               "createdAt": "1593108596.000",
                     *               "closedAt": "1593151172.000",
                     *               "snoozedUntil": null,
                     *               "rating": null,
                     *               "applicationId": 1,
                     *               "department": {
                     *                 "id": 1,
                     *                 "name": "Sales"
                     *               }
                     *             },
                     *             "attempts": 0,
                     *             "lastAttemptAt": 1593151172,
                     *             "createdAt": 1593151172,
                     *             "id": "2c1a6f0e-8f4b-5c0d-9e7a-3b5d1f2a4c6e"
                     *           },
                     *           "response": {
                     *             "status": 204,
                     *             "body": ""
                     *           }
                     *         }
                     *       ],
                     *       "meta": {
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            /** @description Nothing changed since the answer with that tag. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The webhook's id. */
                id: components["parameters"]["webhookId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "since": 0
                 *     }
                 */
                "application/json": components["schemas"]["Replay"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Ok */
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description These changes are no longer kept, or the number belongs to another history: read everything again. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The webhook's id. */
                id: components["parameters"]["webhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 3,
                     *       "url": "https://hooks.example.com/deskbell",
                     *       "events": [
                     *         "chat.new",
                     *         "chat.closed"
                     *       ],
                     *       "enabled": true,
                     *       "createdAt": 1800000000,
                     *       "headers": {
                     *         "X-Deskbell": "***"
                     *       },
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The webhook's id. */
                id: components["parameters"]["webhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example Ok */
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description Refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    openSocket: {
        parameters: {
            query?: {
                /** @description Only changes after this number. */
                after?: components["parameters"]["after"];
                /** @description The history to which the number `after` belongs: `meta.history` of an earlier answer. If the database now has another history, the answer is 410. */
                history?: components["parameters"]["history"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A WebSocket (RFC 6455). Each text message has a `kind`: `chats` (rows of chats that changed), `message.created` and `message.updated` (with the files), `rating.commented` (what a customer said with a rating), `gone`, `typing`, `presence` (with `chat`: who looks at it), `event.created` (with `customer`), or the kind of a change, whose object is to be read again. */
            101: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid: `errors` has an item for each fault. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The credential is missing, unknown or expired. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description This caller may not do this. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description These changes are no longer kept, or the number belongs to another history: read everything again. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description The request does not ask for a WebSocket. */
            426: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description Too many requests or attempts; the code says of which kind. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
}
