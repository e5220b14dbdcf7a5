import { expect, test } from "vitest";
import { playbooks } from "./index.ts";

const titles = playbooks.flatMap(({ name, facts }) => facts.map(({ title }) => [name, title] as const));

test.each(titles)("%s: the title %s can stand in a sentence and before a colon", (_, title) => {
  expect(title).toMatch(/^[\p{L}\d][\p{L}\d' ,-]*[\p{L}\d]$/u);
});
