import type { CaseHistory } from "#server/domain/automations/case-history.ts";
import type { ActionCall, EffectKind, Plan, PlannedEffect, Step } from "../define.ts";
import { onlyOwnRecord } from "../only-own-record.ts";
import { newestOrder } from "./facts.ts";
import { ACCEPT, ACKNOWLEDGE, ASK, ASK_EARLIER, ESCALATE, PASS_ON } from "./outcomes.ts";
import { PurchaseOrderNow, type PurchaseOrderSeen } from "./records.ts";
import { ASKED, ASKED_EARLIER, standingAt, type Standing } from "./standing.ts";

const DAY_MS = 24 * 3_600_000;
const LONGEST_MEMO = 999; // NetSuite's field.
const OVER = new Set(["closed", "fully_billed", "rejected"]);

/** Everything of an order that a decision about it rests on. */
export function fingerprint({ state, memo, lines }: PurchaseOrderSeen): string {
  const seen = lines.map(({ id, expectedOn, quantity, receivedQuantity, isClosed }) => ({
    id,
    expectedOn,
    quantity,
    receivedQuantity,
    isClosed,
  }));
  return JSON.stringify({ state, memo: memo ?? "", lines: seen.sort((a, b) => (a.id < b.id ? -1 : 1)) });
}

export const fingerprintNow = (seen: unknown): string => fingerprint(PurchaseOrderNow.parse(seen).purchaseOrder);

/** What an outcome changes; null while our copies of the order and of its time line do not tell the same. */
export function plan({ outcome, history }: { outcome: string; history: CaseHistory }): Plan | null {
  const order = newestOrder(history);
  if (!order || OVER.has(order.state)) return null;
  const standing = standingAt(history, Number.POSITIVE_INFINITY);
  const isBehind = order.lines.some(({ id, expectedOn }) => {
    const told = standing.expectedDay.get(id);
    return told !== undefined && expectedOn !== null && dayText(told) !== expectedOn;
  });
  if (isBehind) return null;
  // In which currency the order is, our copy does not say.
  return { effects: effectsOf(outcome, order, standing), riskMinor: null, currency: null, fingerprint: fingerprint(order) };
}

function effectsOf(outcome: string, order: PurchaseOrderSeen, standing: Standing): PlannedEffect[] {
  const subject = { type: "purchase order", id: order.id };
  const memo = (text: string): PlannedEffect => ({ kind: "write memo", subject, input: { text, was: order.memo ?? "" } });
  const letter = (activity: string, wants: string): PlannedEffect => ({ kind: "ask by letter", subject, input: { activity, wants } });
  switch (outcome) {
    case ACCEPT: {
      const lines = namedLines(order, standing);
      return lines.length === 0 ? [] : [{ kind: "set expected dates", subject, input: { lines } }];
    }
    case ASK:
      return [letter(ASKED, wantsOf(standing)), memo("Asked the supplier by a letter with a reply page")];
    case ASK_EARLIER:
      return [letter(ASKED_EARLIER, EARLIER), memo("Asked the supplier for an earlier date by a letter with a reply page")];
    case ACKNOWLEDGE:
      return [memo("Confirmed by the supplier")];
    case ESCALATE:
      return [memo(`Escalated: ${inWords(standing)}`)];
    case PASS_ON:
      return [memo(`${inWords(standing)}: a buyer has to decide`)];
    default:
      return [];
  }
}

const EARLIER = "The day that you named is late for us. Please name the earliest day on which you can deliver.";

function wantsOf({ isSettled }: Standing): string {
  return isSettled
    ? "The goods were expected and have not come in. Please tell us when they will be here."
    : "We have no confirmation of this order yet. Please confirm it, or tell us which day and quantity you can hold.";
}

/** `sku` and `was` are for whoever reads it before saying yes. */
type PlannedLine = { lineId: string; expectedOn: string; sku: string | null; was: string };

