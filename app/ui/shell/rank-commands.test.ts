import { expect, test } from "vitest";
import type { Command } from "./command-launcher.tsx";
import { rankCommands } from "./rank-commands.ts";

const commands: Command[] = [
  { kind: "page", label: "Audit", href: "/audit" },
  { kind: "page", label: "Roadmap", href: "/roadmap" },
  { kind: "action", label: "Import an event log", href: "/import", words: "csv upload" },
  { kind: "action", label: "Map columns", href: "/map" },
];
const labels = (typed: string) => rankCommands(commands, typed).map(({ label }) => label);

test("nothing typed keeps all in their order", () => {
  expect(labels("  ")).toEqual(commands.map(({ label }) => label));
});

test("what begins with the text comes before what contains it", () => {
  expect(labels("map")).toEqual(["Map columns", "Roadmap"]);
});

test("other words for the same thing are found", () => {
  expect(labels("CSV")).toEqual(["Import an event log"]);
});

test("every word must be found", () => {
  expect(labels("import log")).toEqual(["Import an event log"]);
  expect(labels("import roadmap")).toEqual([]);
});
