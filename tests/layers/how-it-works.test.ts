import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

test("every file and folder that docs/how-it-works.md names is there", () => {
  const text = readFileSync(join(ROOT, "docs/how-it-works.md"), "utf8");
  const named = [...text.matchAll(/`([^`\s]+)`/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));
  const paths = named.filter((name) => name.includes("/"));
  // A bare name stands for the file of that name beside the one named before it.
  const bare = named.filter((name) => !name.includes("/") && /\.tsx?$/.test(name));
  const files = new Set(
    globSync("{app,server,connectors}/**/*.{ts,tsx}", { cwd: ROOT, exclude: ["**/node_modules"] }).map((file) => basename(file)),
  );
  expect(paths.length).toBeGreaterThan(20);
  expect(bare.length).toBeGreaterThan(10);
  expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  expect(bare.filter((name) => !files.has(name))).toEqual([]);
});
