import { expect, test } from "vitest";
import { EVIDENCE_WORDS } from "#app/ui/figure/evidence-words.ts";
import { evidenceInWords } from "./evidence-in-words.ts";

const NONE = { items: 0, activities: 0, someRecorded: false };

test("with timed items in, the headline says how far they carry and what the rest lies on", () => {
  const known = { shares: { timed: 0.4, bounds: 0.6 }, timed: { items: 36, activities: 2, someRecorded: false }, tooFew: NONE };
  expect(evidenceInWords(known, "bounds", "en-US")).toBe(
    "Of these hours 40% rest on 36 timed items in 2 activities; 60% lies between two limits that follow from timestamps.",
  );
  expect(evidenceInWords({ ...known, shares: { timed: 1 } }, "timed", "en-US")).toBe(
    "All of these hours rest on 36 timed items in 2 activities.",
  );
});

test("a few items are said to move the estimate and not the limits", () => {
  const few = { shares: { bounds: 1 }, timed: NONE, tooFew: { items: 1, activities: 1, someRecorded: false } };
  expect(evidenceInWords(few, "bounds", "en-US")).toBe(
    `${EVIDENCE_WORDS.bounds.meaning} 1 timed item in 1 activity is too few there yet: the best estimate moves with what was timed, the limits stay.`,
  );
});

test("without any item the class of the total says it", () => {
  expect(evidenceInWords({ shares: { bounds: 1 }, timed: NONE, tooFew: NONE }, "bounds", "en-US")).toBe(EVIDENCE_WORDS.bounds.meaning);
});
