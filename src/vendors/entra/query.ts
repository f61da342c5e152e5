/** A value in a query as Entra writes it: spaces as plus signs (capture of content types). */
export function queryValue(value: string): string {
  return encodeURIComponent(value).replaceAll('%20', '+');
}
