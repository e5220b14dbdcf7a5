import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const files = readdirSync(new URL("./", import.meta.url)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));

// The server loads these files as they are, where "./money.js" would name no file.
test.each(files)("%s imports zod and nothing else", (name) => {
  const text = readFileSync(new URL(name, import.meta.url), "utf8");
  expect([...text.matchAll(/from "([^"]+)"/g)].map(([, source]) => source)).toEqual(["zod"]);
});
