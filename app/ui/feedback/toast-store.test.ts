import { expect, test } from "vitest";
import { dismissToast, showToast, toastStore } from "./toast-store.ts";

test("toasts come and go in order, three at most, and each change is told", () => {
  let told = 0;
  const stop = toastStore.subscribe(() => told++);
  const ids = ["one", "two", "three", "four"].map((text) => showToast(text));
  expect(toastStore.read().map(({ text }) => text)).toEqual(["two", "three", "four"]);
  dismissToast(ids[2] ?? -1);
  dismissToast(ids[2] ?? -1);
  expect(toastStore.read().map(({ text }) => text)).toEqual(["two", "four"]);
  expect(told).toBe(5);
  stop();
  for (const id of ids) dismissToast(id);
  expect(told).toBe(5);
  expect(toastStore.read()).toEqual([]);
});
