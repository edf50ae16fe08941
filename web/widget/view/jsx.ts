/**
 * The target of compiled TSX: a small replacement for `preact/jsx-runtime`, without its development
 * checks, whose bytes each visitor would load.
 */

import { createElement, Fragment } from "preact";

const jsx = (type: string, props: object, key?: unknown) =>
  createElement(type, key === undefined ? props : { ...props, key });

export { Fragment, jsx, jsx as jsxs };
