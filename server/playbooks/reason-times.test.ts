import { expect, test } from "vitest";
import { playbooks } from "./index.ts";

const TIME = /\b(\d+|two|three|four|five|ten) (minutes|hours|days|weeks)\b/;
const OF_A_RANGE = /\bor more\b|\bor longer\b|\bat least\b|\bat most\b|\bwithin\b|\bless than\b/;

/** Rows that hold for a range of a time, such as from 44 hours on, and whose reasons name one. */
const rows = playbooks.flatMap(({ name, facts, offer }) =>
  offer([]).table.rows.flatMap(({ id, when, reason }) => {
    const asksForTime = facts.some(({ name: fact, type }) => {
      const cell = when[fact];
      return type.kind === "number" && /^(minutes|hours|days)$/.test(type.unit ?? "") && cell?.test === "between" && cell.low !== cell.high;
    });
    return asksForTime && TIME.test(reason) ? [[`${name}, ${id}`, reason] as const] : [];
  }),
);

test.each(rows)("%s: the reason is true of every time for which the row is met: %s", (_row, reason) => {
  expect(reason).toMatch(OF_A_RANGE);
});

test("there are such rows", () => {
  expect(rows.map(([row]) => row)).toEqual(expect.arrayContaining(["supplier-po, silent", "supplier-po, late"]));
});