/** The lines that the supplier named a day for, with the day; "" stands for every line. */
function namedLines({ lines }: PurchaseOrderSeen, { namedDay }: Standing): PlannedLine[] {
  return lines.flatMap(({ id, sku, expectedOn, isClosed }) => {
    const day = namedDay.get(id) ?? namedDay.get("");
    return day === undefined || isClosed ? [] : [{ lineId: id, expectedOn: dayText(day), sku, was: expectedOn ?? "none" }];
  });
}

const NOTHING_SAID = { moveDays: null, quantityPercent: null, pricePercent: null };

function inWords({ answer }: Standing): string {
  const { moveDays, quantityPercent, pricePercent } = answer?.wish ?? NOTHING_SAID;
  const wants = [
    ...(moveDays === null || moveDays === 0 ? [] : [moveDays > 0 ? `${moveDays} days later` : `${-moveDays} days sooner`]),
    ...(quantityPercent === null || quantityPercent === 0 ? [] : [`${signed(quantityPercent)} % of the quantity`]),
    ...(pricePercent === null || pricePercent === 0 ? [] : [`${signed(pricePercent)} % on the price`]),
  ];
  return wants.length === 0 ? "No answer that can be taken as it is" : `Supplier wants ${wants.join(", ")}`;
}

const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));
const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
const text = (value: unknown): string => (typeof value === "string" ? value : "");

const look: EffectKind["look"] = ({ subject }) => ({ action: "read-purchase-order", input: { purchaseOrderId: subject.id } });

/** Why an order is left alone, whatever was decided about it; null when it may be changed. */
function refusal(order: PurchaseOrderSeen, decided: string | null): string | null {
  if (OVER.has(order.state)) return "The purchase order was closed meanwhile.";
  return decided !== null && decided !== fingerprint(order) ? "The purchase order was changed after this was decided." : null;
}

type Change = {
  isDone: (order: PurchaseOrderSeen) => boolean;
  call: (order: PurchaseOrderSeen) => ActionCall;
  inverse: (order: PurchaseOrderSeen) => PlannedEffect | null;
};

/** Done already, not to be done any more, or to be done now: the same for every change of an order. */
function stepFor({ seen, decided }: { seen: unknown; decided: string | null }, { isDone, call, inverse }: Change): Step {
  const { purchaseOrder: order } = PurchaseOrderNow.parse(seen);
  if (isDone(order)) return { step: "already done" };
  const why = refusal(order, decided);
  if (why !== null) return { step: "refuse", why };
  return { step: "act", call: call(order), inverse: inverse(order) };
}

type NamedLine = { lineId: string; expectedOn: string };

const linesOf = (input: Readonly<Record<string, unknown>>): NamedLine[] =>
  (Array.isArray(input["lines"]) ? input["lines"] : []).map((line) => ({
    lineId: text(Object(line).lineId),
    expectedOn: text(Object(line).expectedOn),
  }));

const linesShown = (input: Readonly<Record<string, unknown>>) =>
  (Array.isArray(input["lines"]) ? input["lines"] : []).map((line) => {
    const { lineId, expectedOn, sku, was } = Object(line);
    return { lineId: text(lineId), expectedOn: text(expectedOn), sku: text(sku), was: text(was) };
  });

/** Expected days as they are, of the lines that will be changed; null where one has none, since a day cannot be taken away again. */
function daysBefore(order: PurchaseOrderSeen, changed: readonly NamedLine[]): NamedLine[] | null {
  const before: (NamedLine & { sku: string | null; was: string })[] = [];
  for (const { lineId, expectedOn } of changed) {
    const line = order.lines.find(({ id }) => id === lineId);
    if (line?.expectedOn === expectedOn) continue;
    if (line?.expectedOn == null) return null;
    before.push({ lineId, expectedOn: line.expectedOn, sku: line.sku, was: expectedOn });
  }
  return before;
}

