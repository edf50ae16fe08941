/** A style sheet as text. Further words of the query select a part of the style sheet. */
declare module "*&inline" {
  const css: string;
  export default css;
}
