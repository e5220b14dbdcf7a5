import { createHash, randomBytes } from "node:crypto";
import type { Settings } from "#server/settings.ts";

/** A token for a link: 256 random bits. Only its hash is kept, so a copy of the database opens nothing. */
export function newLinkToken(): { token: string; tokenHash: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, tokenHash: hashLinkToken(token) };
}

export const hashLinkToken = (token: string): string => createHash("sha256").update(token).digest("hex");

export const invitationLink = ({ publicUrl }: Pick<Settings, "publicUrl">, token: string): string =>
  `${publicUrl}/invitation?token=${token}`;
export const shareLink = ({ publicUrl }: Pick<Settings, "publicUrl">, token: string): string => `${publicUrl}/shared/${token}`;
export const resetLink = ({ publicUrl }: Pick<Settings, "publicUrl">, token: string): string =>
  `${publicUrl}/reset-password?token=${token}`;
