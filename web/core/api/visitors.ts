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
         * @description What happened in the visitor's own chats after `after`. The last of `changes` says whether somebody is there to answer. Send `seq` as the next `after`.
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
         * Report events and the page that is seen
         * @description At most 20 events. A page without events does not make the visitor a customer.
         */
        post: operations["trackEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/widget/v1/files": {
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
         * @description The body is the file itself. A message of the visitor's names it within 24 hours, otherwise it is removed. The first upload makes a customer of a visitor, as the first message does.
         */
        post: operations["createFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/widget/v1/files/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a file
         * @description With another link to its bytes. It is one of a message that the visitor sees, or an own one that no message names yet.
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
         * @description Fields that are missing or null stay as they are. This does not identify a visitor: see beginSession.
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
         * @description The newest first. While `more` is true, continue with the id of the last one as `before`.
         */
        get: operations["listMessages"];
        put?: never;
        /**
         * Write a message
         * @description The message goes to a chat of the visitor or, without `chatId`, to a new one. `Idempotency-Key` is required, so that a page that gets no answer can send the same again. `form` has the answers to the form before the chat, or the address for the answer.
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
         * @description The chat must be closed, and an agent must have written in it. One rating for each time it was closed.
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
         * @description Each page begins a session, and sends the token of the session before, if there is one, as `Bearer`. If the answer has a `token`, send that one from now on. Nothing is stored about visitors until they write, are identified or have an event.
         *
         *     `user.userId` says who the visitor is. With a `proof` the session is verified; users who were verified once are believed only with a proof. `doubt` says why a claim was not believed or not proved. What visitors wrote anonymously stays with them.
         */
        post: operations["beginSession"];
        /**
         * Log out
         * @description The token is no longer valid.
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
         * Receive news as server-sent events
         * @description Sends news from now on, or those after `after`. Also says regularly whether somebody is there to answer.
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
        /** Count unread messages */
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
         * Receive news over WebSocket
         * @description Within five seconds the page sends `{"token","after","history"}`, of which only the token is required; then it receives the news of its visitor's chats. It may send `{"kind":"typing","chatId"}`, `{"kind":"look","chatId"}` (as after the first message, so that a new chat is followed at once) and `{"kind":"ping"}`. Close code 4401 means that the token is unknown, 4410 that a new session must begin. Needs HTTP/1.1.
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
        /**
         * @description Done.
         * @constant
         */
        Done: "Ok";
        /** @description An id, as a number or as a text of digits. */
        IdIn: number | string;
        /** @description A text. A number counts as the text of its digits. */
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
        VisitorAgent: {
            name: string;
            /** @description A link to the picture, valid for a week or more; null without a picture. */
            picture: string | null;
        };
        VisitorChat: {
            /** Format: int64 */
            id: number;
            /** @description False if the chat is closed; a message opens it again. */
            open: boolean;
            /** @description The agent who answers. */
            agent: components["schemas"]["VisitorAgent"] | null;
            rating: components["schemas"]["Rating"] | null;
            /** @description Whether it can be rated now. */
            ratable: boolean;
            /**
             * Format: int64
             * @description The number of unread messages, at most 99; null where they are not counted.
             */
            unread: number | null;
            /** Format: int64 */
            createdAt: number;
            /** Format: int64 */
            lastMessageAt: number | null;
            /** @description The first 160 characters of the last message, with the names of its files. */
            preview: string | null;
        };
        VisitorMessage: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            chatId: number;
            /**
             * @description The side that wrote the message.
             * @enum {string}
             */
            from: "customer" | "agent";
            /** @description Null unless an agent wrote it. */
            agent: components["schemas"]["VisitorAgent"] | null;
            /** @description Null once it was removed. */
            text: string | null;
            /** @description What it carries besides its text. */
            files: components["schemas"]["Attachment"][];
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
            /** @description The token to send from now on; null if the token that was sent stays valid. */
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
             * @description The number to send as `after` to receive news from now on.
             */
            seq: number;
            /** @description The history to which the number `seq` belongs. */
            history: string;
            /** @description Whether somebody is there to answer. */
            online: boolean;
            /**
             * Format: int64
             * @description The next time when somebody is there to answer.
             */
            nextOpen: number | null;
            /**
             * Format: int64
             * @description The usual time to the first reply within the hours; null if unknown.
             */
            usualReplySeconds: number | null;
            look: components["schemas"]["WidgetLook"];
            /**
             * Format: int64
             * @description The largest file that can be uploaded; 0 if none can.
             */
            maxFileBytes: number;
            /** @description Which of `userId`, `name`, `email`, `phone` and `company` are known. */
            known: string[];
            /** @description The newest first, 20 at the most. */
            chats: components["schemas"]["VisitorChat"][];
            /**
             * Format: int64
             * @description The chat that was used last.
             */
            chat: number | null;
            /** @description The newest first. */
            messages: components["schemas"]["VisitorMessage"][];
            /** @description Whether that chat has older messages. */
            more: boolean;
            unread: components["schemas"]["UnreadCounts"];
            /** @description The messages that the widget shows by itself, and their conditions. */
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
        NewVisit: {
            /** @description The application's UUID, or its number. */
            app: string | components["schemas"]["IdIn"];
            /** @description The organization of the application; required if there are several organizations. */
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
                /** @description Only these properties change. */
                customData?: components["schemas"]["CustomDataIn"] | null;
            } | null;
            /** @description The URL of the page; ignored unless it is http or https. */
            page?: string | number | null;
            /** @description The page that led there; ignored like `page`. */
            referrer?: string | number | null;
            locale?: components["schemas"]["TextIn"] | null;
        };
        NewVisitorMessage: {
            /** @description The chat of the message; without one a new chat begins. */
            chatId?: components["schemas"]["IdIn"] | null;
            /** @description What it says; without files not white space alone. */
            text?: string | number | null;
            /** @description The ids of files that the visitor uploaded. */
            files?: components["schemas"]["IdIn"][] | null;
            /** @description Answers to the form before the chat. */
            form?: {
                name?: components["schemas"]["TextIn"] | null;
                email?: components["schemas"]["TextIn"] | null;
                phone?: components["schemas"]["TextIn"] | null;
                company?: components["schemas"]["TextIn"] | null;
                /** @description Only these properties change. */
                customData?: components["schemas"]["CustomDataIn"] | null;
            } | null;
            /** @description The URL of the page; ignored unless it is http or https. */
            page?: string | number | null;
            /** @description The page that led there; ignored like `page`. */
            referrer?: string | number | null;
            locale?: components["schemas"]["TextIn"] | null;
        };
        VisitorProfile: {
            name?: components["schemas"]["TextIn"] | null;
            email?: components["schemas"]["TextIn"] | null;
            phone?: components["schemas"]["TextIn"] | null;
            company?: components["schemas"]["TextIn"] | null;
            /** @description Only these properties change. */
            customData?: components["schemas"]["CustomDataIn"] | null;
            /** @description The URL of the page; ignored unless it is http or https. */
            page?: string | number | null;
            /** @description The page that led there; ignored like `page`. */
            referrer?: string | number | null;
            locale?: components["schemas"]["TextIn"] | null;
        };
        VisitorEvents: {
            events?: {
                name: string | number;
                /** @description At most 4 KiB as JSON, without U+0000. */
                data?: Record<string, never> | null;
            }[] | null;
            /** @description The URL of the page; ignored unless it is http or https. */
            page?: string | number | null;
            /** @description The page that led there; ignored like `page`. */
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
             * @description The number to continue from; missing if this piece of news changes nothing about it.
             */
            seq?: number;
            /** @description The message; only in `message`. */
            message?: components["schemas"]["VisitorMessage"];
            /** @description The chat; only in `chat`. */
            chat?: components["schemas"]["VisitorChat"];
            /**
             * Format: int64
             * @description The chat in which an agent is typing; only in `typing`.
             */
            chatId?: number;
            /** @description Whether somebody is there to answer; only in `online`. */
            online?: boolean;
            /** @description The history to which the number `seq` belongs; only in `online`. */
            history?: string;
        };
        VisitorChanges: {
            changes: components["schemas"]["VisitorNews"][];
            /**
             * Format: int64
             * @description The number to continue from.
             */
            seq: number;
            /** @description The history to which the number `seq` belongs. */
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
        /** @description The history to which the number `after` belongs: `meta.history` of an earlier answer. If the database now has another history, the answer is 410. */
        history: string;
        /** @description Only changes after this number. */
        after: number;
        /** @description How many seconds to wait for a change if there is none yet. */
        wait: number;
        /** @description The name of the file. Folders and invisible characters are removed. */
        fileName: string;
        /** @description Requests with the same key and the same bytes are carried out once within 24 hours, and all get the same answer. */
        "Idempotency-Key": string;
        /** @description Tags of answers that the client has already, separated by commas, or `*`. */
        "If-None-Match": string;
        /** @description The chat. */
        ofChat: number;
        /** @description Messages before the one with this id. */
        before: number;
        /** @description The most messages in an answer. */
        visitorLimit: number;
        /** @description The file's id. */
        fileId: number;
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
    pollChanges: {
        parameters: {
            query?: {
                /** @description Only changes after this number. */
                after?: components["parameters"]["after"];
                /** @description The history to which the number `after` belongs: `meta.history` of an earlier answer. If the database now has another history, the answer is 410. */
                history?: components["parameters"]["history"];
                /** @description How many seconds to wait for a change if there is none yet. */
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
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["CodedBody"];
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
                     *       "width": 1280,
                     *       "height": 720,
                     *       "url": "/files/1-1/1593112500/5u5h0jXAOW29KixuzHRzUqh9mI3JATUOQ0ZtE0BKLSk/photo.png",
                     *       "urlExpiresAt": 1593112500
                     *     }
                     */
                    "application/json": components["schemas"]["Attachment"];
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
            415: components["responses"]["CodedBody"];
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
                     *       "width": 1280,
                     *       "height": 720,
                     *       "url": "/files/1-1/1593112500/5u5h0jXAOW29KixuzHRzUqh9mI3JATUOQ0ZtE0BKLSk/photo.png",
                     *       "urlExpiresAt": 1593112500
                     *     }
                     */
                    "application/json": components["schemas"]["Attachment"];
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
                /** @description The most messages in an answer. */
                limit?: components["parameters"]["visitorLimit"];
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
                     *       "messages": [
                     *         {
                     *           "id": 7,
                     *           "chatId": 1,
                     *           "from": "customer",
                     *           "agent": null,
                     *           "text": "Do you ship to Porto?",
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
                     *           ],
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
    postMessage: {
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
                     *       "chatId": 1,
                     *       "from": "customer",
                     *       "agent": null,
                     *       "text": "Do you ship to Porto?",
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
                     *       ],
                     *       "createdAt": "1593151172.369",
                     *       "read": false
                     *     }
                     */
                    "application/json": components["schemas"]["VisitorMessage"];
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
            415: components["responses"]["CodedBody"];
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
                     *       "maxFileBytes": 10485760,
                     *       "known": [
                     *         "name",
                     *         "email"
                     *       ],
                     *       "chats": [
                     *         {
                     *           "id": 1,
                     *           "open": true,
                     *           "agent": {
                     *             "name": "Lisa Rodes",
                     *             "picture": null
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
                     *           ],
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
            /** @description An endless stream of server-sent events. The `data` of each is a piece of news as in openSocket; `event: error`, with the body of an error, ends a stream that cannot go on. */
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
    countUnread: {
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
                     *       "messages": 2,
                     *       "chats": 1
                     *     }
                     */
                    "application/json": components["schemas"]["UnreadCounts"];
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
        };
    };
}
