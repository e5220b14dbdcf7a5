import { expect, test } from "vitest";
import { readMapping, writeMapping, type Chosen } from "./mapping-params.ts";

const chosen: Chosen = {
  columns: { caseId: 0, activity: 2, actor: 3, actorKind: null, role: null, startedAt: null, endedAt: 5, eventId: null, workflow: 10 },
  attributes: [1, 4],
  zone: "Europe/Berlin",
  dateOrder: "day-month",
};

test("a choice of columns survives the way through the URL", () => {
  expect(readMapping(Object.fromEntries(new URLSearchParams(writeMapping(chosen))))).toEqual(chosen);
});

test("a URL without a choice holds none", () => {
  expect(readMapping({})).toBeUndefined();
});

test("nonsense in the URL is no column", () => {
  expect(readMapping({ caseId: "-1", activity: "x", endedAt: "3", zone: "", dateOrder: "sideways", attributes: "a.2" })).toEqual({
    columns: {
      caseId: null,
      activity: null,
      actor: null,
      actorKind: null,
      role: null,
      startedAt: null,
      endedAt: 3,
      eventId: null,
      workflow: null,
    },
    attributes: [2],
    zone: null,
    dateOrder: null,
  });
});
