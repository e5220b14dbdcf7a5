import * as z from "zod";
import { valueWords } from "#server/domain/decisions/value-words.ts";
import type { CaseHistory } from "#server/domain/automations/case-history.ts";
import { onlyOwnRecord } from "../only-own-record.ts";
import type { ActionCall, EffectKind, Plan, PlannedEffect, Step } from "../define.ts";
import { APPROVE, DECLINE_REASONS, isDecline, KEEP_ITEM, RESTOCK, WRITE_OFF } from "./outcomes.ts";
import { hasGoodsLeft, isPaidBack, ReturnSeen } from "./records.ts";

const KEEP_NOTE = "Refunded; please keep the item.";
const REFUND_NOTE = "Refunded after inspection.";

/** Everything of a return that a decision about it rests on. What else happens to its order may change without harm. */
export function fingerprint({ state, value, refunded, lines }: ReturnSeen): string {
  return JSON.stringify({
    state,
    value,
    refunded,
    lines: lines.map((line) => Object.entries(line).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  });
}

export const fingerprintNow = (seen: unknown): string => fingerprint(ReturnSeen.parse(seen));

/** What an outcome changes; null while our copy does not show the return in the state that its time line tells of. */
export function plan({ outcome, history }: { outcome: string; history: CaseHistory }): Plan | null {
  const record = ReturnSeen.safeParse(history.records.findLast(({ model }) => model === "Return")?.content).data;
  if (!record) return null;
  const isAboutGoods = outcome === RESTOCK || outcome === WRITE_OFF;
  if (isAboutGoods ? record.state !== "open" && record.state !== "closed" : record.state !== "requested") return null;
  if (isAboutGoods && !record.lines.some(({ receivedQuantity }) => receivedQuantity > 0)) return null;
  return {
    effects: effectsOf(outcome, record),
    riskMinor: record.value?.amountMinor ?? null,
    currency: record.value?.currency ?? null,
    fingerprint: fingerprint(record),
  };
}

function effectsOf(outcome: string, record: ReturnSeen): PlannedEffect[] {
  const subject = { type: "return", id: record.id };
  const refund = (note: string): PlannedEffect[] =>
    record.value === null || isPaidBack(record) ? [] : [{ kind: "refund", subject, input: { amount: record.value, note } }];
  const goods = (what: "restock" | "write off"): PlannedEffect[] =>
    hasGoodsLeft(record) ? [{ kind: "decide on goods", subject, input: { goods: what } }] : [];
  if (outcome === APPROVE) return [{ kind: "approve request", subject, input: {} }];
  if (isDecline(outcome))
    return [{ kind: "decline request", subject, input: { reason: DECLINE_REASONS[outcome], note: "", notifyCustomer: true } }];
  // Without a price that is known nothing can be paid back, and nothing is half done.
  if (record.value === null && !isPaidBack(record)) return [];
  if (outcome === KEEP_ITEM)
    return [...refund(KEEP_NOTE), { kind: "decline request", subject, input: { reason: "OTHER", note: KEEP_NOTE, notifyCustomer: false } }];
  if (outcome === RESTOCK) return [...refund(REFUND_NOTE), ...goods("restock")];
  return outcome === WRITE_OFF ? [...refund(REFUND_NOTE), ...goods("write off")] : [];
}

const look: EffectKind["look"] = ({ subject }) => ({ action: "read-return", input: { returnId: subject.id } });
const text = (value: unknown): string => (typeof value === "string" ? value : "");

const Amount = z.object({ amountMinor: z.number(), currency: z.string() });

type Change = {
  isDone: (record: ReturnSeen) => boolean;
  refuses: (record: ReturnSeen) => string | null;
  call: (record: ReturnSeen) => ActionCall;
};

/** Done already, not to be done any more, or to be done now. Nothing here can be taken back: the customer has the letter, or the money. */
function stepFor({ seen, decided }: { seen: unknown; decided: string | null }, { isDone, refuses, call }: Change): Step {
  const record = ReturnSeen.parse(seen);
  if (isDone(record)) return { step: "already done" };
  const why = refuses(record);
  if (why !== null) return { step: "refuse", why };
  if (decided !== null && decided !== fingerprint(record)) return { step: "refuse", why: "The return was changed after this was decided." };
  return { step: "act", call: call(record), inverse: null };
}

const answeredAlready = ({ state }: ReturnSeen): string | null => (state === "requested" ? null : `The return is ${state} meanwhile.`);

const kinds: Readonly<Record<string, EffectKind>> = {
  "approve request": {
    title: "Approve the return",
    alters: () => [
      { what: "The return", before: "requested", after: "approved" },
      { what: "The customer", before: "not told", after: "told how to send the goods" },
    ],
    look,
    prepare: ({ subject, seen, decided }) =>
      stepFor(
        { seen, decided },
        {
          isDone: ({ state }) => state === "open" || state === "closed",
          refuses: answeredAlready,
          call: ({ updatedAt }) => ({
            action: "approve-return",
            input: { returnId: subject.id, notifyCustomer: true, expectedUpdatedAt: updatedAt },
          }),
        },
      ),
  },
  "decline request": {
    title: "Decline the return",
    alters: ({ input }) => [
      { what: "The return", before: "requested", after: `declined, reason given: ${valueWords(text(input["reason"]))}` },
      ...(text(input["note"]) === "" ? [] : [{ what: "Note", before: "none", after: text(input["note"]) }]),
      { what: "The customer", before: "not told", after: input["notifyCustomer"] === true ? "told by the shop" : "not told by the shop" },
    ],
    look,
    prepare: ({ subject, input, seen, decided }) =>
      stepFor(
        { seen, decided },
        {
          isDone: ({ state }) => state === "declined",
          refuses: answeredAlready,
          call: ({ updatedAt }) => ({
            action: "decline-return",
            input: {
              returnId: subject.id,
              reason: text(input["reason"]),
              note: text(input["note"]),
              notifyCustomer: input["notifyCustomer"] === true,
              expectedUpdatedAt: updatedAt,
            },
          }),
        },
      ),
  },
  refund: {
    title: "Refund the goods",
    alters({ input }) {
      const amount = Amount.safeParse(input["amount"]).data;
      return [
        { what: "Paid back to the customer", before: "nothing", after: amount ?? "the value of the return" },
        ...(text(input["note"]) === "" ? [] : [{ what: "Note", before: "none", after: text(input["note"]) }]),
        { what: "The customer", before: "not told", after: "told by the shop" },
      ];
    },
    look,
    prepare: ({ subject, input, seen, decided, key }) =>
      stepFor(
        { seen, decided },
        {
          isDone: isPaidBack,
          refuses: ({ state, refunded }) => {
            if (state === "declined" || state === "canceled") return `The return is ${state} meanwhile.`;
            return refunded === null ? null : "A part of it was paid back meanwhile: a person has to see how much is left.";
          },
          call: ({ updatedAt }) => ({
            action: "refund-return",
            input: {
              returnId: subject.id,
              amount: input["amount"],
              note: text(input["note"]),
              notifyCustomer: true,
              key,
              expectedUpdatedAt: updatedAt,
            },
          }),
        },
      ),
  },
  "decide on goods": {
    title: "Restock or write off",
    alters: ({ input }) => [
      { what: "The goods", before: "received, not decided on", after: input["goods"] === "restock" ? "back in stock" : "written off" },
    ],
    look,
    prepare: ({ subject, input, seen, decided }) => {
      const goods = input["goods"] === "restock" ? "restock" : "write off";
      const decidedAs = (record: ReturnSeen) =>
        record.lines.some(
          ({ restockedQuantity, writtenOffQuantity }) => (goods === "restock" ? restockedQuantity : writtenOffQuantity) > 0,
        );
      return stepFor(
        { seen, decided },
        {
          isDone: (record) => !hasGoodsLeft(record) && decidedAs(record),
          refuses: (record) => {
            if (hasGoodsLeft(record)) return null;
            const isReceived = record.lines.some(({ receivedQuantity }) => receivedQuantity > 0);
            return isReceived ? "Something else was decided on the goods meanwhile." : "The goods were not received.";
          },
          call: ({ updatedAt }) => ({
            action: "restock-return",
            input: { returnId: subject.id, goods, expectedUpdatedAt: updatedAt },
          }),
        },
      );
    },
  },
};

export const effects = onlyOwnRecord(kinds, (seen) => ReturnSeen.parse(seen).id);
