import { expect, test } from "vitest";
import { reportOf, type Replayed } from "./back-test.ts";

const replayed = (rowId: string | null, decided: string, people: string): Replayed => ({
  caseId: "order:1",
  atMs: 0,
  facts: {},
  rowId,
  decided,
  people,
  costMinor: 0,
  severe: false,
  knowable: true,
  regret: { rules: null, people: null },
});
const report = (rows: readonly Replayed[]) => reportOf(rows, () => null);

test("where people decide like cases differently, no outcome of a row could agree more", () => {
  const torn = [...Array.from({ length: 6 }, () => "release"), ...Array.from({ length: 4 }, () => "cancel")];
  const { agreement, bestShare } = report(torn.map((people) => replayed("row", "release", people)));
  expect(agreement.share).toBe(0.6);
  expect(bestShare).toBe(0.6);
});

test("a row with the wrong outcome agrees less than it could", () => {
  const { agreement, bestShare } = report([
    ...Array.from({ length: 3 }, () => replayed("wrong", "cancel", "release")),
    replayed("right", "cancel", "cancel"),
  ]);
  expect(agreement.share).toBe(0.25);
  expect(bestShare).toBe(1);
});

test("cases that are left to people say nothing of it", () => {
  expect(report([replayed("else", "needs a person", "release")]).bestShare).toBeNull();
});
