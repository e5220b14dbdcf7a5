import { createHmac } from "node:crypto";

export type OAuth1Keys = { consumerKey: string; consumerSecret: string; tokenId: string; tokenSecret: string };

/**
 * The Authorization header of one call by token-based access: OAuth 1.0 signed with HMAC-SHA256, which NetSuite asks for.
 *
 * @param call.url as the vendor knows it, with its query; a body is no part of the signature unless it is a form, which none is here
 * @param call.realm the account, null for none
 * @param call.atSeconds seconds since 1970, and `nonce` a text that is used once
 * Source: RFC 5849, 3.4 and 3.5.1; HMAC-SHA256 in place of SHA1: NetSuite's help, "The Signature for Web Services".
 */
export function oauth1Header(
  keys: OAuth1Keys,
  { method, url, realm, nonce, atSeconds }: { method: string; url: URL; realm: string | null; nonce: string; atSeconds: number },
): string {
  const own: [string, string][] = [
    ["oauth_consumer_key", keys.consumerKey],
    ["oauth_token", keys.tokenId],
    ["oauth_signature_method", "HMAC-SHA256"],
    ["oauth_timestamp", String(atSeconds)],
    ["oauth_nonce", nonce],
    ["oauth_version", "1.0"],
  ];
  const base = signatureBase(method, url, own);
  const signature = createHmac("sha256", `${encoded(keys.consumerSecret)}&${encoded(keys.tokenSecret)}`)
    .update(base)
    .digest("base64");
  const fields: [string, string][] = [
    ...(realm === null ? [] : [["realm", realm] as [string, string]]),
    ...own,
    ["oauth_signature", signature],
  ];
  return `OAuth ${fields.map(([name, value]) => `${name}="${encoded(value)}"`).join(", ")}`;
}

/** What is signed. Source: RFC 5849, 3.4.1. */
export function signatureBase(method: string, url: URL, own: readonly (readonly [string, string])[]): string {
  const parameters = [...url.searchParams, ...own]
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map((pair) => pair.join("="))
    .join("&");
  return [method.toUpperCase(), encoded(`${url.origin}${url.pathname}`), encoded(parameters)].join("&");
}

/** Source: RFC 5849, 3.6. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
