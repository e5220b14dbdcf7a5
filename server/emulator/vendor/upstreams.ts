import { z } from "zod";

/** Loopback URL by provider key: where calls to a vendor really go. There is no other way out of the emulator. */
export type Upstreams = Readonly<Record<string, string>>;

const LoopbackUrl = z.string().refine(isLoopbackUrl, "must be an http URL on 127.0.0.1, localhost or [::1]");

/** Reads a map such as {"shopify":"http://127.0.0.1:4601"}. @throws a ZodError for a target that is not this machine */
export function readUpstreams(value: unknown): Upstreams {
  return z.record(z.string(), LoopbackUrl).parse(value);
}

export function isLoopbackUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
}

/** The vendor's own URL, moved to where the map says; the vendor's host goes along in a header, as one upstream may serve many shops. */
export type Redirected = { url: string; headers: Record<string, string> };

/**
 * @param url as the real Nango would call it
 * @throws when the map has no entry for the provider: nothing leaves this machine
 */
export function redirect(upstreams: Upstreams, provider: string, url: string): Redirected {
  const upstream = upstreams[provider];
  if (!upstream) throw new Error(`No upstream is set for ${provider}, and the embedded Nango calls nothing else.`);
  const wanted = new URL(url);
  const base = new URL(upstream);
  const target = new URL(`${base.pathname.replace(/\/$/, "")}${wanted.pathname}${wanted.search}`, base.origin);
  return { url: target.href, headers: { "x-forwarded-host": wanted.host } };
}
