import type { Tx } from "#db/client.ts";
import { findMember } from "#db/queries/memberships.ts";
import { insertRolloutNotice } from "#db/queries/rollout-notices.ts";
import type { Services } from "#server/context.ts";
import type { Letter } from "#server/mail.ts";

export type Notice = {
  userId: string;
  /** What happened, as a key: a person is told once of the same occasion. */
  occasion: string;
  /** One sentence. */
  text: string;
  /** The page to look at, as /roadmap. */
  href: string;
};

/**
 * Puts notices where people see them in the portal, in the caller's transaction.
 *
 * @returns the letters to send once the transaction has committed; none for those who were told before
 */
export async function notify(
  tx: Tx,
  { workspaceId, newId, now, settings }: Pick<Services, "newId" | "now" | "settings"> & { workspaceId: string },
  notices: readonly Notice[],
): Promise<Letter[]> {
  const letters: Letter[] = [];
  for (const { userId, occasion, text, href } of notices) {
    const member = await findMember(tx, { workspaceId, userId });
    if (!member) continue;
    const told = await insertRolloutNotice(tx, { workspaceId, id: newId(), userId, occasion, text, href, now: now() });
    if (told)
      letters.push({
        to: member.email,
        subject: text.replaceAll(/\s+/g, " ").slice(0, 120),
        text: `${text}\n\n${settings.publicUrl}${href}`,
      });
  }
  return letters;
}

/** Sends letters after what they tell has been saved. A mail server that refuses is logged: the notice in the portal stands. */
export async function sendLetters({ mail, log }: Pick<Services, "mail" | "log">, letters: readonly Letter[]): Promise<void> {
  for (const letter of letters) {
    try {
      await mail.send(letter);
    } catch (error) {
      log.error({ err: error }, "the mail server refused a notice");
    }
  }
}
