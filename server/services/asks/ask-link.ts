import { createHmac } from "node:crypto";
import type { Settings } from "#server/settings.ts";

/**
 * The token of an ask's page: made from its id with the installation's secret, so that a letter that has to be sent again opens the same
 * page, and a copy of the database opens none.
 */
export const askToken = ({ secret }: Pick<Settings, "secret">, askId: string): string =>
  createHmac("sha256", secret).update(`page of supplier ask ${askId}`).digest("base64url");

export const askLink = ({ publicUrl }: Pick<Settings, "publicUrl">, token: string): string => `${publicUrl}/supplier/${token}`;
