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
        /**
         * @description It was done.
         * @constant
         */
        Done: "Ok";
        /** @description An id, as a number or as a text of digits. */
        IdIn: number | string;
        /** @description True or false, also as a number or a text. */
        FlagIn: boolean | (1 | 0 | "1" | "0" | "true" | "false");
        Agent: {
            /** Format: int64 */
            id: number;
            name: string;
            email: string | null;
            /** @enum {string} */
            role: "agentChatOnly" | "agent" | "superviser" | "admin";
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
            rights: ("messages" | "chats" | "customers" | "customerLists" | "customerErasure" | "export" | "ownCanned" | "sharedCanned" | "ownReports" | "allReports" | "staff" | "webhooks" | "keys" | "organization" | "imports" | "audit")[];
            /** @description The agent's departments. */
            departments: number[];
            /** @description False if the agent knows of own and unassigned chats and the departments' alone. */
            seesAllChats: boolean;
            /**
             * Format: int64
             * @description The number of the last change: follow those behind it.
             */
            seq: number;
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
        /** @description This department alone. */
        department: number;
        /** @description Tags of answers that are there already, between commas, or `*`. */
        "If-None-Match": string;
        /** @description The tag that the object's `GET` or its last change gave, several between commas, or `*`. Unless it is the object's, nothing is changed. Tags are compared as texts, the `W/` before them aside. */
        "If-Match": string;
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
            /** @description It was refused. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
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
            /** @description It was refused. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
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
            /** @description It was refused. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
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
}
