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
         * @description What is left out stays. `active` false deactivates an agent: every session ends, and none begins. A new role ends the agent's sessions.
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
         * @description Makes a link by which the agent chooses a sign-in name and a password. It works once, for a day; a newer one takes its place.
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
         * @description Ends every session of the agent and makes a link by which the agent chooses a new password. The old one works until then, unless the agent is deactivated.
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
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
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
         * @description What is left out stays; a form is replaced as a whole.
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
         * @description Proofs that were made with the old one are refused from now on.
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
         * @description Without its secret. It is made when it is first asked for.
         */
        get: operations["getWidget"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an application's widget
         * @description What is left out stays. `appId` may be the one that pages have already.
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
         * @description Everybody's and one's own, by id.
         */
        get: operations["listCanned"];
        put?: never;
        /**
         * Add a canned response
         * @description One's own, or everybody's with `shared`, which supervisers may. There may be 500 of each.
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
         * @description A chat that you begin with a customer; it is yours unless it names somebody. It is `empty` until somebody writes in it.
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
         * @description Changes 1 to 100 chats in one transaction. Chats that are not there, or that you may not know of, are named in `missing`. Each item of `undo` is a body for this operation, which gives its chats the values from before.
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
         * @description The chat, its customer, its newest messages (50, fewer if they are long), other chats of the customer, and who has begun an answer, all of one moment.
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
         * @description Others see that you have begun an answer, and not its text. Sending a message deletes the draft; so does 30 days without a change. Of more than 200 drafts the oldest goes.
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
         * @description The newest first. Upward from an opened chat: `cursor` is its `next`.
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
         * @description The customer's chats, messages, files and events go with it.
         */
        delete: operations["deleteCustomer"];
        options?: never;
        head?: never;
        /**
         * Change some of a customer's fields
         * @description What is left out stays. `blocked` keeps the customer from writing.
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
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a department
         * @description What is left out stays. Agents who leave a department lose its chats at once.
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
        /** Get what holds for a department */
        get: operations["getDepartmentSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change what holds for a department
         * @description What is left out stays; what is null is as in the organization.
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
         * @description The body is the file itself, of a type that no form sends, such as `application/octet-stream`. A message of yours names it within 24 hours, otherwise it is removed.
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
         * @description With a link to its bytes. It is a file of yours, or one of a chat that you see.
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
         * @description The agent of the link gets this sign-in name and password, and every session of the agent ends. An agent with a name may leave it out. A link works once.
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
         * @description Whom a link is for. The token is what follows `#` in the link.
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
         * @description Within a second it works nowhere.
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
         * Look at a view
         * @description A part of a view, and the numbers of chats of other views, all of one moment. Chats that you may not know of are in none of them. A view has no snoozed chats and none of blocked customers, unless it asks for them.
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
        /** Get the agent who asks */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the own name */
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
         * Change the own password
         * @description 12 characters or more, none of the most common. Every other session ends.
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
         * @description They take the place of the old ones.
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
         * @description With its first code the second factor holds. Every other session of the agent ends.
         */
        put: operations["confirmSecondFactor"];
        /**
         * Begin a second factor
         * @description Gives a secret for an authenticator. It holds once its first code was given.
         */
        post: operations["beginSecondFactor"];
        /**
         * Remove the second factor
         * @description Every other session of the agent ends.
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
         * Whether it is open now
         * @description By the hours of the organization, or of a department.
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
         * @description What changed until now is counted first. A chat counts to its assignee, or to the agent who last wrote, and to its department. An agent sees the own work, a superviser everybody's.
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
         * @description By id, which is what a site's page names to send one.
         */
        get: operations["listRules"];
        put?: never;
        /**
         * Add a proactive rule
         * @description What is left out does not limit it. There may be 100.
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
         * @description Customers whose name, e-mail address, phone number or userId has the text, the last seen first, and their chats; the chat with this number, too. Customers are null for agents who may not list them.
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
         * @description The answer sets the session's cookie. An unknown name and a wrong password have one answer. After five failures of a name or an address the next try is due after a delay, which doubles each time.
         */
        post: operations["signIn"];
        /**
         * Sign out
         * @description The session ends, and the cookie goes.
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
         * @description Allows this session for ten minutes what needs a password that was given lately: keys, agents and the second factor. Signing in counts, too.
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
         * @description Completes a session that waits for the code of the second factor, within five minutes. A recovery code will do, once. Five wrong codes end the session. The answer sets a new cookie.
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
         * List the own sessions
         * @description The newest first.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /** End every other own session */
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
        /** End one of the own sessions */
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
        /** Get what holds for the organization */
        get: operations["getSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change what holds for the organization
         * @description What is left out stays. With another zone or other hours, reports are counted anew.
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
         * @description Everybody's and one's own, by id.
         */
        get: operations["listViews"];
        put?: never;
        /**
         * Save a view
         * @description One's own, or everybody's with `shared`, which supervisers may. There may be 100 of each.
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
         * @description Its secret is in this answer and nowhere else. An organization may have 50.
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
         * @description What waits for it goes with it.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change some of a webhook
         * @description What is left out stays. A disabled one collects nothing.
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
         * @description What waits, and the last 200 that ended, newest first.
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
         * Send again
         * @description One delivery, or everything after a change that is kept (0: all).
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
         * @description For 24 hours the old one signs too.
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
         * @description `webhook.test` is sent once, within seconds, to a disabled webhook too.
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
         * @description From now on, or behind `after`. The page says `{"type":"typing","chat"}`, `{"type":"viewing","chat"}` and `{"type":"idle","idle"}`: an agent is there while a socket is open and not idle. HTTP/1.1 alone opens one.
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
             * @description What is wrong, for programs.
             * @example validation_error
             */
            code: string;
            /**
             * @description What is wrong, for people.
             * @example limit value is invalid
             */
            message: string;
            /**
             * @description Where in the body it is wrong, as RFC 6901 points at it.
             * @example /1/customer
             */
            pointer?: string;
        };
        Errors: {
            /** @description One item for each thing that is wrong. */
            errors: components["schemas"]["Error"][];
        };
        Meta: {
            /**
             * Format: int64
             * @description How many there are on all pages.
             */
            total: number;
            /** @description The cursor of the page behind this one, null on the last: where a cursor was sent. A page may be short, or empty, before that. */
            next?: string | null;
        };
        /**
         * @description It was done.
         * @constant
         */
        Done: "Ok";
        /** @description An id, as a number or as a text of digits. */
        IdIn: number | string;
        /** @description A time in unix seconds, as a number or as a text of digits. */
        TimeIn: number | string;
        /** @description A text; a number is taken for its digits. */
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
             * @description When its customer last wrote.
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
             * @description Until when it is snoozed.
             */
            snoozedUntil: number | null;
            lastMessageText: string | null;
            /** Format: int64 */
            lastMessageId: number | null;
            /**
             * Format: int64
             * @description The agent who last wrote.
             */
            lastCommunicatedAgentId: number | null;
            /** @description Who wrote in it, in the order they first did. */
            agents: components["schemas"]["Agent"][];
            customer: components["schemas"]["ChatCustomer"];
            /** @description Who is to answer. */
            assignee: components["schemas"]["Agent"] | null;
            /** @description Which department is to answer. */
            department: components["schemas"]["ChatDepartment"] | null;
            /**
             * Format: int64
             * @description The site or app it runs in.
             */
            applicationId: number;
            /** @enum {string} */
            createdWith: "public_api" | "customer_message" | "agent_message" | "broadcast_reply";
            readByAgent: boolean;
            readByCustomer: boolean;
        };
        /** @description Whose chat it is. */
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
         * @description Where a chat stands.
         * @enum {string}
         */
        Status: "new" | "opened" | "pending" | "on hold" | "closed" | "no communication" | "empty";
        /** @enum {string} */
        Rating: "perfect" | "great" | "average" | "poor" | "very poor";
        NewChat: {
            customer: components["schemas"]["IdIn"];
            /** @description The first of an organization is 1. */
            application: components["schemas"]["IdIn"];
            assignee?: components["schemas"]["IdIn"] | null;
            department?: components["schemas"]["IdIn"] | null;
        };
        Message: {
            /**
             * Format: int64
             * @example 9577571
             */
            id: number;
            /** @description Null unless an agent wrote it. */
            agent: components["schemas"]["MessageAgent"] | null;
            /**
             * @description `message`, `private` (for agents alone), `email`, `knowledgeBase`, `tech` (of the system, its text is a key); imported messages may have others.
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
            /** @description The last change, and being read is one; null when nothing has changed yet. */
            updatedAt: string | null;
            /** @description Whether its text was changed. */
            edited: boolean;
            /** @enum {string|null} */
            broadcastType: "trigger" | "auto chat" | "auto email" | "manual chat" | "manual email" | null;
            /** Format: int64 */
            chat: number;
            /**
             * @description Which side wrote it.
             * @enum {string}
             */
            from: "customer" | "agent";
        };
        MessageAgent: {
            /** Format: int64 */
            id: number;
            name: string;
        };
        MessagePage: {
            /** @description One page, the newest first. */
            messages: components["schemas"]["Message"][];
            /**
             * Format: int64
             * @description How many messages the chat has.
             */
            total: number;
            /** @description The same page again. */
            data: components["schemas"]["Message"][];
            /** @description Where a cursor was sent. */
            meta?: components["schemas"]["Meta"];
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
            /** @description Nothing tells it yet. */
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
            /** @description In the order they were added. */
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
            /** @description Recolours the tag everywhere; empty or null keeps its colour. */
            color?: (string | null) | (("aliceblue" | "antiquewhite" | "aqua" | "aquamarine" | "azure" | "beige" | "bisque" | "black" | "blanchedalmond" | "blue" | "blueviolet" | "brown" | "burlywood" | "cadetblue" | "chartreuse" | "chocolate" | "coral" | "cornflowerblue" | "cornsilk" | "crimson" | "cyan" | "darkblue" | "darkcyan" | "darkgoldenrod" | "darkgray" | "darkgreen" | "darkgrey" | "darkkhaki" | "darkmagenta" | "darkolivegreen" | "darkorange" | "darkorchid" | "darkred" | "darksalmon" | "darkseagreen" | "darkslateblue" | "darkslategray" | "darkslategrey" | "darkturquoise" | "darkviolet" | "deeppink" | "deepskyblue" | "dimgray" | "dimgrey" | "dodgerblue" | "firebrick" | "floralwhite" | "forestgreen" | "fuchsia" | "gainsboro" | "ghostwhite" | "gold" | "goldenrod" | "gray" | "green" | "greenyellow" | "grey" | "honeydew" | "hotpink" | "indianred" | "indigo" | "ivory" | "khaki" | "lavender" | "lavenderblush" | "lawngreen" | "lemonchiffon" | "lightblue" | "lightcoral" | "lightcyan" | "lightgoldenrodyellow" | "lightgray" | "lightgreen" | "lightgrey" | "lightpink" | "lightsalmon" | "lightseagreen" | "lightskyblue" | "lightslategray" | "lightslategrey" | "lightsteelblue" | "lightyellow" | "lime" | "limegreen" | "linen" | "magenta" | "maroon" | "mediumaquamarine" | "mediumblue" | "mediumorchid" | "mediumpurple" | "mediumseagreen" | "mediumslateblue" | "mediumspringgreen" | "mediumturquoise" | "mediumvioletred" | "midnightblue" | "mintcream" | "mistyrose" | "moccasin" | "navajowhite" | "navy" | "oldlace" | "olive" | "olivedrab" | "orange" | "orangered" | "orchid" | "palegoldenrod" | "palegreen" | "paleturquoise" | "palevioletred" | "papayawhip" | "peachpuff" | "peru" | "pink" | "plum" | "powderblue" | "purple" | "rebeccapurple" | "red" | "rosybrown" | "royalblue" | "saddlebrown" | "salmon" | "sandybrown" | "seagreen" | "seashell" | "sienna" | "silver" | "skyblue" | "slateblue" | "slategray" | "slategrey" | "snow" | "springgreen" | "steelblue" | "tan" | "teal" | "thistle" | "tomato" | "turquoise" | "violet" | "wheat" | "white" | "whitesmoke" | "yellow" | "yellowgreen") | string);
        } | (string | number);
        /** @description `{property: value}`, or `[{property, value}]`; at most 16 KiB in all. */
        CustomDataIn: {
            [key: string]: string | number | boolean | null;
        } | {
            property: string | number;
            value: string | number | boolean | null;
        }[];
        /** @description What is null is cleared. */
        CustomerIn: {
            name?: components["schemas"]["TextIn"] | null;
            email?: components["schemas"]["TextIn"] | null;
            userId?: components["schemas"]["TextIn"] | null;
            company?: components["schemas"]["TextIn"] | null;
            phone?: components["schemas"]["TextIn"] | null;
            /** @description An empty text is null. */
            firstSeen?: components["schemas"]["TimeIn"] | null | "";
            /** @description An empty text is null. */
            lastSeen?: components["schemas"]["TimeIn"] | null | "";
            /** @description Each part changes alone; null clears them all. */
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
            /** @description In place of those it has. */
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
             * @description What the first bytes say, whatever its name is.
             * @enum {string}
             */
            type: "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "application/pdf" | "application/zip" | "application/gzip" | "video/mp4" | "video/webm" | "audio/mpeg" | "audio/ogg" | "audio/wav" | "text/plain" | "application/octet-stream";
            /**
             * Format: int64
             * @description How many there are.
             */
            bytes: number;
            /** @description Of the bytes, in hexadecimal digits. */
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
             * @description The chat of the message with it. Null before there is one: 24 hours later it is removed.
             */
            chat: number | null;
            /** Format: int64 */
            createdAt: number;
            /** @description Where the bytes are, for whoever has this link: without a host they are on this server. */
            url: string;
            /**
             * Format: int64
             * @description When the link ends: get the file again for another one.
             */
            urlExpiresAt: number;
        };
        CustomerSearch: {
            /** @description Without any, everything is found. */
            filter?: components["schemas"]["CustomerFilter"][] | null;
            comparison?: ("AND" | "OR") | string | null;
            /** @enum {string|null} */
            sort?: "customers.createdAt" | "customers.firstSeen" | "customers.lastSeen" | "createdAt" | "firstSeen" | "lastSeen" | null;
            order?: ("asc" | "desc") | string | null;
            limit?: number | string | null;
            offset?: number | string | null;
            /** @description In place of `offset`: empty to begin, then `meta.next` of the answer before, with the same filter, sort and order. */
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
             * @description Null of the system, which is one.
             */
            id: number | null;
        };
        Webhook: {
            /** Format: int64 */
            id: number;
            /** @description Where it is, as it was given. */
            url: string;
            /** @description Each of them once. */
            events: components["schemas"]["WebhookEvent"][];
            /** @description Whether it is told anything. */
            enabled: boolean;
            /** Format: int64 */
            createdAt: number;
            /** @description What its deliveries are sent with besides. */
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
            /** @description Where it is, as it was given. */
            url: string;
            /** @description Each of them once. */
            events: components["schemas"]["WebhookEvent"][];
            /** @description Whether it is told anything. */
            enabled: boolean;
            /** Format: int64 */
            createdAt: number;
            /** @description What its deliveries are sent with besides. */
            headers: {
                [key: string]: "***";
            };
            /** @description What the signatures are made with. It is shown here and nowhere else. */
            secret: string;
        };
        /**
         * @description What a webhook may be told of.
         * @enum {string}
         */
        WebhookEvent: "chat.new" | "chat.status_updated" | "chat.assigned" | "chat.snoozed" | "chat.unsnoozed" | "chat.closed" | "chat.rated" | "customer.new" | "customer.email_updated" | "customer.tags_changed" | "customer.unsubscribed" | "customer.subscribed" | "customer.blocked" | "customer.unblocked" | "customer.deleted" | "message.chat.customer" | "message.email.customer" | "message.private" | "message.chat.agent" | "message.email.agent";
        /**
         * @description `http` or `https`, in ASCII, without user and fragment. It reaches public addresses alone, and ranges that the operator has opened.
         * @example https://hooks.example.com/deskbell
         */
        WebhookUrlIn: string;
        /** @description Doubles count once. */
        WebhookEventsIn: components["schemas"]["WebhookEvent"][];
        /** @description Fixed headers that deliveries are sent with, none of those that HTTP or the server sets. What is given takes the place of what was. */
        WebhookHeadersIn: {
            [key: string]: string;
        };
        NewWebhook: {
            url: components["schemas"]["WebhookUrlIn"];
            events: components["schemas"]["WebhookEventsIn"];
            headers?: components["schemas"]["WebhookHeadersIn"];
        };
        /** @description What is left out stays. */
        WebhookEdit: {
            url?: components["schemas"]["WebhookUrlIn"];
            events?: components["schemas"]["WebhookEventsIn"];
            headers?: components["schemas"]["WebhookHeadersIn"];
            enabled?: components["schemas"]["FlagIn"];
        };
        /** @description One delivery, or everything since. */
        Replay: {
            delivery: components["schemas"]["IdIn"];
            since?: null;
        } | {
            /** @description Everything behind the change with this number that is kept. */
            since: number | string;
            delivery?: null;
        };
        Delivery: {
            /** Format: int64 */
            id: number;
            /**
             * Format: uuid
             * @description What the target knows it by.
             */
            eventId: string;
            /** @enum {string} */
            event: "chat.new" | "chat.status_updated" | "chat.assigned" | "chat.snoozed" | "chat.unsnoozed" | "chat.closed" | "chat.rated" | "customer.new" | "customer.email_updated" | "customer.tags_changed" | "customer.unsubscribed" | "customer.subscribed" | "customer.blocked" | "customer.unblocked" | "customer.deleted" | "message.chat.customer" | "message.email.customer" | "message.private" | "message.chat.agent" | "message.email.agent" | "webhook.test";
            /**
             * Format: int64
             * @description The change that fired it; null of a test.
             */
            seq: number | null;
            /** @enum {string} */
            state: "waiting" | "delivered" | "failed";
            /**
             * Format: int64
             * @description How often it was tried.
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
            /** @description What the target answered last. */
            response: {
                status: number;
                /** @description Its first 2 KiB. */
                body: string | null;
            } | null;
        };
        /** @description As it was sent last; a message's customer is who it is now. */
        DeliveryBody: {
            /** @enum {string} */
            event: "chat.new" | "chat.status_updated" | "chat.assigned" | "chat.snoozed" | "chat.unsnoozed" | "chat.closed" | "chat.rated" | "customer.new" | "customer.email_updated" | "customer.tags_changed" | "customer.unsubscribed" | "customer.subscribed" | "customer.blocked" | "customer.unblocked" | "customer.deleted" | "message.chat.customer" | "message.email.customer" | "message.private" | "message.chat.agent" | "message.email.agent" | "webhook.test";
            /** @description Null when what it tells of is no longer kept, and once a page has shown 1 MiB: ask for fewer then. */
            eventData: components["schemas"]["ChatData"] | components["schemas"]["CustomerData"] | components["schemas"]["MessageData"] | components["schemas"]["TestData"] | null;
            /**
             * Format: int64
             * @description How often it was sent before.
             */
            attempts: number;
            /**
             * Format: int64
             * @description When that was last; at first, `createdAt`.
             */
            lastAttemptAt: number;
            /**
             * Format: int64
             * @description When it happened.
             */
            createdAt: number;
            /**
             * Format: uuid
             * @description The same at every attempt.
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
            /** @description Who wrote in it. */
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
        /** @description Of a customer who was deleted the id, and nothing of all else. */
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
        /** @description What a test tells. */
        TestData: {
            /** Format: int64 */
            webhook_id: number;
        };
        ActIn: {
            ids: components["schemas"]["IdIn"][];
            set: {
                /** @description `empty` of a chat without a message alone. */
                status?: ("new" | "opened" | "pending" | "on hold" | "closed" | "no communication" | "empty" | "open" | "on-hold" | "onhold") | string | number | null;
                /** @description Null unassigns it. */
                assignee?: components["schemas"]["IdIn"] | null;
                /** @description Null takes it back. */
                department?: components["schemas"]["IdIn"] | null;
                /** @description Until when it is snoozed: a time that is yet to come; null ends the snooze. */
                snooze?: components["schemas"]["TimeIn"] | null;
                /** @description Whether the agents have read it. */
                read?: boolean | (1 | 0 | "1" | "0" | "true" | "false") | null;
                /** @description Tags to be added to the customer. */
                addTags?: (string | number)[] | null;
                /** @description Tags to be taken off the customer. */
                removeTags?: (string | number)[] | null;
            };
        };
        Acted: {
            /** @description The chats that are now as was asked. */
            done: number[];
            /** @description The chats that are not there. */
            missing: number[];
            /** @description What to send to have everything as it was. */
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
        AuditedChange: {
            /** Format: int64 */
            seq: number;
            /** Format: int64 */
            at: number;
            /** @description The kind, as in the feed. */
            kind: string;
            /**
             * Format: int64
             * @description The id of what changed; 0 of none.
             */
            id: number;
            /** @description The author. */
            actor: components["schemas"]["Actor"] | null;
            /**
             * @description Where the change came in.
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
             * @description Go on with `before` set to it; null at the end. A page may be short before that.
             */
            next: number | null;
        };
        OpenedChat: {
            /**
             * Format: int64
             * @description The last change that it has: later ones are still to come.
             */
            seq: number;
            chat: components["schemas"]["Chat"];
            customer: components["schemas"]["Customer"];
            /**
             * Format: int64
             * @description How many messages it has.
             */
            total: number;
            /** @description The newest messages, the newest first. */
            messages: components["schemas"]["Message"][];
            /** @description The `cursor` of listChatMessages for the messages before those. */
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
            /** @description Whether it is to be a note among agents. */
            note: boolean;
            /** Format: int64 */
            updatedAt: number;
        };
        DraftIn: {
            /** @description At most 64 KiB. Empty: there is no draft. */
            text: string;
            /** @description Whether it is to be a note among agents. */
            note?: boolean | (1 | 0 | "1" | "0" | "true" | "false") | null;
        };
        SearchAnswer: {
            /** @description The first 20 customers. */
            customers: components["schemas"]["CustomerPage"] | null;
            /** @description The first 20 chats of such customers. */
            chats: components["schemas"]["Window"];
            /** @description The chat with this number, if it is one. */
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
             * @description A zone of the IANA database.
             * @example Europe/Berlin
             */
            zone: string;
            week: components["schemas"]["Week"];
            holidays: components["schemas"]["Holiday"][];
        };
        HoursIn: {
            /**
             * @description A zone of the IANA database.
             * @example Europe/Berlin
             */
            zone: string;
            /** @description A day that is left out is closed. */
            week?: {
                /** @description None may overlap another. */
                monday?: components["schemas"]["Interval"][];
                /** @description None may overlap another. */
                tuesday?: components["schemas"]["Interval"][];
                /** @description None may overlap another. */
                wednesday?: components["schemas"]["Interval"][];
                /** @description None may overlap another. */
                thursday?: components["schemas"]["Interval"][];
                /** @description None may overlap another. */
                friday?: components["schemas"]["Interval"][];
                /** @description None may overlap another. */
                saturday?: components["schemas"]["Interval"][];
                /** @description None may overlap another. */
                sunday?: components["schemas"]["Interval"][];
            };
            /** @description Days that do not follow the week, each with the hours in which it is open. */
            holidays?: {
                /** @example 2026-12-25 */
                date: string;
                name: string;
                /** @description None may overlap another. */
                open?: components["schemas"]["Interval"][];
            }[];
        };
        Opening: {
            /** @description Whether it is open now. */
            open: boolean;
            /**
             * Format: int64
             * @description When it is open next: now, if it is open.
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
             * @description The others follow from it.
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
             * @description From the side, in pixels.
             */
            offsetX: number;
            /**
             * Format: int64
             * @description From the bottom, in pixels.
             */
            offsetY: number;
            title: string;
            /** @description What stands before the first message. */
            greeting: string;
            /** @description Whether visitors see who answers. */
            showsAgents: boolean;
            /** @description Whether visitors are asked to rate a closed chat. */
            asksRating: boolean;
            /** @description What is asked before the first message. */
            preChat: components["schemas"]["WidgetForm"];
            /** @description What is asked while nobody is there. */
            offline: components["schemas"]["WidgetForm"];
        };
        WidgetFormIn: {
            enabled?: components["schemas"]["FlagIn"];
            text?: string;
            /** @description Each of them once, as they are shown. */
            fields?: {
                /** @enum {string} */
                name: "name" | "email" | "phone" | "company";
                required?: components["schemas"]["FlagIn"];
            }[];
        };
        /** @description What is left out stays; a form is replaced as a whole. */
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
        };
        OwnOrganization: {
            /** Format: int64 */
            id: number;
            domain: string;
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
             * @description The session that asks.
             */
            session: number;
            /** @description What the agent's role may do. */
            rights: ("messages" | "chats" | "customers" | "customerLists" | "customerMerges" | "customerErasure" | "export" | "ownCanned" | "sharedCanned" | "ownReports" | "allReports" | "staff" | "webhooks" | "keys" | "organization" | "imports" | "audit")[];
            /** @description The agent's departments. */
            departments: number[];
            /** @description False if the agent knows of own and unassigned chats and the departments' alone. */
            seesAllChats: boolean;
            team: components["schemas"]["Team"];
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
        OrganizationSettings: {
            /**
             * @description The zone in which reports count days.
             * @example Europe/Berlin
             */
            zone: string;
            /**
             * Format: int64
             * @description Within which time a customer should be answered.
             */
            replyTargetSeconds: number;
            /** @description When it is open; null for always. */
            hours: components["schemas"]["Hours"] | null;
        };
        /** @description What is left out stays. */
        OrganizationSettingsEdit: {
            /**
             * @description A zone of the IANA database.
             * @example Europe/Berlin
             */
            zone?: string | null;
            replyTargetSeconds?: number | string | null;
            hours?: components["schemas"]["HoursIn"] | null;
        };
        DepartmentSettings: {
            /**
             * Format: int64
             * @description Within which time a customer should be answered; null for the organization's.
             */
            replyTargetSeconds: number | null;
            /** @description When it is open; null for the organization's hours. */
            hours: components["schemas"]["Hours"] | null;
        };
        /** @description What is left out stays. */
        DepartmentSettingsEdit: {
            replyTargetSeconds?: number | string | null;
            hours?: components["schemas"]["HoursIn"] | null;
        };
        Session: {
            /** Format: int64 */
            id: number;
            /** @description The browser, as it names itself. */
            device: string;
            /** @description Where the agent signed in from. */
            address: string;
            /** Format: int64 */
            createdAt: number;
            /**
             * Format: int64
             * @description The last use, exact to a minute.
             */
            lastUsedAt: number;
            /** @description True for the session that asks. */
            current: boolean;
        };
        Sessions: {
            data: components["schemas"]["Session"][];
        };
        SecondFactor: {
            /** @description The secret in base32, to type into an authenticator. */
            secret: string;
            /** @description The same as an address, to show as a picture. */
            address: string;
        };
        RecoveryCodes: {
            /** @description Each signs in once in place of a code. They cannot be read again. */
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
            /** @description The page to open on this server, once. It is shown once, too. */
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
             * @description Null while it works.
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
        /** @description What is left out stays. */
        AgentEdit: {
            name?: string | number;
            email?: string | number | null;
            /** @enum {string} */
            role?: "agentChatOnly" | "agent" | "superviser" | "admin";
            active?: components["schemas"]["FlagIn"];
        };
        /** @description What is left out stays. */
        OwnEdit: {
            name?: string | number;
        };
        NewDepartment: {
            name: string | number;
            /** @description The ids of the agents; they take the place of those that were there. */
            agents?: number[];
        };
        /** @description What is left out stays. */
        DepartmentEdit: {
            name?: string | number;
            /** @description The ids of the agents; they take the place of those that were there. */
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
            /** @description Without files it is needed. */
            text?: string | number | null;
            /** @description The ids of files that you uploaded. */
            files?: components["schemas"]["IdIn"][] | null;
            /** @description Whether it is a note, for agents alone. */
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
             * @description In which days are counted.
             * @example Europe/Berlin
             */
            zone: string;
            /** Format: int64 */
            asOf: number;
            /** @description False while many changes are still to be counted. */
            complete: boolean;
            /**
             * Format: int64
             * @description The organization's reply target, which `withinTarget` is about.
             */
            targetSeconds: number;
            rows: components["schemas"]["ReportRow"][];
            total: components["schemas"]["ReportRow"];
            /** @description How long first replies took. */
            firstReplyTimes: components["schemas"]["ReportClass"][];
        };
        ReportRow: {
            /** @example 2026-12-25 */
            day: string | null;
            /**
             * Format: int64
             * @description 0 for Monday to 6 for Sunday.
             */
            weekday: number | null;
            /** Format: int64 */
            hour: number | null;
            /**
             * Format: int64
             * @description Of the agent, the department or the tag; null of chats without one.
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
             * @description Chats that were closed, and are.
             */
            closed: number;
            /**
             * Format: int64
             * @description Messages of customers and agents; in an agent's row, the agent's own.
             */
            messages: number;
            /**
             * Format: int64
             * @description Chats in which an agent wrote for the first time.
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
             * @description Of the sorted times the middle one, to within a tenth to a third; null of none.
             */
            median: number | null;
            /**
             * Format: int64
             * @description Nine of ten took no longer.
             */
            p90: number | null;
            /** Format: int64 */
            mean: number | null;
            /**
             * Format: int64
             * @description How many took no longer than the target; null of what has none.
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
             * @description Seconds.
             */
            from: number;
            /**
             * Format: int64
             * @description Seconds, which are not of the class; null for no end.
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
            /** @description Whether the agents have yet to read it. */
            unread: boolean;
            /**
             * Format: int64
             * @description When the customer wrote the first message that nobody answered yet.
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
            /** @description The first 160 characters of the last message. */
            preview: string | null;
        };
        Rule: {
            /** Format: int64 */
            id: number;
            /**
             * Format: int64
             * @description Whose own it is; null if it is everybody's.
             */
            agent: number | null;
            /** Format: int64 */
            changedAt: number;
            /** @description For agents alone. */
            name: string;
            enabled: boolean;
            /** @description What the widget says. */
            message: string;
            /**
             * Format: int64
             * @description In whose name; null for the desk's.
             */
            speaker: number | null;
            /** @description Patterns of the pages where it applies, `*` for any characters; empty for all. */
            pages: string[];
            /**
             * Format: int64
             * @description How long the visitor must have been on the page.
             */
            seconds: number;
            /**
             * Format: int64
             * @description The visitor's visits at the least.
             */
            visits: number;
            /** @description The visitor's locale is one of these; empty for any. */
            locales: string[];
        };
        Rules: {
            data: components["schemas"]["Rule"][];
        };
        NewRule: {
            name: string;
            /** @description True unless it is said. */
            enabled?: components["schemas"]["FlagIn"];
            message: string;
            speaker?: components["schemas"]["IdIn"] | null;
            pages?: string[];
            seconds?: number;
            visits?: number;
            locales?: string[];
        };
        /** @description What is left out stays. */
        RuleEdit: {
            name?: string;
            /** @description True unless it is said. */
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
             * @description Whose own it is; null if it is everybody's.
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
            /** @description With variables in double braces, each with a text for the case that it is empty: `{{customer.firstName|there}}`. There are `agent.name`, `chat.id`, `customer.company`, `customer.email`, `customer.firstName`, `customer.name`, `customer.phone`, `customer.userId`, `department.name`. */
            text: string;
            /** @description Whether it is everybody's, not one's own. */
            shared?: components["schemas"]["FlagIn"];
        };
        CannedResponseEdit: {
            /**
             * @description It is kept in lower case.
             * @example thanks
             */
            shortcut?: string;
            /** @description With variables in double braces, each with a text for the case that it is empty: `{{customer.firstName|there}}`. There are `agent.name`, `chat.id`, `customer.company`, `customer.email`, `customer.firstName`, `customer.name`, `customer.phone`, `customer.userId`, `department.name`. */
            text?: string;
        };
        SavedView: {
            /** Format: int64 */
            id: number;
            /**
             * Format: int64
             * @description Whose own it is; null if it is everybody's.
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
            /** @description Whether it is everybody's, not one's own. */
            shared?: components["schemas"]["FlagIn"];
        };
        SavedViewEdit: {
            name?: string;
            /** @description At most 4 KiB. */
            filter?: Record<string, never>;
        };
        /** @description One of the views that every agent has, or conditions. */
        View: ("mine" | "unassigned" | "all" | "unread" | "waiting" | "drafts" | "mentions" | "snoozed" | "closed" | "blocked" | "everything") | {
            /** @description Left out: new, opened, pending and on hold. Null: all. */
            statuses?: components["schemas"]["Status"][] | null;
            /** @description Who is to answer. */
            assignee?: ("none" | "any" | "me") | components["schemas"]["IdIn"] | null;
            /** @description Which department is to answer. */
            department?: ("none" | "any") | components["schemas"]["IdIn"] | null;
            /** @description Whether the agents have yet to read it. */
            unread?: boolean | null;
            /** @description Left out: false. Null: either. */
            snoozed?: boolean | null;
            /** @description Left out: false. Null: either. */
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
             * @description What a page calls it by.
             * @example 0b5c7c1e-6f0a-4a36-9d0b-6c6f2f0b8d11
             */
            appId: string;
            /** @description Which sites may show it; empty for all. */
            sites: string[];
            /** @description Whether a visitor without a proof stays anonymous. */
            enforcesIdentity: boolean;
            /** @description Whether it has a secret with which its site can prove who a visitor is. */
            hasSecret: boolean;
        };
        IdentitySecret: {
            /** @description It is shown here and nowhere else. */
            secret: string;
        };
        /** @description What is left out stays. */
        WidgetEdit: {
            /** @example 0b5c7c1e-6f0a-4a36-9d0b-6c6f2f0b8d11 */
            appId?: string;
            sites?: string[];
            enforcesIdentity?: components["schemas"]["FlagIn"];
        };
        Window: {
            /**
             * Format: int64
             * @description The last change that it has: later ones are still to come.
             */
            seq: number;
            /**
             * Format: int64
             * @description How many chats the view has.
             */
            total: number;
            /**
             * Format: int64
             * @description How many of them come before the first row.
             */
            offset: number;
            rows: components["schemas"]["ChatRow"][];
            /** @description How many chats each view of `counts` has. */
            counts: number[];
        };
        WindowIn: {
            view: components["schemas"]["View"];
            /**
             * @description The last message first; who waits longest first; the newest chat first.
             * @enum {string|null}
             */
            sort?: "activity" | "waiting" | "created" | null;
            /** @description Behind so many chats, or around one; the beginning if it is left out. */
            at?: {
                offset: number | string;
            } | {
                around: components["schemas"]["IdIn"];
            } | null;
            limit?: number | string | null;
            /** @description The views whose chats are to be counted. */
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
        /** @description Too many requests in this window, or streams at once. */
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
        /** @description Not now. Nothing was done, or the Idempotency-Key tells. */
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
        /** @description How many on a page. */
        limit: number;
        /** @description How many to pass over; none when it is left out. */
        offset: number;
        /** @description Where to go on, in place of `offset`: empty to begin, then `meta.next` of the answer before, with the same sort and order, until that is null. What is inserted or deleted meanwhile changes nothing about the rest; rows that moved meanwhile may come again at the end. Not together with `offset`. */
        cursor: string;
        /** @description What they are sorted by. */
        customerSort: "customers.createdAt" | "customers.firstSeen" | "customers.lastSeen";
        /** @description Which end comes first; `desc` when it is left out. Null is lower than every value; of equal ones `asc` has the larger id first, and `desc` is the reverse. */
        order: ("asc" | "desc") | string;
        /** @description What to look for. */
        q: string;
        /** @description The history that `after` is a number of: `meta.history` of an answer before. When the database follows another, the answer is 410. */
        history: string;
        /** @description Changes behind this number. */
        after: number;
        /** @description How many changes at the most. */
        rows: number;
        /** @description What the rows are; days when it is left out. */
        reportBy: "day" | "hour" | "agent" | "department" | "tag";
        /** @description The first day; the sixth before the last when it is left out. */
        from: string;
        /** @description The last day; today when it is left out. */
        to: string;
        /** @description This agent alone. */
        agent: number;
        /** @description This department alone. */
        department: number;
        /** @description Changes of this author alone. */
        actor: string;
        /** @description Changes with numbers below this. */
        beforeChange: number;
        /** @description What the file is called. Folders and what nobody sees are taken off. */
        fileName: string;
        /** @description With the same key and the same bytes it is done once in 24 hours, and answered alike each time. */
        "Idempotency-Key": string;
        /** @description Tags of answers that are there already, between commas, or `*`. */
        "If-None-Match": string;
        /** @description The tag that the object's `GET` or its last change gave, several between commas, or `*`. Unless it is the object's, nothing is changed. Tags are compared as texts, the `W/` before them aside. */
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
        /** @description Its id. */
        settingId: number;
        /** @description The department's id. */
        departmentId: number;
        /** @description The application's id. */
        applicationId: number;
    };
    requestBodies: never;
    headers: {
        /**
         * @description What the log calls this request.
         * @example a1b2c3d4e5f60718-2a
         */
        "X-Request-Id": string;
        /**
         * @description What is left of the window, and for how many seconds; absent without a limit.
         * @example "default";r=119;t=60
         */
        RateLimit: string;
        /**
         * @description The limit and its window.
         * @example "default";q=120;w=60
         */
        "RateLimit-Policy": string;
        /**
         * @description After how many seconds to try again.
         * @example 17
         */
        "Retry-After": number;
        /**
         * @description The path of what was made; of a message that of its chat's messages, of a ticket that of the stream it opens.
         * @example /v1/chats/1
         */
        Location: string;
        /**
         * @description Query parameters and keys of a search that nobody reads, between commas; absent when there are none.
         * @example email
         */
        "Deskbell-Ignored": string;
        /**
         * @description What this answer is known by: the same for the same bytes. In the answer to a change it is that of the object's `GET`.
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
                /** @description Tags of answers that are there already, between commas, or `*`. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page that loads nothing else. */
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
            /** @description It is what the answer with that tag was. */
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
                /** @description Tags of answers that are there already, between commas, or `*`. */
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
            /** @description It is what the answer with that tag was. */
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
                /** @description How many on a page. */
                limit?: components["parameters"]["limit"];
                /** @description How many to pass over; none when it is left out. */
                offset?: components["parameters"]["offset"];
                /** @description Where to go on, in place of `offset`: empty to begin, then `meta.next` of the answer before, with the same sort and order, until that is null. What is inserted or deleted meanwhile changes nothing about the rest; rows that moved meanwhile may come again at the end. Not together with `offset`. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: {
                /** @description Tags of answers that are there already, between commas, or `*`. */
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
            /** @description It is what the answer with that tag was. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It was created. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It was refused. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description It does not go together with what is there. */
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
            /** @description It was refused. */
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
            /** @description It is not there. */
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
            /** @description It was refused. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description It was refused. */
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
                /** @description How many on a page. */
                limit?: components["parameters"]["limit"];
                /** @description How many to pass over; none when it is left out. */
                offset?: components["parameters"]["offset"];
                /** @description Where to go on, in place of `offset`: empty to begin, then `meta.next` of the answer before, with the same sort and order, until that is null. What is inserted or deleted meanwhile changes nothing about the rest; rows that moved meanwhile may come again at the end. Not together with `offset`. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: {
                /** @description Tags of answers that are there already, between commas, or `*`. */
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
            /** @description It is what the answer with that tag was. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
                /** @description Tags of answers that are there already, between commas, or `*`. */
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
            /** @description It is what the answer with that tag was. */
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
            /** @description It is not there. */
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
                /** @description The tag that the object's `GET` or its last change gave, several between commas, or `*`. Unless it is the object's, nothing is changed. Tags are compared as texts, the `W/` before them aside. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description The object is not what `If-Match` says: get it again. */
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
            /** @description It was refused. */
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
            /** @description It is not there. */
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
            /** @description It was refused. */
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
            /** @description It is not there. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description It does not go together with what is there. */
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
            /** @description It was refused. */
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
                /** @description Changes of this author alone. */
                actor?: components["parameters"]["actor"];
                /** @description Changes with numbers below this. */
                before?: components["parameters"]["beforeChange"];
                /** @description How many changes at the most. */
                limit?: components["parameters"]["rows"];
            };
            header?: {
                /** @description Tags of answers that are there already, between commas, or `*`. */
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
            /** @description It is what the answer with that tag was. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
                /** @description Tags of answers that are there already, between commas, or `*`. */
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
            /** @description It is what the answer with that tag was. */
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
            /** @description It was created. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It does not go together with what is there. */
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
            /** @description It was refused. */
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
                /** @description The tag that the object's `GET` or its last change gave, several between commas, or `*`. Unless it is the object's, nothing is changed. Tags are compared as texts, the `W/` before them aside. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Its id. */
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
            /** @description It is not there. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The object is not what `If-Match` says: get it again. */
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
            /** @description It was refused. */
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
                /** @description The tag that the object's `GET` or its last change gave, several between commas, or `*`. Unless it is the object's, nothing is changed. Tags are compared as texts, the `W/` before them aside. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Its id. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description It does not go together with what is there. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The object is not what `If-Match` says: get it again. */
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
            /** @description It was refused. */
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
                /** @description With the same key and the same bytes it is done once in 24 hours, and answered alike each time. */
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
            /** @description It was created. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description It was refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The Idempotency-Key came with another request before. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description It was refused. */
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
                     *           "from": "agent"
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description It was refused. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description It was refused. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description It was refused. */
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
                /** @description How many on a page. */
                limit?: components["parameters"]["limit"];
                /** @description How many to pass over; none when it is left out. */
                offset?: components["parameters"]["offset"];
                /** @description Where to go on, in place of `offset`: empty to begin, then `meta.next` of the answer before, with the same sort and order, until that is null. What is inserted or deleted meanwhile changes nothing about the rest; rows that moved meanwhile may come again at the end. Not together with `offset`. */
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
                     *           "from": "agent"
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
                     *           "from": "agent"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
                /** @description With the same key and the same bytes it is done once in 24 hours, and answered alike each time. */
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
            /** @description It was created. */
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
                     *       "from": "agent"
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description It does not go together with what is there. */
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
            /** @description It was refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The Idempotency-Key came with another request before. */
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
                /** @description How many on a page. */
                limit?: components["parameters"]["limit"];
                /** @description How many to pass over; none when it is left out. */
                offset?: components["parameters"]["offset"];
                /** @description Where to go on, in place of `offset`: empty to begin, then `meta.next` of the answer before, with the same sort and order, until that is null. What is inserted or deleted meanwhile changes nothing about the rest; rows that moved meanwhile may come again at the end. Not together with `offset`. */
                cursor?: components["parameters"]["cursor"];
                /** @description What they are sorted by. */
                sort?: components["parameters"]["customerSort"];
                /** @description Which end comes first; `desc` when it is left out. Null is lower than every value; of equal ones `asc` has the larger id first, and `desc` is the reverse. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It was created. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It was refused. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It was refused. */
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
                /** @description Tags of answers that are there already, between commas, or `*`. */
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
            /** @description It is what the answer with that tag was. */
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
            /** @description It is not there. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description It was refused. */
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
                /** @description The tag that the object's `GET` or its last change gave, several between commas, or `*`. Unless it is the object's, nothing is changed. Tags are compared as texts, the `W/` before them aside. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description The object is not what `If-Match` says: get it again. */
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
            /** @description It was refused. */
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
            /** @description It is not there. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description It does not go together with what is there. */
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
            /** @description It was refused. */
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
                /** @description How many on a page. */
                limit?: components["parameters"]["limit"];
                /** @description How many to pass over; none when it is left out. */
                offset?: components["parameters"]["offset"];
                /** @description Where to go on, in place of `offset`: empty to begin, then `meta.next` of the answer before, with the same sort and order, until that is null. What is inserted or deleted meanwhile changes nothing about the rest; rows that moved meanwhile may come again at the end. Not together with `offset`. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: {
                /** @description Tags of answers that are there already, between commas, or `*`. */
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
            /** @description It is what the answer with that tag was. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It was created. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description It was refused. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description It was refused. */
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
                /** @description Tags of answers that are there already, between commas, or `*`. */
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
            /** @description It is what the answer with that tag was. */
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
            /** @description It is not there. */
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
                /** @description The tag that the object's `GET` or its last change gave, several between commas, or `*`. Unless it is the object's, nothing is changed. Tags are compared as texts, the `W/` before them aside. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description The object is not what `If-Match` says: get it again. */
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
            /** @description It was refused. */
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
                /** @description What the file is called. Folders and what nobody sees are taken off. */
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
            /** @description It was created. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It was refused. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description It was refused. */
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
            /** @description It was refused. */
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
            /** @description It was refused. */
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
                /** @description Tags of answers that are there already, between commas, or `*`. */
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
            /** @description It is what the answer with that tag was. */
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
            /** @description It is not there. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It does not go together with what is there. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description Changes that old are no longer kept, or that number is of another history: read everything again. */
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
            /** @description It was refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description Too much in a while; the code says of what. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description Changes that old are no longer kept, or that number is of another history: read everything again. */
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
            /** @description It was refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description Too much in a while; the code says of what. */
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
                /** @description Tags of answers that are there already, between commas, or `*`. */
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
            /** @description It is what the answer with that tag was. */
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
            /** @description It was created. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It was refused. */
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
            /** @description It is not there. */
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
            /** @description It was refused. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It was refused. */
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
                /** @description Tags of answers that are there already, between commas, or `*`. */
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
                     *         ]
                     *       },
                     *       "seq": 4711
                     *     }
                     */
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description It is what the answer with that tag was. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It was refused. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It was refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description Too much in a while; the code says of what. */
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
            /** @description It does not go together with what is there. */
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
            /** @description It was refused. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It does not go together with what is there. */
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
            /** @description It was refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description Too much in a while; the code says of what. */
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
            /** @description It was refused. */
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
            /** @description It was refused. */
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
                /** @description This department alone. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
                /** @description What the rows are; days when it is left out. */
                by?: components["parameters"]["reportBy"];
                /** @description The first day; the sixth before the last when it is left out. */
                from?: components["parameters"]["from"];
                /** @description The last day; today when it is left out. */
                to?: components["parameters"]["to"];
                /** @description This agent alone. */
                agent?: components["parameters"]["agent"];
                /** @description This department alone. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
                /** @description What the rows are; days when it is left out. */
                by?: components["parameters"]["reportBy"];
                /** @description The first day; the sixth before the last when it is left out. */
                from?: components["parameters"]["from"];
                /** @description The last day; today when it is left out. */
                to?: components["parameters"]["to"];
                /** @description This agent alone. */
                agent?: components["parameters"]["agent"];
                /** @description This department alone. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
                /** @description Tags of answers that are there already, between commas, or `*`. */
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
            /** @description It is what the answer with that tag was. */
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
            /** @description It was created. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It was refused. */
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
                /** @description The tag that the object's `GET` or its last change gave, several between commas, or `*`. Unless it is the object's, nothing is changed. Tags are compared as texts, the `W/` before them aside. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Its id. */
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
            /** @description It is not there. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The object is not what `If-Match` says: get it again. */
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
            /** @description It was refused. */
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
                /** @description The tag that the object's `GET` or its last change gave, several between commas, or `*`. Unless it is the object's, nothing is changed. Tags are compared as texts, the `W/` before them aside. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Its id. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description The object is not what `If-Match` says: get it again. */
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
            /** @description It was refused. */
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
                /** @description What to look for. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It was refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description Too much in a while; the code says of what. */
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
            /** @description It was refused. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It was refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description Too much in a while; the code says of what. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It was refused. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description Too much in a while; the code says of what. */
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
                /** @description Tags of answers that are there already, between commas, or `*`. */
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
            /** @description It is what the answer with that tag was. */
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
            /** @description It was refused. */
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
            /** @description It is not there. */
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
            /** @description It was refused. */
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
                /** @description Tags of answers that are there already, between commas, or `*`. */
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
            /** @description It is what the answer with that tag was. */
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
                /** @description The tag that the object's `GET` or its last change gave, several between commas, or `*`. Unless it is the object's, nothing is changed. Tags are compared as texts, the `W/` before them aside. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description The object is not what `If-Match` says: get it again. */
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
            /** @description It was refused. */
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
                /** @description Tags of answers that are there already, between commas, or `*`. */
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
            /** @description It is what the answer with that tag was. */
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
            /** @description It was created. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It does not go together with what is there. */
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
            /** @description It was refused. */
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
                /** @description The tag that the object's `GET` or its last change gave, several between commas, or `*`. Unless it is the object's, nothing is changed. Tags are compared as texts, the `W/` before them aside. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Its id. */
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
            /** @description It is not there. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The object is not what `If-Match` says: get it again. */
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
            /** @description It was refused. */
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
                /** @description The tag that the object's `GET` or its last change gave, several between commas, or `*`. Unless it is the object's, nothing is changed. Tags are compared as texts, the `W/` before them aside. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Its id. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description It does not go together with what is there. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The object is not what `If-Match` says: get it again. */
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
            /** @description It was refused. */
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
                /** @description How many on a page. */
                limit?: components["parameters"]["limit"];
                /** @description How many to pass over; none when it is left out. */
                offset?: components["parameters"]["offset"];
                /** @description Where to go on, in place of `offset`: empty to begin, then `meta.next` of the answer before, with the same sort and order, until that is null. What is inserted or deleted meanwhile changes nothing about the rest; rows that moved meanwhile may come again at the end. Not together with `offset`. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: {
                /** @description Tags of answers that are there already, between commas, or `*`. */
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
            /** @description It is what the answer with that tag was. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It was created. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description It was refused. */
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
                /** @description The tag that the object's `GET` or its last change gave, several between commas, or `*`. Unless it is the object's, nothing is changed. Tags are compared as texts, the `W/` before them aside. */
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
            /** @description It is not there. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description The object is not what `If-Match` says: get it again. */
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
            /** @description It was refused. */
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
                /** @description The tag that the object's `GET` or its last change gave, several between commas, or `*`. Unless it is the object's, nothing is changed. Tags are compared as texts, the `W/` before them aside. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description The object is not what `If-Match` says: get it again. */
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
            /** @description It was refused. */
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
                /** @description How many on a page. */
                limit?: components["parameters"]["limit"];
                /** @description How many to pass over; none when it is left out. */
                offset?: components["parameters"]["offset"];
                /** @description Where to go on, in place of `offset`: empty to begin, then `meta.next` of the answer before, with the same sort and order, until that is null. What is inserted or deleted meanwhile changes nothing about the rest; rows that moved meanwhile may come again at the end. Not together with `offset`. */
                cursor?: components["parameters"]["cursor"];
            };
            header?: {
                /** @description Tags of answers that are there already, between commas, or `*`. */
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
            /** @description It is what the answer with that tag was. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description Changes that old are no longer kept, or that number is of another history: read everything again. */
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
            /** @description It was refused. */
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
            /** @description It is not there. */
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
            /** @description It was refused. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description It is not there. */
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
            /** @description It was refused. */
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
                /** @description Changes behind this number. */
                after?: components["parameters"]["after"];
                /** @description The history that `after` is a number of: `meta.history` of an answer before. When the database follows another, the answer is 410. */
                history?: components["parameters"]["history"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A WebSocket (RFC 6455). Each text message has a `kind`: `chats` (rows of chats that changed), `message.created` and `message.updated` (as programs see them), `gone`, `typing`, `presence` (with `chat`: who looks at it), or the kind of a change, whose object is to be read again. */
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
            /** @description What was sent is not valid: one item for each thing that is wrong. */
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
            /** @description Changes that old are no longer kept, or that number is of another history: read everything again. */
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
            /** @description It was not asked for as a WebSocket. */
            426: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Errors"];
                };
            };
            /** @description Too much in a while; the code says of what. */
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
