import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";

/** Set by our own server on every request, whatever the client sent under this name. */
export const CLIENT_ADDRESS_HEADER = "x-slipstream-client";
/** "yes" when the request came over loopback, from a page that was opened there, and through no proxy. */
export const FROM_THIS_MACHINE_HEADER = "x-slipstream-from-this-machine";
/** Path and query as asked for, so that a page reached without a session is opened after signing in. */
export const REQUEST_PATH_HEADER = "x-slipstream-path";

/** The part of Node's IncomingMessage that is looked at. */
type Incoming = { headers: IncomingHttpHeaders; url?: string | undefined; socket: { remoteAddress?: string | undefined } };

/**
 * Notes on the request where it came from.
 *
 * @param trustedProxies how many proxies stand in front; each adds the address it was called from to X-Forwarded-For
 */
export function noteClient(request: Incoming, { trustedProxies }: { trustedProxies: number }): void {
  request.headers[REQUEST_PATH_HEADER] = request.url ?? "/";
  const peer = plainAddress(request.socket.remoteAddress ?? "");
  const forwarded = [request.headers["x-forwarded-for"] ?? []].flat().join(",");
  request.headers[CLIENT_ADDRESS_HEADER] = clientAddress({ peer, forwarded, trustedProxies });
  const throughProxy = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded", "via"].some(
    (name) => name in request.headers,
  );
  const local =
    trustedProxies === 0 &&
    !throughProxy &&
    isLoopback(peer) &&
    isLoopbackHost(request.headers.host) &&
    isLoopbackOrigin(request.headers.origin);
  request.headers[FROM_THIS_MACHINE_HEADER] = local ? "yes" : "no";
}

/** The address the outermost trusted proxy was called from; the peer's own without one. "unknown" when it is none. */
export function clientAddress({ peer, forwarded, trustedProxies }: { peer: string; forwarded: string; trustedProxies: number }): string {
  const chain = [
    ...forwarded
      .split(",")
      .map((part) => plainAddress(part.trim()))
      .filter((part) => part !== ""),
    peer,
  ];
  const address = chain.at(-1 - Math.min(trustedProxies, chain.length - 1)) ?? peer;
  return isIP(address) === 0 ? "unknown" : address;
}

/** An IPv4 address that came over IPv6 is written as the IPv4 address it is. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, "");

const isLoopback = (address: string): boolean => address === "::1" || /^127\.\d+\.\d+\.\d+$/.test(address);

/** Whether a Host header names this machine; a name that merely resolves to it does not count. */
export function isLoopbackHost(host: string | undefined): boolean {
  if (host === "::1") return true;
  const name = (host ?? "")
    .replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1")
    .toLowerCase();
  return name === "localhost" || isLoopback(name);
}

const isLoopbackOrigin = (origin: string | undefined): boolean =>
  origin === undefined || (URL.canParse(origin) && isLoopbackHost(new URL(origin).host));
