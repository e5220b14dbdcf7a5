import { expect, test } from "vitest";
import { undoFirst, type OwnChange } from "./undo-first.ts";

const change = (id: string, before: string | null, after: string | null, more: Partial<OwnChange> = {}): OwnChange => ({
  id,
  before,
  after,
  altered: true,
  stands: true,
  ...more,
});
const taken = (id: string, before: string, after: string) => change(id, before, after, { stands: false });

test.each<[string, readonly OwnChange[], string, string | null]>([
  ["one later change of ours", [change("tag", "A", "B")], "B", "tag"],
  ["of two the latest", [change("tag", "A", "B"), change("address", "B", "C")], "C", "address"],
  [
    "of two the earlier, once the latest was taken back",
    [change("tag", "A", "B"), taken("address", "B", "C"), taken("undo", "C", "B")],
    "B",
    "tag",
  ],
  ["none where somebody edited the record after it", [change("tag", "A", "B")], "X", null],
  ["none where somebody edited the record before it", [change("tag", "X", "B")], "B", null],
  ["none where somebody edited the record between two", [change("tag", "A", "B"), change("address", "X", "C")], "C", null],
  ["none where nothing of ours came later", [], "X", null],
  ["none where what came later was taken back", [taken("tag", "A", "B"), taken("undo", "B", "A")], "A", null],
  ["none where it is not known how one left the record", [change("tag", "A", null)], "B", null],
  ["none for what stood so already", [change("tag", "A", "A", { altered: false })], "A", null],
  ["none where somebody made it so before we came", [change("tag", "A", "X", { altered: false })], "X", null],
])("what has to be taken back first: %s", (_case, later, now, first) => {
  expect(undoFirst({ after: "A", later, now })).toBe(first);
});
