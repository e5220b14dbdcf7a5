import type { Tx } from "#db/client.ts";
import { findMember } from "#db/queries/memberships.ts";
import { insertRolloutNotice } from "#db/queries/rollout-notices.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Services } from "#server/context.ts";
import type { ChannelMessage } from "#server/channel.ts";
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

/** What leaves the portal about notices that were new: a letter to each person, and one message of each occasion to the team's channel. */
export type News = { letters: Letter[]; messages: ChannelMessage[] };

/** Nobody is to be told anything. */
export const NO_NEWS: News = { letters: [], messages: [] };

/**
 * Puts notices where people see them in the portal, in the caller's transaction.
 *
 * @returns what to send once the transaction has committed; nothing about those who were told before
 */
export async function notify(
  tx: Tx,
  { workspaceId, newId, now, settings }: Pick<Services, "newId" | "now" | "settings"> & { workspaceId: string },
  notices: readonly Notice[],
): Promise<News> {
  const letters: Letter[] = [];
  const namesOf = new Map<string, { notice: Notice; names: string[] }>();
  for (const notice of notices) {
    const { userId, occasion, text, href } = notice;
    const member = await findMember(tx, { workspaceId, userId });
    if (!member) continue;
    const told = await insertRolloutNotice(tx, { workspaceId, id: newId(), userId, occasion, text, href, now: now() });
    if (!told) continue;
    letters.push({
      to: member.email,
      subject: text.replaceAll(/\s+/g, " ").slice(0, 120),
      text: `${text}\n\n${settings.publicUrl}${href}`,
    });
    const occasionSoFar = namesOf.get(occasion) ?? { notice, names: [] };
    namesOf.set(occasion, { ...occasionSoFar, names: [...occasionSoFar.names, member.name] });
  }
  const workspace = namesOf.size === 0 ? undefined : await findWorkspace(tx, { workspaceId });
  // What happens in a demo is nothing that happened.
  const messages =
    workspace && !workspace.demo
      ? [...namesOf.values()].map(({ notice: { text, href }, names }) => ({
          about: `${workspace.name}, for ${names.join(" and ")}`,
          text,
          url: `${settings.publicUrl}${href}`,
        }))
      : [];
  return { letters, messages };
}

/** Sends news after what it tells has been saved. A server that refuses is logged: the notice in the portal stands. */
export async function sendNews(
  { mail, channel, log }: Pick<Services, "mail" | "channel" | "log">,
  { letters, messages }: News,
): Promise<void> {
  for (const letter of letters) {
    try {
      await mail.send(letter);
    } catch (error) {
      log.error({ err: error }, "the mail server refused a notice");
    }
  }
  for (const message of messages) {
    try {
      await channel.post(message);
    } catch (error) {
      log.error({ err: error }, "the channel refused a notice");
    }
  }
}
