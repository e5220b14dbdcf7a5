import { expect, test } from "vitest";
import { currencyChoices, timeZoneChoices } from "./workspace-choices.ts";

test("currencies are those one can pay with, the commonest first, each once", () => {
  const codes = currencyChoices().map(({ value }) => value);
  expect(codes.slice(0, 3)).toEqual(["USD", "EUR", "GBP"]);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes).toEqual(expect.arrayContaining(["JPY", "INR", "SEK", "ZAR", "BHD"]));
  for (const gone of ["HRK", "CUC", "SLL", "ZWL", "XSU", "XDR", "XAU"]) expect(codes).not.toContain(gone);
  expect(currencyChoices("HRK").map(({ value }) => value)).toContain("HRK");
});

test("places are found by the names they have now, under the value that is kept", () => {
  const zones = timeZoneChoices();
  expect(zones[0]).toEqual({ value: "UTC", label: "UTC" });
  const labels = zones.map(({ label }) => label);
  expect(labels).toEqual(expect.arrayContaining(["Asia/Kolkata", "Europe/Kyiv", "Asia/Kathmandu", "America/New York"]));
  expect(labels).not.toContain("Asia/Calcutta");
});
