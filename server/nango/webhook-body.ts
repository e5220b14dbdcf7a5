import * as z from "zod";

/**
 * What is read of a webhook: which connection to look at. Everything else is looked up, since a webhook may repeat, come late, or not at all.
 */
export const WebhookBody = z.object({
  type: z.string(),
  connectionId: z.string().min(1).max(255),
  providerConfigKey: z.string().min(1).max(255),
});
