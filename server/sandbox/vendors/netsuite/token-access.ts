import { createHmac } from "node:crypto";
import { isSame } from "../kit/consents.ts";
import { ACCOUNT, NETSUITE_TOKEN } from "./account.ts";
import type { Request } from "../../door.ts";

const LONGEST_AGE_S = 300;
const HOST = `https://${ACCOUNT.id}.suitetalk.api.netsuite.com`;

/**
 * Token-based access as the vendor checks it: a signature over the call by the secrets of the integration record and of the token, each nonce
 * once, and a clock that is right within five minutes. Written for itself: it shares nothing with whoever signs.
 */
export function createTokenAccess(wallNowMs: () => number): { isSigned(request: Request): boolean } {
  const used = new Map<string, number>();
  return {
    isSigned({ method, path, query, headers }) {
      const given = readHeader(headers["authorization"] ?? "");
      if (!given) return false;
      const { realm = "", oauth_signature: signature = "", ...rest } = given;
      const atSeconds = Number(rest["oauth_timestamp"]);
      const nowSeconds = wallNowMs() / 1000;
      const nonce = `${rest["oauth_timestamp"] ?? ""} ${rest["oauth_nonce"] ?? ""}`;
      const isMeant =
        realm === ACCOUNT.id &&
        rest["oauth_consumer_key"] === NETSUITE_TOKEN.consumerKey &&
        rest["oauth_token"] === NETSUITE_TOKEN.tokenId &&
        rest["oauth_signature_method"] === "HMAC-SHA256" &&
        Math.abs(nowSeconds - atSeconds) <= LONGEST_AGE_S;
      if (!isMeant || used.has(nonce)) return false;
      const key = [NETSUITE_TOKEN.consumerSecret, NETSUITE_TOKEN.tokenSecret].map(escaped).join("&");
      const lines = [...query.entries(), ...Object.entries(rest)].map(([name, value]) => `${escaped(name)}=${escaped(value)}`);
      const text = [method, HOST + path, lines.toSorted(byBytes).join("&")].map(escaped).join("&");
      if (!isSame(createHmac("sha256", key).update(text).digest("base64"), signature)) return false;
      for (const [old, at] of used) if (nowSeconds - at > 2 * LONGEST_AGE_S) used.delete(old);
      used.set(nonce, nowSeconds);
      return true;
    },
  };
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function readHeader(header: string): Record<string, string> | null {
  const text = /^OAuth (.+)$/.exec(header)?.[1];
  if (text === undefined) return null;
  return Object.fromEntries(
    text.split(",").flatMap((part) => {
      const [, name, value] = /^\s*(\w+)="([^"]*)"\s*$/.exec(part) ?? [];
      return name === undefined || value === undefined ? [] : [[name, decodeURIComponent(value)]];
    }),
  );
}

function escaped(text: string): string {
  let result = "";
  for (const byte of Buffer.from(text)) {
    const sign = String.fromCharCode(byte);
    result += /[A-Za-z0-9\-._~]/.test(sign) ? sign : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return result;
}
