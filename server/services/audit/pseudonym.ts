import { createHmac } from "node:crypto";

const SHOWN_DIGITS = 6; // 16 million names: a clash among a few thousand people is rare and does no harm.

/**
 * The name under which a person or account is shown. The same one within a workspace, a different one in the next,
 * and no way back to the recorded name without the secret of the installation.
 */
export const pseudonym = (secret: string, workspaceId: string, actor: string): string =>
  `actor ${createHmac("sha256", secret).update(`${workspaceId}\0${actor}`).digest("hex").slice(0, SHOWN_DIGITS)}`;
