import { describe, expect, test } from "vitest";
import { formatBytes } from "./format-bytes.ts";
import { countOf, formatShare } from "./format-count.ts";

describe("counts and shares as text", () => {
  test("a share that is not nothing never reads as nothing, one that is not all never as all", () => {
    expect(formatShare(0.94, "en-US")).toBe("94%");
    expect(formatShare(0.001, "en-US")).toBe("<1%");
    expect(formatShare(0.999, "en-US")).toBe(">99%");
    expect(formatShare(0, "en-US")).toBe("0%");
    expect(formatShare(1, "en-US")).toBe("100%");
  });

  test("a noun follows its count", () => {
    expect(countOf(1, "row", "rows", "en-US")).toBe("1 row");
    expect(countOf(0, "row", "rows", "en-US")).toBe("0 rows");
    expect(countOf(412_806, "event", "events", "en-US")).toBe("412,806 events");
  });

  test("a file's size is in thousands", () => {
    expect(formatBytes(412, "en-US")).toBe("412 byte");
    expect(formatBytes(1_440_000, "en-US")).toBe("1.4 MB");
    expect(formatBytes(200_000_000, "en-US")).toBe("200 MB");
  });
});
