import { createHmac } from "node:crypto";

const WRITTEN_DIGITS = 20;
const SHOWN_DIGITS = 6; // 16 million names: a clash among a few thousand people is rare and does no harm.

/**
 * The name under which a person or account is shown. The same one within a workspace, a different one in the next,
 * and no way back to the recorded name without the secret of the installation.
 */
export const pseudonym = (secret: string, workspaceId: string, actor: string): string => digitsOf(secret, workspaceId, actor, SHOWN_DIGITS);

/** The same for a file that others compute with: so long that no two people become one. */
export const longPseudonym = (secret: string, workspaceId: string, actor: string): string =>
  digitsOf(secret, workspaceId, actor, WRITTEN_DIGITS);

const digitsOf = (secret: string, workspaceId: string, actor: string, digits: number): string =>
  `actor ${createHmac("sha256", secret).update(`${workspaceId}\0${actor}`).digest("hex").slice(0, digits)}`;
