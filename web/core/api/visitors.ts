// Generated from openapi-widget.json by `cargo xtask web`. Do not edit.

export interface paths {
    "/widget/docs": {
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
    "/widget/openapi.json": {
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
    "/widget/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Wait for news
         * @description What happened in the visitor's own chats behind `after`, with whether somebody answers as the last of `changes`. The next `after` is `seq`.
         */
        get: operations["pollChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/widget/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell what happened, and which page is seen
         * @description 20 events at the most. A page alone makes no customer of a visitor.
         */
        post: operations["trackEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/widget/v1/me": {
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
         * Tell who the visitor is
         * @description What is missing or null stays as it is. It identifies nobody: see beginSession.
         */
        patch: operations["changeMe"];
        trace?: never;
    };
    "/widget/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a chat's messages
         * @description The newest first; go on with the id of the last one as `before` while `more` is true.
         */
        get: operations["listMessages"];
        put?: never;
        /**
         * Write a message
         * @description To a chat of the visitor's, or without `chatId` in a new one. `Idempotency-Key` is required: a page that hears no answer sends the same again. `form` has the answers to the form before the chat, or the address to which an answer goes.
         */
        post: operations["postMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/widget/v1/rating": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rate a chat
         * @description Once it was closed and an agent wrote in it, once for each time it was closed.
         */
        post: operations["rateChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/widget/v1/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark a chat as read */
        post: operations["readChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/widget/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin a session
         * @description Each page begins one, with the token of the session before as `Bearer`, if there is one. An answer with `token` says what to send from now on. Nothing is stored of a visitor until the visitor writes, is identified, or an event is told.
         *
         *     `user.userId` says who it is. With a `proof` the session is verified; a user who was verified once is believed with a proof alone. `doubt` says why a claim was not believed, or not proved. What an anonymous visitor wrote stays with the user.
         */
        post: operations["beginSession"];
        /**
         * Log out
         * @description The token stands for nobody any more.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/widget/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow news as server-sent events
         * @description From now on, or behind `after`. Whether somebody answers is told regularly.
         */
        get: operations["streamNews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/widget/v1/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count what was not read */
        get: operations["countUnread"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/widget/v1/ws": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow news over WebSocket
         * @description The page says `{"token","after","history"}` within five seconds, of which the token alone is needed, and hears of its own chats from then on. It may say `{"kind":"typing","chatId"}`, `{"kind":"look","chatId"}` - as after the first message, so that a new chat is heard of at once - and `{"kind":"ping"}`. The close code 4401 says that the token is not known, 4410 that a new session is to be begun. HTTP/1.1 alone opens one.
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
        /**
         * @description It was done.
         * @constant
         */
        Done: "Ok";
        /** @description An id, as a number or as a text of digits. */
        IdIn: number | string;
        /** @description A text; a number is taken for its digits. */
        TextIn: string | number;
        /** @enum {string} */
        Rating: "perfect" | "great" | "average" | "poor" | "very poor";
        /** @description `{property: value}`, or `[{property, value}]`; at most 16 KiB in all. */
        CustomDataIn: {
            [key: string]: string | number | boolean | null;
        } | {
            property: string | number;
            value: string | number | boolean | null;
        }[];
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
        VisitorAgent: {
            name: string;
        };
        VisitorChat: {
            /** Format: int64 */
            id: number;
            /** @description False once it was closed; a message opens it again. */
            open: boolean;
            /** @description Who answers. */
            agent: components["schemas"]["VisitorAgent"] | null;
            rating: components["schemas"]["Rating"] | null;
            /** @description Whether it can be rated now. */
            ratable: boolean;
            /**
             * Format: int64
             * @description How many messages were not read, 99 at the most; null where they are not counted.
             */
            unread: number | null;
            /** Format: int64 */
            createdAt: number;
            /** Format: int64 */
            lastMessageAt: number | null;
            /** @description The beginning of the last message, in 160 characters at the most. */
            preview: string | null;
        };
        VisitorMessage: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            chatId: number;
            /**
             * @description Which side wrote it.
             * @enum {string}
             */
            from: "customer" | "agent";
            /** @description Null unless an agent wrote it. */
            agent: components["schemas"]["VisitorAgent"] | null;
            /** @description Null once it was removed. */
            text: string | null;
            /** @description Unix seconds and milliseconds. */
            createdAt: string;
            /** @description Whether the other side has read it. */
            read: boolean;
        };
        VisitorMessages: {
            /** @description The newest first. */
            messages: components["schemas"]["VisitorMessage"][];
            /** @description Whether there are older ones. */
            more: boolean;
        };
        VisitorSession: {
            /** @description What to send from now on; null when the token that was sent goes on. */
            token: string | null;
            /** @enum {string} */
            identity: "anonymous" | "claimed" | "verified";
            /**
             * @description Why the claim was not believed, or not proved.
             * @enum {string|null}
             */
            doubt: "proof_missing" | "proof_wrong" | "proof_expired" | "proof_outdated" | "secret_missing" | null;
            /**
             * Format: int64
             * @description Where to begin to follow.
             */
            seq: number;
            /** @description The history in which `seq` is a number. */
            history: string;
            /** @description Whether somebody answers now. */
            online: boolean;
            /**
             * Format: int64
             * @description When somebody answers again.
             */
            nextOpen: number | null;
            /**
             * Format: int64
             * @description How long a first reply usually takes within the hours; null if it is not known.
             */
            usualReplySeconds: number | null;
            look: components["schemas"]["WidgetLook"];
            /** @description Which of `userId`, `name`, `email`, `phone` and `company` are known. */
            known: string[];
            /** @description The newest first, 20 at the most. */
            chats: components["schemas"]["VisitorChat"][];
            /**
             * Format: int64
             * @description The one that was last in use.
             */
            chat: number | null;
            /** @description The newest first. */
            messages: components["schemas"]["VisitorMessage"][];
            /** @description Whether that chat has older messages. */
            more: boolean;
            unread: components["schemas"]["UnreadCounts"];
            /** @description Messages that the widget shows by itself, and when. */
            rules: components["schemas"]["VisitorRule"][];
        };
        UnreadCounts: {
            /** Format: int64 */
            messages: number;
            /** Format: int64 */
            chats: number;
        };
        VisitorRule: {
            /** Format: int64 */
            id: number;
            message: string;
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
        NewVisit: {
            /** @description The application's UUID, or its number. */
            app: string | components["schemas"]["IdIn"];
            /** @description Whose application has the number; needed where there are several. */
            organization?: components["schemas"]["TextIn"] | null;
            user?: {
                /** @description The user's id in the site's own system. */
                userId?: components["schemas"]["TextIn"] | null;
                /** @description The HMAC-SHA256 of `userId` with the application's secret in 64 hexadecimal digits, or a token (JWT, HS256) with `sub` and `exp`. */
                proof?: string | null;
                name?: components["schemas"]["TextIn"] | null;
                email?: components["schemas"]["TextIn"] | null;
                phone?: components["schemas"]["TextIn"] | null;
                company?: components["schemas"]["TextIn"] | null;
                /** @description These properties change alone. */
                customData?: components["schemas"]["CustomDataIn"] | null;
            } | null;
            /** @description The URL of the page. */
            page?: string | number | null;
            /** @description The page that led there. */
            referrer?: string | number | null;
            locale?: components["schemas"]["TextIn"] | null;
        };
        NewVisitorMessage: {
            /** @description Where it is said; without one a new chat begins. */
            chatId?: components["schemas"]["IdIn"] | null;
            /** @description What it says; not white space alone. */
            text: string | number;
            /** @description Answers to the form before the chat. */
            form?: {
                name?: components["schemas"]["TextIn"] | null;
                email?: components["schemas"]["TextIn"] | null;
                phone?: components["schemas"]["TextIn"] | null;
                company?: components["schemas"]["TextIn"] | null;
                /** @description These properties change alone. */
                customData?: components["schemas"]["CustomDataIn"] | null;
            } | null;
            /** @description The URL of the page. */
            page?: string | number | null;
            /** @description The page that led there. */
            referrer?: string | number | null;
            locale?: components["schemas"]["TextIn"] | null;
        };
        VisitorProfile: {
            name?: components["schemas"]["TextIn"] | null;
            email?: components["schemas"]["TextIn"] | null;
            phone?: components["schemas"]["TextIn"] | null;
            company?: components["schemas"]["TextIn"] | null;
            /** @description These properties change alone. */
            customData?: components["schemas"]["CustomDataIn"] | null;
            /** @description The URL of the page. */
            page?: string | number | null;
            /** @description The page that led there. */
            referrer?: string | number | null;
            locale?: components["schemas"]["TextIn"] | null;
        };
        VisitorEvents: {
            events?: {
                name: string | number;
                /** @description At most 4 KiB as JSON, without U+0000. */
                data?: Record<string, never> | null;
            }[] | null;
            /** @description The URL of the page. */
            page?: string | number | null;
            /** @description The page that led there. */
            referrer?: string | number | null;
            locale?: components["schemas"]["TextIn"] | null;
        };
        VisitorRead: {
            chatId: components["schemas"]["IdIn"];
        };
        VisitorRating: {
            chatId: components["schemas"]["IdIn"];
            /** @enum {string} */
            rating: "perfect" | "great" | "average" | "poor" | "very poor";
            comment?: string | number | null;
        };
        VisitorNews: {
            /** @enum {string} */
            kind: "message" | "chat" | "typing" | "online" | "reset";
            /**
             * Format: int64
             * @description Where to go on from; missing where nothing is to be kept.
             */
            seq?: number;
            /** @description Of `message`. */
            message?: components["schemas"]["VisitorMessage"];
            /** @description Of `chat`. */
            chat?: components["schemas"]["VisitorChat"];
            /**
             * Format: int64
             * @description Of `typing`: where an agent types.
             */
            chatId?: number;
            /** @description Of `online`: whether somebody answers now. */
            online?: boolean;
            /** @description Of `online`: the history in which `seq` is a number. */
            history?: string;
        };
        VisitorChanges: {
            changes: components["schemas"]["VisitorNews"][];
            /**
             * Format: int64
             * @description Where to go on from.
             */
            seq: number;
            /** @description The history in which `seq` is a number. */
            history: string;
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
        /** @description The body has a Content-Encoding. */
        CodedBody: {
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
        /** @description The history that `after` is a number of: `meta.history` of an answer before. When the database follows another, the answer is 410. */
        history: string;
        /** @description Changes behind this number. */
        after: number;
        /** @description How many seconds to wait for a change when there is none. */
        wait: number;
        /** @description With the same key and the same bytes it is done once in 24 hours, and answered alike each time. */
        "Idempotency-Key": string;
        /** @description Tags of answers that are there already, between commas, or `*`. */
        "If-None-Match": string;
        /** @description The chat. */
        ofChat: number;
        /** @description Messages before the one with this id. */
        before: number;
        /** @description How many messages at the most. */
        visitorLimit: number;
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
    pollChanges: {
        parameters: {
            query?: {
                /** @description Changes behind this number. */
                after?: components["parameters"]["after"];
                /** @description The history that `after` is a number of: `meta.history` of an answer before. When the database follows another, the answer is 410. */
                history?: components["parameters"]["history"];
                /** @description How many seconds to wait for a change when there is none. */
                wait?: components["parameters"]["wait"];
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
                     *       "changes": [
                     *         {
                     *           "kind": "typing",
                     *           "chatId": 1
                     *         }
                     *       ],
                     *       "seq": 42,
                     *       "history": "1594139170013-1"
                     *     }
                     */
                    "application/json": components["schemas"]["VisitorChanges"];
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
    trackEvents: {
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
                 *       "events": [
                 *         {
                 *           "name": "order placed",
                 *           "data": {
                 *             "order": 1042
                 *           }
                 *         }
                 *       ],
                 *       "page": "https://example.com/thanks"
                 *     }
                 */
                "application/json": components["schemas"]["VisitorEvents"];
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
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["CodedBody"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeMe: {
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
                 *       "name": "Marta",
                 *       "email": "marta@example.com",
                 *       "customData": {
                 *         "seats": 5
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["VisitorProfile"];
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
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["CodedBody"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMessages: {
        parameters: {
            query?: {
                /** @description The chat. */
                chat?: components["parameters"]["ofChat"];
                /** @description Messages before the one with this id. */
                before?: components["parameters"]["before"];
                /** @description How many messages at the most. */
                limit?: components["parameters"]["visitorLimit"];
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
                     *       "messages": [
                     *         {
                     *           "id": 7,
                     *           "chatId": 1,
                     *           "from": "customer",
                     *           "agent": null,
                     *           "text": "Do you ship to Porto?",
                     *           "createdAt": "1593151172.369",
                     *           "read": false
                     *         }
                     *       ],
                     *       "more": false
                     *     }
                     */
                    "application/json": components["schemas"]["VisitorMessages"];
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
    postMessage: {
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
                 *       "text": "Do you ship to Porto?",
                 *       "form": {
                 *         "email": "marta@example.com"
                 *       },
                 *       "page": "https://example.com/prices"
                 *     }
                 */
                "application/json": components["schemas"]["NewVisitorMessage"];
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
                     *       "chatId": 1,
                     *       "from": "customer",
                     *       "agent": null,
                     *       "text": "Do you ship to Porto?",
                     *       "createdAt": "1593151172.369",
                     *       "read": false
                     *     }
                     */
                    "application/json": components["schemas"]["VisitorMessage"];
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
            415: components["responses"]["CodedBody"];
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
    rateChat: {
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
                 *       "chatId": 2,
                 *       "rating": "great",
                 *       "comment": "Thank you!"
                 *     }
                 */
                "application/json": components["schemas"]["VisitorRating"];
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
            415: components["responses"]["CodedBody"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    readChat: {
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
                 *       "chatId": 1
                 *     }
                 */
                "application/json": components["schemas"]["VisitorRead"];
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
            415: components["responses"]["CodedBody"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    beginSession: {
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
                 *       "app": 1,
                 *       "user": {
                 *         "name": "Marta",
                 *         "email": "marta@example.com",
                 *         "customData": {
                 *           "plan": "gold"
                 *         }
                 *       },
                 *       "page": "https://example.com/prices",
                 *       "locale": "pt"
                 *     }
                 */
                "application/json": components["schemas"]["NewVisit"];
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
                     *       "token": "dbv_0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0",
                     *       "identity": "anonymous",
                     *       "doubt": null,
                     *       "seq": 42,
                     *       "history": "1a3185c5000a7f2e-1",
                     *       "online": true,
                     *       "nextOpen": null,
                     *       "usualReplySeconds": 180,
                     *       "look": {
                     *         "color": "#0f6a53",
                     *         "position": "right",
                     *         "offsetX": 24,
                     *         "offsetY": 24,
                     *         "title": "Company",
                     *         "greeting": "How can we help?",
                     *         "showsAgents": true,
                     *         "asksRating": true,
                     *         "preChat": {
                     *           "enabled": false,
                     *           "text": "",
                     *           "fields": []
                     *         },
                     *         "offline": {
                     *           "enabled": true,
                     *           "text": "We write to you.",
                     *           "fields": [
                     *             {
                     *               "name": "email",
                     *               "required": true
                     *             }
                     *           ]
                     *         }
                     *       },
                     *       "known": [
                     *         "name",
                     *         "email"
                     *       ],
                     *       "chats": [
                     *         {
                     *           "id": 1,
                     *           "open": true,
                     *           "agent": {
                     *             "name": "Lisa Rodes"
                     *           },
                     *           "rating": null,
                     *           "ratable": false,
                     *           "unread": 2,
                     *           "createdAt": 1593108596,
                     *           "lastMessageAt": 1593151172,
                     *           "preview": "Can we hop on a quick call this week?"
                     *         }
                     *       ],
                     *       "chat": 1,
                     *       "messages": [
                     *         {
                     *           "id": 7,
                     *           "chatId": 1,
                     *           "from": "customer",
                     *           "agent": null,
                     *           "text": "Do you ship to Porto?",
                     *           "createdAt": "1593151172.369",
                     *           "read": false
                     *         }
                     *       ],
                     *       "more": false,
                     *       "unread": {
                     *         "messages": 2,
                     *         "chats": 1
                     *       },
                     *       "rules": []
                     *     }
                     */
                    "application/json": components["schemas"]["VisitorSession"];
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
            415: components["responses"]["CodedBody"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    endSession: {
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
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    streamNews: {
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
            /** @description Server-sent events without an end. `data` of each is one of the news, as openSocket sends them; `event: error` with the body of an error ends a stream that cannot go on. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example data: {"seq":42,"kind":"online","history":"1594139170013-1","online":true} */
                    "text/event-stream": string;
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
    countUnread: {
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
                     *       "messages": 2,
                     *       "chats": 1
                     *     }
                     */
                    "application/json": components["schemas"]["UnreadCounts"];
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
    openSocket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A WebSocket (RFC 6455). Each text is one of the news (`VisitorNews`), or an error just before the end. */
            101: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Deskbell-Ignored": components["headers"]["Deskbell-Ignored"];
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
        };
    };
}
