import { expect, test } from "vitest";
import { agreementOf } from "./agreement.ts";
import { triedOn, triedShare } from "./tried-share.ts";

const WINDOW = { fromDay: "2026-01-01", toDay: "2026-03-31" };
const answers = (agreed: number, n: number) =>
  agreementOf(Array.from({ length: n }, (_, at) => ({ agreed: at < agreed, severe: false, costMinor: 0 })));
const LEARNED = { decisions: 90, fromMs: Date.UTC(2026, 1, 1), untilMs: Date.UTC(2026, 2, 1), heldOut: answers(72, 85) };
const report = { decisions: 100, agreement: answers(97, 99), learned: null };

test("rules that people wrote are worth what they did in the window", () => {
  expect(triedOn(report, WINDOW)).toEqual({ decisions: 100, agreement: report.agreement, ...WINDOW });
});

test("rules that were learned from its decisions are worth what such rules did on cases held out, over the days they were learned from", () => {
  const found = triedOn({ ...report, learned: { ...LEARNED, learnedFrom: { decisions: 90 } } }, WINDOW);
  expect(found).toEqual({ decisions: 90, agreement: LEARNED.heldOut, fromDay: "2026-02-01", toDay: "2026-03-01" });
  const share = triedShare(found, { automationId: "a1", version: 2 });
  expect(share).toMatchObject({ share: { point: 0.8 }, source: { from: "2026-02-01", alike: 72, count: 90 } });
});

test("where nothing of the window had been seen, or nobody measured what was held out, the window stands", () => {
  expect(triedOn({ ...report, learned: { ...LEARNED, learnedFrom: { decisions: 0 } } }, WINDOW).decisions).toBe(100);
  expect(triedOn({ ...report, learned: { ...LEARNED, heldOut: null, learnedFrom: { decisions: 90 } } }, WINDOW).decisions).toBe(100);
});
