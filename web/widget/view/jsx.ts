/** What TSX becomes: `preact/jsx-runtime` in a line. It holds its own checks of development, which cost a visitor. */

import { createElement, Fragment } from "preact";

const jsx = (type: string, props: object, key?: unknown) =>
  createElement(type, key === undefined ? props : { ...props, key });

export { Fragment, jsx, jsx as jsxs };
