import { expect, test } from "vitest";
import { aboutActivity, edgeWeight, mainPath, mapInWords, roundedPath } from "./map-words.ts";

const drawn = {
  edges: [
    { from: null, to: "hold", count: 10 },
    { from: "hold", to: "hold", count: 20 },
    { from: "hold", to: "release", count: 8 },
    { from: "hold", to: "cancel", count: 2 },
    { from: "release", to: "hold", count: 1 },
    { from: "release", to: null, count: 7 },
  ],
};

test("the commonest way follows the most frequent steps, stays at no loop and ends", () => {
  expect(mainPath(drawn)).toEqual(["hold", "release"]);
  expect(
    mainPath({
      edges: [
        { from: null, to: "a", count: 1 },
        { from: "a", to: "b", count: 1 },
        { from: "b", to: "a", count: 1 },
      ],
    }),
  ).toEqual(["a", "b"]);
  expect(mainPath({ edges: [] })).toEqual([]);
});

test("the map is told in a sentence, and each activity with its neighbours", () => {
  expect(mapInWords(drawn, 10, "en-US")).toBe(
    "10 cases. The commonest way goes hold, then release. hold is repeated at once 20 times. Press an activity to see its events.",
  );
  expect(aboutActivity("hold", drawn, "en-US")).toBe("Before it: hold 20, begin 10, release 1. After it: hold 20, release 8, cancel 2.");
  expect(aboutActivity("cancel", drawn, "en-US")).toContain("After it: nothing.");
});

test("a path has round corners that never reach beyond half of a leg", () => {
  expect(
    roundedPath([
      { x: 0, y: 0 },
      { x: 0, y: 40 },
      { x: 10, y: 40 },
    ]),
  ).toBe("M0 0L0 32Q0 40 5 40L10 40");
  expect(roundedPath([{ x: 0, y: 0 }])).toBe("");
});

test("the most frequent arrow is the thickest, and the rarest still has a width", () => {
  expect(edgeWeight(100, 100)).toBe(5);
  expect(edgeWeight(0, 100)).toBe(1);
});
