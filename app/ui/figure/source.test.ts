import { describe, expect, test } from "vitest";
import type { SourceReference } from "#server/domain/provenance.ts";
import { describeSource } from "./describe-source.ts";
import { sourceHref } from "./source-href.ts";

const measure: SourceReference = {
  kind: "measure",
  measure: "touches",
  auditId: "a1",
  workflow: "returns",
  activity: null,
  from: "2026-08-24",
  to: "2026-11-22",
  count: 1655,
};

describe("where a number comes from", () => {
  test("a measure opens to its events over the same window, and what is not set is left out", () => {
    expect(sourceHref(measure)).toBe("/audit/events?measure=touches&audit=a1&workflow=returns&by=person&from=2026-08-24&to=2026-11-22");
    expect(describeSource(measure, "en-US")).toBe("1,655 events behind it");
  });

  test("what waits are cases, so that a duration opens to the events of whoever did them", () => {
    expect(sourceHref({ ...measure, measure: "duration" })).not.toContain("by=");
  });

  test("rows of a connection open there, with ids that cannot leave their place in the address", () => {
    const rows: SourceReference = { kind: "rows", connectionId: "a/../b", record: "order", filter: { status: "held" }, count: null };
    expect(sourceHref(rows)).toBe("/connections/a%2F..%2Fb/records?record=order&status=held");
    expect(describeSource(rows, "en-US")).toBe("Source rows");
  });

  test("a benchmark says publisher, year and population", () => {
    const benchmark: SourceReference = {
      kind: "benchmark",
      benchmarkId: "b1",
      publisher: "Example Institute",
      year: 2024,
      population: "40 shops",
    };
    expect(describeSource(benchmark, "en-US")).toBe("Example Institute, 2024, 40 shops");
  });

  test("what a person typed in leads nowhere further", () => {
    const entry: SourceReference = { kind: "entry", by: "an ops lead", at: "2026-11-02", note: "order desk" };
    expect(sourceHref(entry)).toBeNull();
    expect(describeSource(entry, "en-US")).toBe("Entered by an ops lead: order desk");
    expect(describeSource({ ...entry, by: null }, "en-US")).toBe("Shipped with the product: order desk");
  });
});
