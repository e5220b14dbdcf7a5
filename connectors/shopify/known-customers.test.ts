import { expect, test } from "vitest";
import { unseenSince, withKnownCustomers } from "./known-customers.js";

test("an order that was read without its customer keeps the one that was known", async () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the store's own claim, as Nango makes it
  const nango = { getRecordsByIds: async () => new Map([["1", { id: "1", customerId: "c1" }]]) as never };
  const read = [{ id: "1", customerId: null }, { id: "2", customerId: null }]; // prettier-ignore
  expect(await withKnownCustomers(nango, "Order", read)).toEqual([{ id: "1", customerId: "c1" }, { id: "2", customerId: null }]); // prettier-ignore
});

test("customers are read again from the oldest row on that was read without one", () => {
  expect(unseenSince("2026-11-02T00:00:00.000Z", { updatedAt: "2026-11-01T00:00:00Z" })).toBe("2026-11-01T00:00:00Z");
  expect(unseenSince("2026-11-02T00:00:00.000Z", { updatedAt: "2026-11-03T00:00:00Z" })).toBe("2026-11-02T00:00:00.000Z");
  expect(unseenSince("2026-11-02T00:00:00.000Z", null)).toBe("2026-11-02T00:00:00.000Z");
});
