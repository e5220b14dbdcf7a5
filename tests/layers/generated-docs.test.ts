import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generatedDocs } from "#server/start/docs/generated-docs.ts";

const DOCS = join(import.meta.dirname, "../../docs");

test.each([...generatedDocs()])("docs/%s says what the code says: else run `npm run docs`", (path, text) => {
  expect(readFileSync(join(DOCS, path), "utf8")).toBe(text);
});

test("no page describes an error that is gone", () => {
  const pages = generatedDocs();
  expect(readdirSync(join(DOCS, "errors")).filter((file) => !pages.has(`errors/${file}`))).toEqual([]);
});

test("every setting says what it is for", () => {
  expect(generatedDocs().get("settings.md")).not.toMatch(/^\| `\w+` \| +\|/m);
});
