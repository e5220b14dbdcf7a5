import { expect, test } from "vitest";
import { ahead } from "./ahead.js";

async function* pages(asked: number[], failsAt: number): AsyncGenerator<number, void, void> {
  for (const page of [1, 2, 3]) {
    asked.push(page);
    if (page === failsAt) throw new Error(`page ${page} failed`);
    yield page;
  }
}

test("the next page is asked for before the present one is done with", async () => {
  const asked: number[] = [];
  const seen: [number, number[]][] = [];
  for await (const page of ahead(pages(asked, 0))) {
    await Promise.resolve();
    seen.push([page, [...asked]]);
  }
  expect(seen).toEqual([[1, [1, 2]], [2, [1, 2, 3]], [3, [1, 2, 3]]]); // prettier-ignore
});

test("an error comes after the pages before it", async () => {
  const seen: number[] = [];
  const read = async () => {
    for await (const page of ahead(pages([], 3))) seen.push(page);
  };
  await expect(read()).rejects.toThrow("page 3 failed");
  expect(seen).toEqual([1, 2]);
});
