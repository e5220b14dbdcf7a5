import { expect, test } from "vitest";
import { expressionNames } from "./expression-names.ts";

test.each([
  ["> 5", []],
  ["$ > orderTotal and orderTotal > 3", ["orderTotal"]],
  ["len($) > 3", []],
  ["contains(note, 'orderTotal')", ["note"]],
  ['$ in ["a", "b"] or not(isVip)', ["isVip"]],
  ["$root.orderTotal > 5", []],
  ["some([1, 2], # > limit)", ["limit"]],
  ["`x${note} orderTotal` == $", ["note"]],
  ["foo >> bar (((", ["foo"]],
  ["[1..5]", []],
  ["null", []],
])("%s asks for %j", (text, names) => {
  expect(expressionNames(text)).toEqual(names);
});
