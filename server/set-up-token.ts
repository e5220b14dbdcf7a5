import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Opens the set-up from another machine. It follows from the installation's secret, so whoever starts Slipstream can print it
 * and no process has to hand it to another; it is worth nothing once the first owner exists.
 */
export const setUpToken = (secret: string): string => createHmac("sha256", secret).update("first set-up").digest("base64url").slice(0, 32);

export function isSetUpToken(secret: string, given: string | undefined): boolean {
  const expected = Buffer.from(setUpToken(secret));
  const actual = Buffer.from(given ?? "");
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}
