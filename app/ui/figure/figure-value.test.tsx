import { renderToString } from "react-dom/server";
import { describe, expect, test } from "vitest";
import type { Provenance } from "#server/domain/provenance.ts";
import { FormatProvider } from "../format/format-provider.tsx";
import { Hours } from "./hours.tsx";
import { Money } from "./money.tsx";
import { RangeFigure } from "./range-figure.tsx";

const provenance: Provenance = { formula: "hours × rate", evidence: "bounds", inputs: [], asOf: "2026-11-22" };
const range = { low: 3_458_000, point: 4_004_000, high: 4_732_000 };
const text = (html: string) => html.replaceAll(/<[^>]+>/g, "");

describe("a figure", () => {
  test("shows its value, its range and its class, on a button that says what it opens", () => {
    const html = renderToString(
      <Money label="Drag a year" amountMinor={4_004_000} currency="USD" range={range} provenance={provenance} badge />,
    );
    expect(text(html)).toBe("$40,040 (Drag a year: how it was computed)$34.6K–$47.3Kbounds only");
    expect(html).toContain('aria-haspopup="dialog"');
  });

  test("leaves out a range whose ends read the same", () => {
    const narrow = { low: 3_028, point: 3_030, high: 3_032 };
    const html = renderToString(<Money label="Drag" amountMinor={3_030} currency="USD" range={narrow} provenance={provenance} />);
    expect(text(html)).toBe("$30 (Drag: how it was computed)");
  });

  test("what is not known stays unknown", () => {
    expect(text(renderToString(<Hours label="Hours" hours={null} provenance={provenance} />))).toBe(
      "not known (Hours: how it was computed)",
    );
  });

  test("in a sentence the range leads and the point is left to the explanation", () => {
    const html = renderToString(
      <RangeFigure
        label="Hours"
        range={{ low: 61, point: 73, high: 88 }}
        unit={{ kind: "hours" }}
        provenance={provenance}
        inWords
        suffix="a week"
      />,
    );
    expect(text(html)).toBe("61 to 88 hours a week (Hours: how it was computed)");
  });

  test("the workspace decides how it is written", () => {
    const html = renderToString(
      <FormatProvider format={{ locale: "de-DE", currency: "EUR", timeZone: "Europe/Berlin" }}>
        <Money label="Drag" amountMinor={4_004_000} currency="EUR" provenance={provenance} />
      </FormatProvider>,
    );
    expect(text(html)).toContain("40.040\u00a0€");
  });
});
