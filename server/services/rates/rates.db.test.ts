import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";

let house: TestHouse;
let owner: Member;
beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
});
afterAll(() => house.close());

const WAREHOUSE = { role: "Warehouse", effectiveFrom: null, minorAnHour: 2_800, class: "recorded", source: "Payroll of March" } as const;
const rates = async () =>
  (await owner.call((api) => api.rates.list())).rates.map(({ role, effectiveFrom, minorAnHour, class: evidence, source }) => ({
    role,
    effectiveFrom,
    minorAnHour,
    class: evidence,
    source,
  }));

test("a role gets its own rate, which a second one replaces", async () => {
  await owner.call((api) => api.rates.set(WAREHOUSE));
  await owner.call((api) => api.rates.set({ ...WAREHOUSE, minorAnHour: 3_000 }));
  expect((await rates()).filter(({ role }) => role === "Warehouse")).toEqual([{ ...WAREHOUSE, minorAnHour: 3_000 }]);
  const { changes } = await owner.call((api) => api.changes.list({ noun: "rate", limit: 1 }));
  expect(changes).toMatchObject([
    { verb: "update", before: { minorAnHour: 2_800, currency: "USD" }, after: { minorAnHour: 3_000, currency: "USD" } },
  ]);
});

test("of one role there is a rate a day from which it holds, the newest first, and one is removed alone", async () => {
  const of = async (wanted: string) =>
    (await rates()).filter(({ role }) => role === wanted).map(({ effectiveFrom, minorAnHour }) => [effectiveFrom, minorAnHour]);
  const returns = { ...WAREHOUSE, role: "Returns" };
  await owner.call((api) => api.rates.set(returns));
  await owner.call((api) => api.rates.set({ ...returns, effectiveFrom: "2026-04-01", minorAnHour: 3_000 }));
  await owner.call((api) => api.rates.set({ ...returns, effectiveFrom: "2026-07-01", minorAnHour: 3_200 }));
  await owner.call((api) => api.rates.set({ ...returns, effectiveFrom: "2026-07-01", minorAnHour: 3_300 }));
  expect(await of("Returns")).toEqual([
    ["2026-07-01", 3_300],
    ["2026-04-01", 3_000],
    [null, 2_800],
  ]);
  await owner.call((api) => api.rates.remove({ role: "Returns", effectiveFrom: "2026-04-01" }));
  expect(await of("Returns")).toEqual([
    ["2026-07-01", 3_300],
    [null, 2_800],
  ]);
});

test("a later default rate can be removed, the one from the beginning cannot", async () => {
  const later = { ...WAREHOUSE, role: "default", effectiveFrom: "2026-07-01" };
  await owner.call((api) => api.rates.set(later));
  expect(await outcome(owner.call((api) => api.rates.remove({ role: "default", effectiveFrom: "2026-07-01" })))).toBe("ok");
  expect(await outcome(owner.call((api) => api.rates.remove({ role: "default" })))).toBe("CONFLICT");
});

test.each(["2026-02-30", "1926-01-01", "2126-01-01", "tomorrow"])("%s is no day from which a rate holds", async (effectiveFrom) => {
  expect(await outcome(owner.call((api) => api.rates.set({ ...WAREHOUSE, effectiveFrom })))).toBe("INPUT_INVALID");
});

test("only an assumption may go without a source", async () => {
  const set = (evidence: "assumed" | "benchmark" | "recorded", source: string | null) =>
    outcome(owner.call((api) => api.rates.set({ role: "Customer service", minorAnHour: 2_600, class: evidence, source })));
  expect(await set("recorded", "  ")).toBe("INPUT_INVALID");
  expect(await set("benchmark", null)).toBe("INPUT_INVALID");
  expect(await set("assumed", "")).toBe("ok");
});

test("a removed rate gives way to the default one, which cannot be removed", async () => {
  await owner.call((api) => api.rates.set({ ...WAREHOUSE, role: "Buying" }));
  await owner.call((api) => api.rates.remove({ role: "Buying" }));
  expect((await rates()).map(({ role }) => role)).not.toContain("Buying");
  expect(await outcome(owner.call((api) => api.rates.remove({ role: "Buying" })))).toBe("NOT_FOUND");
  expect(await outcome(owner.call((api) => api.rates.remove({ role: "default" })))).toBe("CONFLICT");
});

test.each([-1, 12.5, 100_000_001, Number.NaN])("%d minor units an hour are refused", async (minorAnHour) => {
  expect(await outcome(owner.call((api) => api.rates.set({ ...WAREHOUSE, minorAnHour })))).toBe("INPUT_INVALID");
});
