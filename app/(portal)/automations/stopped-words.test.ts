import { expect, test } from "vitest";
import { approvedWords } from "./stopped-words.ts";

const stop = { by: "Olga Ops", reason: "Wrong addresses", all: true };

test("what is approved and not stopped is being carried out", () => {
  expect(approvedWords(1, { waits: 0, stop: null })).toBe("Approved. It is being carried out.");
  expect(approvedWords(6, { waits: 0, stop: null })).toBe("6 approved. They are being carried out.");
});

test("what is stopped waits, and it is said for whom and why", () => {
  expect(approvedWords(1, { waits: 1, stop })).toBe(
    "Approved. It waits until the stop is lifted: Olga Ops stopped all automations: Wrong addresses.",
  );
  expect(approvedWords(3, { waits: 2, stop: { ...stop, all: false } })).toBe(
    "3 approved. 2 of them wait until the stop is lifted: Olga Ops stopped this automation: Wrong addresses.",
  );
});
