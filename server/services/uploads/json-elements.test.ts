import { expect, test } from "vitest";
import { AppError } from "#server/errors.ts";
import { jsonElements } from "./json-elements.ts";

async function* cut(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function read(text: string, size = text.length): Promise<unknown[]> {
  const found = [];
  for await (const { array, value, line } of jsonElements(cut(text, Math.max(1, size)))) found.push([array, value, line]);
  return found;
}

const refusal = async (text: string): Promise<string> => {
  const error: unknown = await read(text).catch((caught: unknown) => caught);
  if (!(error instanceof AppError)) throw error;
  return error.message;
};

const LOG = String.raw`{"version": "2.0", "more": {"events": [1, 2]},
 "events": [ {"id": "a\\", "text": "]}{[,\" \u0000 \ud800", "list": [[1], {"b": []}]},
   {"id": "é😀"} , 7, "x,]", null, []
 ],
 "objects": [], "last": [{}]}`;

test("entries come one by one with their array and line, wherever the text is cut", async () => {
  const whole = await read(LOG);
  expect(whole).toEqual([
    ["events", { id: "a\\", text: ']}{[," \0 \ud800', list: [[1], { b: [] }] }, 2],
    ["events", { id: "é😀" }, 3],
    ["events", 7, 3],
    ["events", "x,]", 3],
    ["events", null, 3],
    ["events", [], 3],
    ["last", {}, 5],
  ]);
  for (let size = 1; size < 30; size += 1) expect(await read(LOG, size)).toEqual(whole);
});

test("what is broken is refused with its line", async () => {
  expect(await refusal('{"events": [{"id": 1}')).toBe("Line 1: the JSON ends before it is whole.");
  expect(await refusal('{"events": [\n{"id": 1,}]}')).toMatch(/^Line 2: the JSON is broken/);
  expect(await refusal('{"events": [{"id": "1}]}')).toBe("Line 1: the JSON ends before it is whole.");
  expect(await refusal("[1]")).toBe("Line 1: it is not a JSON object.");
  expect(await refusal('{"a": []}\n{}')).toBe("Line 2: something follows after the end of the JSON.");
});

test("an entry that never ends is given up before it fills the memory", async () => {
  async function* endless(): AsyncGenerator<string> {
    yield '{"events": ["';
    for (;;) yield "x".repeat(1024 * 1024);
  }
  const work = async () => {
    for await (const _ of jsonElements(endless()));
  };
  await expect(work()).rejects.toThrow("an entry is longer than 64 MB");
});
