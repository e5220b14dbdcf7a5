import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTime, provenDateOrder } from "./parse-time.ts";

const utc = { zone: "UTC", dateOrder: null };
const msOf = (text: string, reading: Parameters<typeof parseTime>[1] = utc) => {
  const parsed = parseTime(text, reading);
  return parsed.ok ? parsed.ms : parsed.code;
};

describe("times as exports write them", () => {
  const nineSix = Date.UTC(2026, 2, 2, 9, 6);
  test.each([
    ["2026-03-02T09:06:00Z"],
    ["2026-03-02 09:06:00 UTC"],
    ["2026-03-02T11:06:00+02:00"],
    ["2026-03-02 04:06:00 -0500"],
    ["2026-03-02 14:36:00.000000+05:30"],
    ["2026/03/02 09:06:00.000"],
    ["2026-03-02 09:06"],
    ["02.03.2026 09:06"],
    ["2.3.26 9:06"],
    ["2 March 2026 09:06"],
    ["02-Mar-2026 09:06:00"],
    ["Mar 2, 2026 9:06 AM"],
    ["1772442360"],
    ["1772442360000"],
  ])("%s is six minutes past nine on 2 March 2026", (text) => {
    expect(msOf(text)).toBe(nineSix);
  });

  test("digits beyond the millisecond are cut off", () => {
    expect(msOf("2023-01-02 09:00:16.440999+00:00")).toBe(Date.UTC(2023, 0, 2, 9, 0, 16, 440));
  });

  test("noon and midnight in AM and PM", () => {
    expect(msOf("2026-03-02 12:00 PM")).toBe(Date.UTC(2026, 2, 2, 12));
    expect(msOf("2026-03-02 12:00 AM")).toBe(Date.UTC(2026, 2, 2, 0));
    expect(msOf("2026-03-02 13:00 PM")).toBe("impossible-date");
  });

  test("every millisecond of the years taken comes back from its ISO text", () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1971, 0, 1), max: Date.UTC(2099, 11, 31) }), (ms) => {
        expect(msOf(new Date(ms).toISOString())).toBe(ms);
      }),
      { seed: 1 },
    );
  });
});

describe("what is refused, with the reason", () => {
  test.each([
    ["yesterday", "not-a-time"],
    ["", "not-a-time"],
    ["2026-02-29T09:00Z", "impossible-date"],
    ["2026-13-01T09:00Z", "impossible-date"],
    ["2026-03-02T24:00Z", "impossible-date"],
    ["2026-03-02T09:60Z", "impossible-date"],
    ["0226-03-02T09:00Z", "impossible-date"],
    ["2026-03-02", "no-time-of-day"],
    ["2026-03-02T09:00+19:00", "not-a-time"],
    ["2026-03-02T09:00Z trailing", "not-a-time"],
    ["2026-03/02 09:00", "not-a-time"],
  ])("%j: %s", (text, code) => {
    expect(msOf(text)).toBe(code);
  });

  test("a time without a zone needs one", () => {
    expect(parseTime("2026-03-02 09:06", { zone: null, dateOrder: null })).toEqual({
      ok: false,
      code: "needs-zone",
      reason: '"2026-03-02 09:06" has no time zone: choose the zone of this source',
    });
  });

  test("03/04/2026 asks for the date format and is never guessed", () => {
    expect(parseTime("03/04/2026 09:00", utc)).toEqual({
      ok: false,
      code: "needs-date-order",
      reason: '"03/04/2026 09:00" may be day 3 of month 4 or day 4 of month 3: choose the date format of this source',
    });
    expect(msOf("03/04/2026 09:00", { zone: "UTC", dateOrder: "day-month" })).toBe(Date.UTC(2026, 3, 3, 9));
    expect(msOf("03/04/2026 09:00", { zone: "UTC", dateOrder: "month-day" })).toBe(Date.UTC(2026, 2, 4, 9));
  });

  test("a date against the format chosen is refused", () => {
    expect(msOf("25/03/2026 09:00", { zone: "UTC", dateOrder: "month-day" })).toBe("impossible-date");
  });

  test("a date that can be read in one way only needs no format", () => {
    expect(msOf("25/03/2026 09:00")).toBe(Date.UTC(2026, 2, 25, 9));
    expect(msOf("04/04/2026 09:00")).toBe(Date.UTC(2026, 3, 4, 9));
  });
});

test("samples prove an order only if they agree", () => {
  expect(provenDateOrder(["03/04/2026", "25/04/2026"])).toBe("day-month");
  expect(provenDateOrder(["03/04/2026", "04/25/2026"])).toBe("month-day");
  expect(provenDateOrder(["03/04/2026"])).toBeNull();
  expect(provenDateOrder(["25/04/2026", "04/25/2026"])).toBeNull();
});

describe("zones and summer time", () => {
  const berlin = { zone: "Europe/Berlin", dateOrder: null };
  test("Berlin is one hour ahead in winter and two in summer", () => {
    expect(msOf("2026-01-15 09:00", berlin)).toBe(Date.UTC(2026, 0, 15, 8));
    expect(msOf("2026-07-15 09:00", berlin)).toBe(Date.UTC(2026, 6, 15, 7));
  });
  test("the hour skipped in spring moves forward, the hour that comes twice is the first", () => {
    // 29 March 2026: 02:00 becomes 03:00 at 01:00 UTC. 25 October 2026: 03:00 becomes 02:00 at 01:00 UTC.
    expect(msOf("2026-03-29 01:59", berlin)).toBe(Date.UTC(2026, 2, 29, 0, 59));
    expect(msOf("2026-03-29 02:30", berlin)).toBe(Date.UTC(2026, 2, 29, 1, 30));
    expect(msOf("2026-03-29 03:00", berlin)).toBe(Date.UTC(2026, 2, 29, 1, 0));
    expect(msOf("2026-10-25 02:30", berlin)).toBe(Date.UTC(2026, 9, 25, 0, 30));
    expect(msOf("2026-10-25 03:00", berlin)).toBe(Date.UTC(2026, 9, 25, 2, 0));
  });
  test("a wall-clock time written with its offset is the same instant with or without the zone", () => {
    expect(msOf("2026-03-29 03:00+02:00", berlin)).toBe(msOf("2026-03-29 03:00", berlin));
  });
});
