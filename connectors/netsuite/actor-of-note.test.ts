import { expect, test } from "vitest";
import { actorOfNote } from "./actor-of-note.js";

const integrationUsers = new Set(["77"]);

test.each([
  ["a save in the browser", { context: "UIF", label: "UI" }, "person", "A"],
  ["a code that only its label tells", { context: "17", label: "User Interface" }, "person", "A"],
  ["a file taken in by hand", { context: "CSV", label: "CSV Import" }, "person", "A"],
  ["a page of one's own", { context: "SLT", label: "Script (Suitelet)" }, "person", "B"],
  ["a program", { context: "WBS", label: "Web Services" }, "app", "A"],
  ["a script by the clock", { context: "SCH", label: "Script (Scheduled)" }, "rule", "A"],
  ["a rule set off by a save", { context: "UEV", label: "Script (User Event)" }, "rule", "A"],
  ["a code that nobody has seen", { context: "XQ9", label: null }, "unknown", "C"],
  ["a note without a context, from before 2014.2", { context: null, label: null }, "unknown", "C"],
])("%s: %j is %s of grade %s", (_what, more, kind, grade) => {
  const actor = actorOfNote({ name: "12", who: "Rahel Stern", ...more }, integrationUsers);
  expect([actor.actorKind, actor.grade]).toEqual([kind, grade]);
});

test("a program that works in the browser under an employee kept for it is an app", () => {
  expect(actorOfNote({ name: "77", who: "Sync Agent", context: "UIF", label: "UI" }, integrationUsers).actorKind).toBe("app");
});

test("a negative number is NetSuite itself, which has no name", () => {
  expect(actorOfNote({ name: "-4", who: "-System-", context: "SCH", label: null }, integrationUsers)).toMatchObject({
    actorKind: "system",
    actorName: null,
  });
});
