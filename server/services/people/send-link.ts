import type { Services } from "#server/context.ts";
import type { Letter } from "#server/mail.ts";

/** A link that went out by mail, or the link itself for the one who made it to pass on. It is shown this once. */
export type LinkSent = { sent: true; link: null } | { sent: false; link: string };

/** Sends the letter; where none can be sent, hands the link back. */
export async function sendLink({ mail, log }: Pick<Services, "mail" | "log">, letter: Letter, link: string): Promise<LinkSent> {
  try {
    const { sent } = await mail.send(letter);
    return sent ? { sent, link: null } : { sent, link };
  } catch (error) {
    log.error({ err: error }, "the mail server refused a letter");
    return { sent: false, link };
  }
}
