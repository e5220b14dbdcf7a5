import type { AppCredentials } from "../store/integrations.ts";

/** A vendor's webhook as it came: the signature is over these bytes. */
export type VendorWebhook = { headers: Readonly<Record<string, string>>; body: Buffer };

/** What is particular to a vendor whose webhooks are routed. */
export type WebhookRouting = {
  isGenuine: (webhook: VendorWebhook, app: AppCredentials) => boolean;
  /** The word that syncs subscribe to; null when the webhook names none. */
  typeOf: (webhook: VendorWebhook) => string | null;
  /** Which connections it is for: those whose configuration has this value; null when it does not say. */
  belongsTo: (webhook: VendorWebhook) => { field: string; value: string } | null;
};
