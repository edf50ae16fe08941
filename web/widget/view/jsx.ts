/**
 * The functions that compiled TSX calls: a smaller `preact/jsx-runtime`, without development
 * checks.
 */

import { createElement, Fragment } from "preact";

const jsx = (type: string, props: object, key?: unknown) =>
  createElement(type, key === undefined ? props : { ...props, key });

export { Fragment, jsx, jsx as jsxs };
