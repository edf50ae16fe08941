/** A style as text, of which a query says more. */
declare module "*&inline" {
  const css: string;
  export default css;
}
