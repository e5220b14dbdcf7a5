import { inputLabel } from "./titles-to-tell-apart.ts";
import type { TornadoBar } from "#server/domain/roi/sensitivity.ts";

export type TornadoRow = {
  key: string;
  label: string;
  lowMinor: number;
  highMinor: number;
  leftPercent: number;
  widthPercent: number;
  rises: boolean;
};

/**
 * The widest bars with their places on a common axis.
 *
 * @param titles of automations by id
 * @returns rows in the order of the bars, and where the case itself stands; percent of the axis
 */
export function tornadoRows(
  bars: readonly TornadoBar[],
  npvMinor: number,
  titles: ReadonlyMap<string, string>,
  most: number,
): { rows: TornadoRow[]; basePercent: number; note: string } {
  const shown = bars.slice(0, most);
  const ends = shown.flatMap(({ npvAtP10Minor, npvAtP90Minor }) => [npvAtP10Minor, npvAtP90Minor]);
  const [least, top] = [Math.min(npvMinor, ...ends), Math.max(npvMinor, ...ends)];
  const span = top - least || 1;
  const percent = (value: number) => ((value - least) / span) * 100;
  const rows = shown.map(({ key, title, automationId, npvAtP10Minor, npvAtP90Minor }) => {
    const [lowMinor, highMinor] = [Math.min(npvAtP10Minor, npvAtP90Minor), Math.max(npvAtP10Minor, npvAtP90Minor)];
    const label = inputLabel(titles, automationId, title);
    return {
      key,
      label,
      lowMinor,
      highMinor,
      leftPercent: percent(lowMinor),
      widthPercent: percent(highMinor) - percent(lowMinor),
      rises: npvAtP90Minor >= npvAtP10Minor,
    };
  });
  return { rows, basePercent: percent(npvMinor), note: bars.length > most ? `Top ${most} of ${bars.length} inputs with a range.` : "" };
}