const memoWith = (memo: string | null, added: string): string =>
  (memo === null || memo === "" ? added : `${memo}; ${added}`).slice(-LONGEST_MEMO);

const kinds: Readonly<Record<string, EffectKind>> = {
  "set expected dates": {
    title: "Set the expected dates",
    alters: ({ input }) =>
      linesShown(input).map(({ lineId, expectedOn, sku, was }) => ({
        what: `Expected day of ${sku === "" ? `line ${lineId}` : sku}`,
        before: was === "" ? null : was,
        after: expectedOn,
      })),
    look,
    prepare({ subject, input, seen, decided }) {
      const wanted = linesOf(input);
      return stepFor(
        { seen, decided },
        {
          isDone: ({ lines }) => wanted.every(({ lineId, expectedOn }) => lines.find(({ id }) => id === lineId)?.expectedOn === expectedOn),
          call: ({ updatedAt }) => ({
            action: "update-expected-date",
            input: { purchaseOrderId: subject.id, lines: wanted, expectedUpdatedAt: updatedAt },
          }),
          inverse: (order) => {
            const before = daysBefore(order, wanted);
            return before === null ? null : { kind: "set expected dates", subject, input: { lines: before } };
          },
        },
      );
    },
  },
  // Behind what stands there: buyers keep their own notes in this field.
  "write memo": {
    title: "Write the memo",
    alters: ({ input }) => {
      const was = typeof input["was"] === "string" ? input["was"] : null;
      const added = text(input["text"]);
      return [{ what: "Memo", before: was === "" ? "empty" : was, after: was === null ? `... ${added}` : memoWith(was, added) }];
    },
    look,
    prepare({ subject, input, seen, decided }) {
      const added = text(input["text"]);
      return stepFor(
        { seen, decided },
        {
          isDone: ({ memo }) => (memo ?? "").endsWith(added),
          call: ({ memo, updatedAt }) => ({
            action: "update-memo",
            input: { purchaseOrderId: subject.id, memo: memoWith(memo, added), expectedUpdatedAt: updatedAt },
          }),
          inverse: ({ memo }) => ({ kind: "put memo back", subject, input: { memo: memo ?? "" } }),
        },
      );
    },
  },
  "ask by letter": {
    title: "Write to the supplier",
    byLetter: true,
    alters: ({ input }) => [{ what: "Letter to the supplier, with a reply page", before: "not sent", after: text(input["wants"]) }],
    look,
    prepare({ input, seen, decided }) {
      const { purchaseOrder: order, supplierEmail } = PurchaseOrderNow.parse(seen);
      const why = refusal(order, decided);
      if (why !== null) return { step: "refuse", why };
      if (supplierEmail == null || supplierEmail === "") return { step: "refuse", why: "The ERP knows no mail address of this supplier." };
      const lines = order.lines
        .filter(({ isClosed }) => !isClosed)
        .map(({ id, sku, quantity, expectedOn }) => ({ id, sku, quantity, expectedOn }));
      const page = { number: order.number, wants: text(input["wants"]), lines };
      return {
        step: "ask",
        ask: { to: supplierEmail, recipient: order.supplierId ?? order.id, activity: text(input["activity"]), page },
      };
    },
  },
  "put memo back": {
    title: "Put the memo back",
    alters: ({ input }) => [{ what: "Memo", before: null, after: text(input["memo"]) === "" ? "empty" : text(input["memo"]) }],
    look,
    prepare({ subject, input, seen, decided }) {
      const before = text(input["memo"]);
      return stepFor(
        { seen, decided },
        {
          isDone: ({ memo }) => (memo ?? "") === before,
          call: ({ updatedAt }) => ({
            action: "update-memo",
            input: { purchaseOrderId: subject.id, memo: before, expectedUpdatedAt: updatedAt },
          }),
          inverse: () => null,
        },
      );
    },
  },
};

export const effects = onlyOwnRecord(kinds, (seen) => PurchaseOrderNow.parse(seen).purchaseOrder.id);
