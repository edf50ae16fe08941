/**
 * The style sheets of the view, one for each component. Constructed style sheets need no element
 * and no request.
 */

/** Adds a style sheet to the page. */
export function wear(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
