import type { TornadoBar } from "#server/domain/roi/sensitivity.ts";
import { COLOR, MARGIN, WIDTH, type PdfPages } from "./pdf-page.ts";

/** Running total by month as a line over its zero, with the lowest point and the end labelled. */
export function cumulativeChart(pages: PdfPages, totals: readonly number[], label: (minor: number) => string): void {
  const height = 150;
  pages.need(height + 40);
  const { doc } = pages;
  const top = pages.y + 12;
  const low = Math.min(0, ...totals);
  const high = Math.max(0, ...totals);
  const span = high - low || 1;
  const last = Math.max(1, totals.length - 1);
  const left = MARGIN + 70;
  const width = WIDTH - 140;
  const x = (month: number) => left + (month / last) * width;
  const y = (minor: number) => top + ((high - minor) / span) * height;
  doc
    .moveTo(left, y(0))
    .lineTo(left + width, y(0))
    .lineWidth(0.75)
    .strokeColor(COLOR.muted)
    .stroke();
  pages.text("0", MARGIN, y(0) - 6, { size: 8, color: COLOR.muted, width: 62, align: "right" });
  for (let month = 0; month <= last; month += 12) {
    doc
      .moveTo(x(month), top)
      .lineTo(x(month), top + height)
      .lineWidth(0.4)
      .strokeColor(COLOR.line)
      .stroke();
    pages.text(month === 0 ? "now" : `month ${month}`, x(month) - 20, top + height + 4, { size: 8, color: COLOR.muted, width: 60 });
  }
  totals.forEach((minor, month) => (month === 0 ? doc.moveTo(x(0), y(minor)) : doc.lineTo(x(month), y(minor))));
  doc.lineWidth(1.6).strokeColor(COLOR.accent).stroke();
  const worst = totals.indexOf(Math.min(...totals));
  const end = totals.length - 1;
  doc.circle(x(worst), y(totals[worst] ?? 0), 2.5).fill(COLOR.loss);
  doc.circle(x(end), y(totals[end] ?? 0), 2.5).fill(COLOR.accent);
  pages.text(label(totals[worst] ?? 0), MARGIN, y(totals[worst] ?? 0) - 6, { size: 8, color: COLOR.loss, width: 62, align: "right" });
  pages.text(label(totals[end] ?? 0), x(end) + 6, y(totals[end] ?? 0) - 6, { size: 8, bold: true, color: COLOR.accent, width: 64 });
  pages.y = top + height + 26;
}

/** Tornado: one bar an input, from the NPV at its 10th to that at its 90th percentile, around the NPV of the case. */
export function tornadoChart(
  pages: PdfPages,
  bars: readonly (TornadoBar & { name: string })[],
  npvMinor: number,
  label: (minor: number) => string,
): void {
  const { doc } = pages;
  const rowHeight = 25;
  pages.need(bars.length * rowHeight + 30);
  const ends = bars.flatMap((bar) => [bar.npvAtP10Minor, bar.npvAtP90Minor]);
  const low = Math.min(npvMinor, ...ends);
  const span = Math.max(npvMinor, ...ends) - low || 1;
  const left = MARGIN + 240;
  const width = WIDTH - 310;
  const x = (minor: number) => left + ((minor - low) / span) * width;
  const top = pages.y;
  bars.forEach((bar, i) => {
    const y = top + i * rowHeight;
    const [from, to] = [Math.min(bar.npvAtP10Minor, bar.npvAtP90Minor), Math.max(bar.npvAtP10Minor, bar.npvAtP90Minor)];
    pages.text(bar.name, MARGIN, y, { size: 8, width: 172 });
    doc.rect(x(from), y + 2, Math.max(1, x(npvMinor) - x(from)), 9).fill(COLOR.loss);
    doc.rect(x(npvMinor), y + 2, Math.max(1, x(to) - x(npvMinor)), 9).fill(COLOR.accent);
    pages.text(label(from), x(from) - 66, y + 1, { size: 7.5, color: COLOR.muted, width: 62, align: "right" });
    pages.text(label(to), x(to) + 5, y + 1, { size: 7.5, color: COLOR.muted, width: 64 });
  });
  const bottom = top + bars.length * rowHeight;
  doc
    .moveTo(x(npvMinor), top - 2)
    .lineTo(x(npvMinor), bottom)
    .lineWidth(0.75)
    .strokeColor(COLOR.ink)
    .stroke();
  pages.y = bottom + 6;
}
