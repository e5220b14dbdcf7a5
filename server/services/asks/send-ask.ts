import { countAsksTo, insertSupplierAsk, markAskSent } from "#db/queries/supplier-asks.ts";
import { addEvents } from "#db/queries/ingest-events.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { JobContext } from "#server/context.ts";
import { LetterError } from "#server/mail.ts";
import type { Ask } from "#server/playbooks/define.ts";
import { hashLinkToken } from "../people/secret-link.ts";
import { askLetter } from "./ask-letter.ts";
import { askLink, askToken } from "./ask-link.ts";

type Tx = Parameters<typeof insertSupplierAsk>[0];
type Place = { connectionId: string; sourceId: string; caseId: string };

const DAY_MS = 86_400_000;
const OPEN_DAYS = 14;
/** A supplier with more orders than this to answer for in a day is called, not written to. */
export const MOST_ASKS_A_DAY = 20;

/**
 * Keeps an ask, in the transaction in which its effect begins: the page is there before the letter is.
 *
 * @returns false when the recipient has had as many letters within a day as one may get; nothing is kept then
 */
export async function keepAsk(
  { settings, now, workspaceId }: JobContext,
  tx: Tx,
  { effectId, ask, place }: { effectId: string; ask: Ask; place: Place },
): Promise<boolean> {
  const at = now();
  const { connectionId } = place;
  const since = new Date(at.getTime() - DAY_MS);
  const sent = await countAsksTo(tx, { workspaceId, connectionId, recipient: ask.recipient, since, but: effectId });
  if (sent >= MOST_ASKS_A_DAY) return false;
  await insertSupplierAsk(tx, {
    workspaceId,
    id: effectId,
    ...place,
    recipient: ask.recipient,
    tokenHash: hashLinkToken(askToken(settings, effectId)),
    page: ask.page,
    now: at,
    expiresAt: new Date(at.getTime() + OPEN_DAYS * DAY_MS),
  });
  return true;
}

/**
 * Sends the letter of an ask that was kept.
 *
 * @throws LetterError when it did not go, or when it is not known whether it did; without a mail server it did not
 */
export async function sendAsk(
  { store, workspaceId, settings, mail, now }: JobContext,
  { effectId, ask }: { effectId: string; ask: Ask },
): Promise<void> {
  const workspace = await store.within({ workspaceId }, (tx) => findWorkspace(tx, { workspaceId }));
  const letter = askLetter({
    to: ask.to,
    workspace: workspace?.name ?? "",
    page: ask.page,
    link: askLink(settings, askToken(settings, effectId)),
    expiresAt: new Date(now().getTime() + OPEN_DAYS * DAY_MS),
    messageId: `<ask-${effectId}@${new URL(settings.publicUrl).hostname}>`,
  });
  const { sent } = await mail.send(letter);
  if (!sent) throw new LetterError("No mail server is set: set SMTP_URL, then redo this.", "refused");
}

/** Writes down that the letter left, with the event that it is, in the transaction that ends its effect. */
export async function askWasSent(
  { workspaceId, now }: JobContext,
  tx: Tx,
  { effectId, ask, place, workflow }: { effectId: string; ask: Ask; place: Place; workflow: string },
): Promise<void> {
  const { sourceId, caseId } = place;
  const event = {
    eventId: `slipstream:ask:${effectId}`,
    caseId,
    activity: ask.activity,
    actor: "Slipstream",
    actorKind: "app" as const,
    startedAtMs: null,
    endedAtMs: now().getTime(),
    workflow,
    attributes: { grade: "A", recordedKind: "app", sourceType: "letter", tool: "Slipstream" },
  };
  await addEvents(tx, { workspaceId, sourceId, events: [event] });
  await markAskSent(tx, { workspaceId, id: effectId, caseId, now: now() });
}
