/**
 * A style sheet imported as text. Further words of the import's query select a part of the style
 * sheet.
 */
declare module "*&inline" {
  const css: string;
  export default css;
}
