import { expect, test } from "vitest";
import { moneyWords } from "#server/domain/rollout/words.ts";
import { partsOfSentence } from "./sentence-parts.ts";

test("every amount that the explanations write is found, in any currency, with the text around it", () => {
  for (const [currency, minor] of [
    ["USD", 123_400],
    ["CAD", 5_000],
    ["SEK", 1_234_500],
    ["JPY", 12_000],
    ["KWD", 7_000],
  ] as const)
    expect(partsOfSentence(`It saves ${moneyWords(currency, minor)}, for 9 build days.`, currency)).toEqual([
      "It saves ",
      { minor },
      ", for 9 build days.",
    ]);
});

test("an amount at either end, a loss, and none", () => {
  expect(partsOfSentence("$5 less than -$7", "USD")).toEqual([{ minor: 500 }, " less than ", { minor: -700 }]);
  expect(partsOfSentence("Nothing else can be started.", "USD")).toEqual(["Nothing else can be started."]);
});
