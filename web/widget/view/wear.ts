/** Styles of the view: each part brings its own. They are adopted, so that no tag and no request is needed for them. */

/** Lets the page have a style. */
export function wear(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
