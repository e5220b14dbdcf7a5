import type { Letter } from "#server/mail.ts";
import type { AskPage } from "#server/playbooks/define.ts";
import { oneLine } from "../people/letters.ts";

type Given = { to: string; workspace: string; page: AskPage; link: string; expiresAt: Date; messageId: string };

/** The letter of an ask. It names one order and says nothing of any other. */
export const askLetter = ({ to, workspace, page, link, expiresAt, messageId }: Given): Letter => ({
  to,
  messageId,
  subject: `${oneLine(workspace)}: purchase order ${oneLine(page.number)}`,
  text: [
    `${oneLine(workspace)} writes to you about purchase order ${oneLine(page.number)}.`,
    oneLine(page.wants),
    "Answer on this page. It needs no account and shows this order alone:",
    link,
    `The page takes one answer and closes on ${expiresAt.toISOString().slice(0, 10)}. Whoever has the link can answer: please do not pass it on.`,
  ].join("\n\n"),
});
