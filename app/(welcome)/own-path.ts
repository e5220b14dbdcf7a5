/** A path of this site to go on to; anything else, such as another site's address, becomes the overview. */
export function ownPath(to: string | readonly string[] | undefined): string {
  const base = "http://own.invalid";
  if (typeof to !== "string" || !to.startsWith("/") || !URL.canParse(to, base)) return "/overview";
  const url = new URL(to, base);
  return url.origin === base && url.pathname !== "/" && !url.pathname.startsWith("//") ? url.pathname + url.search + url.hash : "/overview";
}
