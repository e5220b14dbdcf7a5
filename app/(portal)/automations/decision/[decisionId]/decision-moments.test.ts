import { expect, test } from "vitest";
import { decisionMoments } from "./decision-moments.ts";

type Told = Parameters<typeof decisionMoments>[0];

const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 12, 10, minute));
const words = { automation: "Order exceptions", decided: "Correct the address", title: (name: string) => name };

const decision: Told["decision"] = {
  id: "d",
  automationId: "a",
  version: 2,
  stage: "approve",
  caseId: "order:1",
  caseName: "#1042",
  decidedAt: at(14),
  rowId: null,
  outcome: "fix address",
  reason: "The check names one.",
  riskMinor: null,
  currency: null,
  heldOut: false,
  answer: null,
  facts: {},
  regret: null,
};
const effect = (change: Partial<Told["effects"][number]> = {}): Told["effects"][number] => ({
  id: "e",
  title: "Set the shipping address",
  alters: [],
  answer: null,
  state: "proposed",
  undoes: null,
  canUndo: false,
  hasReplyPage: false,
  problem: null,
  later: null,
  errorClass: null,
  wasProposed: true,
  createdAt: at(14),
  settledAt: null,
  attempts: [],
  ...change,
});
const tell = (effects: Told["effects"], said: Told["said"] = []) =>
  decisionMoments({ decision, row: null, effects, said, stop: null }, words).map((moment) => `${moment.at.getUTCMinutes()} ${moment.what}`);

const PROPOSED = [
  "14 Decided by Order exceptions, version 2 of its rules, in stage approve: Correct the address.",
  "14 Proposed by Order exceptions, version 2: Set the shipping address.",
];

test("what was proposed is worded alike before and after somebody said yes, and who did stands at their own moment", () => {
  expect(tell([effect()])).toEqual(PROPOSED);
  const said = [{ at: at(15), what: "approve" as const, by: "Olga Ops", reason: null, effectId: null }];
  const attempts = [{ at: at(16), what: "act", result: "done", errorClass: null, message: null }];
  expect(tell([effect({ state: "done", settledAt: at(16), attempts })], said)).toEqual([
    ...PROPOSED,
    "15 Correct the address: approved by Olga Ops.",
    "16 Set the shipping address: sent and taken.",
    "16 Set the shipping address: done.",
  ]);
});

test("a person's no is named with its reason, and the vendor's no has another word", () => {
  const said = [{ at: at(15), what: "reject" as const, by: "Olga Ops", reason: "The customer called.", effectId: null }];
  expect(tell([effect({ state: "refused", errorClass: "rejected", settledAt: at(15) })], said).slice(2)).toEqual([
    "15 Correct the address: rejected by Olga Ops: The customer called.",
    "15 Set the shipping address: rejected by a person.",
  ]);
  expect(tell([effect({ state: "refused", errorClass: "refused", settledAt: at(16) })]).at(-1)).toBe(
    "16 Set the shipping address: refused, not done.",
  );
});

test("an undo is asked for by a person and done as a step of its own; what was done stays done at its moment", () => {
  const said = [{ at: at(20), what: "undo" as const, by: "Olga Ops", reason: "Wrong house.", effectId: "e" }];
  const back = effect({ id: "u", undoes: "e", state: "done", wasProposed: false, createdAt: at(21), settledAt: at(22) });
  expect(tell([effect({ state: "undone", settledAt: at(16) }), back], said).slice(2)).toEqual([
    "16 Set the shipping address: done.",
    '20 Undo of "Set the shipping address" asked for by Olga Ops: Wrong house.',
    '22 Undo of "Set the shipping address": done.',
  ]);
});

test("what an automation does by itself is not said to wait for anybody", () => {
  expect(tell([effect({ state: "ready", wasProposed: false })])[1]).toBe(
    "14 To be done by Order exceptions, version 2, without asking: Set the shipping address.",
  );
});
