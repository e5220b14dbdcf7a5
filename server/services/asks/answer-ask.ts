import { addEvents } from "#db/queries/ingest-events.ts";
import { findAskByToken, findSupplierAnswer, insertSupplierAnswer } from "#db/queries/supplier-asks.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Visitor } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import type { AskPage } from "#server/playbooks/define.ts";
import { startDecisions } from "../automations/start-run-effects.ts";
import { limitTries } from "../people/limit-tries.ts";
import { hashLinkToken } from "../people/secret-link.ts";
import { AnsweredLine, AskPageShape } from "./shapes.ts";
import * as z from "zod";

const DAY_MS = 86_400_000;
const FURTHEST_DAYS = 730;

async function openAsk({ store, now }: Visitor, token: string) {
  const tokenHash = hashLinkToken(token);
  const ask = await store.within({ tokenHash }, (tx) => findAskByToken(tx, { tokenHash, now: now() }));
  if (!ask) throw new AppError("SHARE_LINK_INVALID");
  return { ...ask, page: AskPageShape.parse(ask.page) };
}

/**
 * What the page of an ask shows to whoever holds its link: the one order that it is about, and the answer once it was given. No other order,
 * no account and no id of the workspace leaves with it.
 *
 * @throws AppError SHARE_LINK_INVALID alike for a link that never was, has ended, or was closed; RATE_LIMITED
 */
export async function viewAsk(visitor: Visitor, { token }: { token: string }) {
  await limitTries(visitor, "secret-link");
  const { workspaceId, id, page, expiresAt } = await openAsk(visitor, token);
  const { workspace, answer } = await visitor.store.within({ workspaceId }, async (tx) => ({
    workspace: await findWorkspace(tx, { workspaceId }),
    answer: await findSupplierAnswer(tx, { workspaceId, id }),
  }));
  if (!workspace) throw new AppError("SHARE_LINK_INVALID");
  const { name: workspaceName, demo, locale, timeZone, currency } = workspace;
  const answered = answer ? { at: answer.answeredAt, lines: z.array(AnsweredLine).parse(answer.lines) } : null;
  return { workspaceName, demo, locale, timeZone, currency, expiresAt, ...page, answered };
}

/**
 * Takes the answer of a supplier: it is kept as it was given, becomes an event of the order's time line, and the automation's rules decide on
 * it. A page takes one answer: another one changes nothing.
 *
 * @param lines every line of the page
 * @throws AppError SHARE_LINK_INVALID, RATE_LIMITED, ASK_ANSWERED, and INPUT_INVALID for lines that are not the page's and days out of reach
 */
export async function answerAsk(visitor: Visitor, { token, lines }: { token: string; lines: readonly AnsweredLine[] }): Promise<void> {
  await limitTries(visitor, "secret-link");
  const ask = await openAsk(visitor, token);
  const { workspaceId, connectionId, sourceId, caseId, id, page } = ask;
  const { store, now } = visitor;
  const at = now();
  requireLines(page, lines, at.getTime());
  await store.within({ workspaceId }, async (tx) => {
    if (!(await insertSupplierAnswer(tx, { workspaceId, id, lines, now: at }))) throw new AppError("ASK_ANSWERED");
    const event = {
      eventId: `slipstream:answer:${id}`,
      caseId,
      ...meaningOf(page, lines),
      actor: `supplier ${ask.recipient}`,
      actorKind: "supplier" as const,
      startedAtMs: null,
      endedAtMs: at.getTime(),
      workflow: "supplier-po",
    };
    await addEvents(tx, { workspaceId, sourceId, events: [event] });
    await startDecisions({ ...visitor, actor: { type: "system", name: "Slipstream" } }, tx, { workspaceId, connectionId });
  });
}

function requireLines({ lines: asked }: AskPage, lines: readonly AnsweredLine[], nowMs: number): void {
  const names = new Set(lines.map(({ id }) => id));
  if (names.size !== lines.length || names.size !== asked.length || asked.some(({ id }) => !names.has(id)))
    throw new AppError("INPUT_INVALID", "The answer has to name every line of the page once. Reload the page, then answer again.");
  const far = lines.findIndex(({ expectedOn }) => Math.abs(Date.parse(expectedOn) - nowMs) > FURTHEST_DAYS * DAY_MS);
  if (far !== -1) throw new AppError("INPUT_INVALID", "Choose a day within two years.");
}

/** A confirmation where nothing differs; otherwise what differs, line by line, beside what was ordered. */
function meaningOf({ lines: asked }: AskPage, lines: readonly AnsweredLine[]): { activity: string; attributes: Record<string, string> } {
  const evidence = { grade: "A", recordedKind: "supplier", sourceType: "reply page", tool: "Slipstream" };
  const attributes: Record<string, string> = {};
  for (const { id, expectedOn, quantity } of lines) {
    const ordered = asked.find((line) => line.id === id);
    if (expectedOn !== ordered?.expectedOn) attributes[`supplier date ${id}`] = expectedOn;
    if (quantity !== ordered?.quantity) {
      attributes[`quantity ${id}`] = String(ordered?.quantity);
      attributes[`supplier quantity ${id}`] = String(quantity);
    }
  }
  const isSame = Object.keys(attributes).length === 0;
  return { activity: isSame ? "acknowledge order" : "answer with a change", attributes: { ...evidence, ...attributes } };
}
