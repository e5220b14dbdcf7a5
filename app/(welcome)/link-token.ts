/** The token of a link's query; null when there is none that could be one. */
export const linkToken = (token: string | readonly string[] | undefined): string | null =>
  typeof token === "string" && /^[\w-]{20,128}$/.test(token) ? token : null;
