import { expect, test } from "vitest";
import type { EffectKind } from "./define.ts";
import { onlyOwnRecord } from "./only-own-record.ts";

const acts: EffectKind = {
  title: "Tag",
  alters: () => [],
  look: () => ({ action: "read", input: {} }),
  prepare: ({ subject }) => ({ step: "act", call: { action: "tag", input: { id: subject.id } }, inverse: null }),
};
const { tag } = onlyOwnRecord({ tag: acts }, (seen) => String(Object(seen).id));
const given = { subject: { type: "order", id: "1" }, input: {}, decided: null, key: "k", left: null, inDoubt: false };

test("an effect is carried out on the record that it was decided for", () => {
  expect(tag?.prepare({ ...given, seen: { id: "1" } })).toMatchObject({ step: "act" });
});

test("an answer about another record, say of another tenant, has it looked at again", () => {
  expect(tag?.prepare({ ...given, seen: { id: "2" } })).toMatchObject({
    step: "look again",
    why: expect.stringContaining("another record"),
  });
});
