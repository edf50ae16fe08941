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
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: {
        /** @description Tags of answers that are there already, between commas, or `*`. */
        "If-None-Match": string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description What the log calls this request.
         * @example a1b2c3d4e5f60718-2a
         */
        "X-Request-Id": string;
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
}
