/* What the bundler takes in as a text. */
declare module '*.css' {
  const text: string;
  export default text;
}

declare module '*.browser.mjs' {
  const text: string;
  export default text;
}
