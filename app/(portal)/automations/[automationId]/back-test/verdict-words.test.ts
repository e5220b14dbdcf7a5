import { expect, test } from "vitest";
import { verdictOf } from "#server/domain/automations/compare-versions.ts";
import { verdictWords } from "./verdict-words.ts";

const total = (otherwise: number, severe: number, costMinor: number) => ({ alike: 0, otherwise, leftToPeople: 0, severe, costMinor });
const words = (
  before: ReturnType<typeof total>,
  after: ReturnType<typeof total>,
  gained: number,
  lost: number,
  chance: number,
  seen = [0, 0],
) => {
  const counts = { before, after, gained, lost, chance };
  const [older = 0, newer = 0] = seen;
  return verdictWords(
    { version: 2, learnedFrom: newer },
    { version: 1, decisions: 3_293, ...counts, verdict: verdictOf(counts), learnedFrom: older },
  );
};

test("a version that was learned from the decisions it is compared on does not win by them unsaid", () => {
  const said = words(total(21, 2, 78_600), total(21, 2, 78_600), 1_204, 30, 1e-9, [0, 3_100]);
  expect(said).toMatch(/Version 2 was learned from 3,100 of these decisions, so that they speak for it more than new ones would.$/);
  expect(said).not.toContain("Version 1 was learned");
});

test("a version that decides more as people did at dearer mistakes is not called better, and both sides are named", () => {
  const said = words(total(21, 2, 78_600), total(65, 7, 177_500), 1_204, 30, 1e-9);
  expect(said).toContain("version 2 decides more as people did than version 1");
  expect(said).toContain("but its mistakes are 65 instead of 21, the severe among them 7 instead of 2, and together they cost more");
  expect(said).not.toContain("better one");
});

test("a version that decides less as people did at cheaper mistakes is not called worse", () => {
  const said = words(total(65, 7, 177_500), total(21, 9, 78_600), 30, 1_204, 1e-9);
  expect(said).toContain(
    "version 1 decides more as people did than version 2, but its mistakes are 65 instead of 21, the severe among them 7",
  );
  expect(said).not.toContain("worse one");
});

test("one that is better on both sides, or worse on both, is called so", () => {
  expect(words(total(21, 2, 78_600), total(21, 2, 78_600), 1_204, 30, 1e-9)).toMatch(
    /no more severe ones: version 2 is the better one here.$/,
  );
  expect(words(total(21, 2, 78_600), total(65, 2, 78_600), 30, 1_204, 1e-9)).toMatch(
    /no fewer severe ones: version 2 is the worse one here.$/,
  );
});

test("where agreement tells nothing, mistakes that differ are told all the same", () => {
  expect(words(total(2, 0, 500), total(2, 0, 500), 3, 2, 1)).toMatch(/this does not tell which is better.$/);
  expect(words(total(2, 0, 500), total(4, 1, 900), 0, 0, 1)).toMatch(
    /As to what goes wrong with version 2: its mistakes are 4 instead of 2, the severe among them 1 instead of 0, and together they cost more.$/,
  );
});
