import type { Letter } from "#server/mail.ts";
import { ROLE_LABEL, type Role } from "#server/permissions.ts";

export const INVITATION_DAYS = 7;
export const RESET_MINUTES = 60;

export const invitationLetter = ({
  to,
  from,
  workspace,
  role,
  link,
}: {
  to: string;
  from: string;
  workspace: string;
  role: Role;
  link: string;
}): Letter => ({
  to,
  subject: `${oneLine(from)} invites you to ${oneLine(workspace)} on Slipstream`,
  text: [
    `${oneLine(from)} invites you to the workspace ${oneLine(workspace)} on Slipstream, as ${ROLE_LABEL[role]}.`,
    `Open this link within ${INVITATION_DAYS} days to accept. It works once and is meant for you alone:`,
    link,
    "If you did not expect this, do nothing: the link ends by itself.",
  ].join("\n\n"),
});

export const resetLetter = ({ to, link }: { to: string; link: string }): Letter => ({
  to,
  subject: "Choose a new password for Slipstream",
  text: [
    "Somebody asked for a new password for this address on Slipstream.",
    `Open this link within ${RESET_MINUTES} minutes to choose one. It works once:`,
    link,
    "If it was not you, do nothing: your password stays as it is.",
  ].join("\n\n"),
});

/** Names come from people: a line break in one must not start a new line of a letter or its head. */
/** In a subject or sentence, where a line break would be another header or paragraph. */
export const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ");
