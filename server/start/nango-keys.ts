import { createHmac } from "node:crypto";

export type NangoKeys = { secretKey: string; webhookSigningKey: string; encryptionKey: string; environmentUuid: string };

/** The keys of the embedded Nango, always the same for one installation's secret. */
export const nangoKeysOf = (secret: string): NangoKeys => ({
  secretKey: uuidFrom(secret, "nango secret key"),
  webhookSigningKey: uuidFrom(secret, "nango webhook signing key"),
  encryptionKey: createHmac("sha256", secret).update("nango encryption key").digest("hex"),
  environmentUuid: uuidFrom(secret, "nango environment"),
});

/** The same UUID v4 for the same secret and purpose. */
function uuidFrom(secret: string, purpose: string): string {
  const hex = createHmac("sha256", secret).update(purpose).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
