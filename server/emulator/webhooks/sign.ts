import { createHash, createHmac } from "node:crypto";

/** JSON with the keys of every object in order: both sides can then sign the same bytes. */
export function stableJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]));
}

/** The two signatures of a delivery: the HMAC, and the older hash that some receivers still read. */
export function signatures(signingKey: string, body: string): Record<string, string> {
  return {
    "x-nango-hmac-sha256": createHmac("sha256", signingKey).update(body).digest("hex"),
    "x-nango-signature": createHash("sha256")
      .update(signingKey + body)
      .digest("hex"),
  };
}
