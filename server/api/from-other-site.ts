import type { Settings } from "#server/settings.ts";

/**
 * Whether a browser says that another site's page sent this request. Browsers set these headers themselves; a page cannot.
 * A client that sends neither is no browser and carries no one's cookies by accident.
 */
export function isFromOtherSite(headers: Headers, { publicUrl }: Pick<Settings, "publicUrl">): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return true;
  const origin = headers.get("origin");
  if (origin === null) return false;
  if (!URL.canParse(origin)) return true; // "null": a sandboxed frame or a redirect across sites
  const own = [headers.get("host"), new URL(publicUrl).host];
  return !own.includes(new URL(origin).host);
}
