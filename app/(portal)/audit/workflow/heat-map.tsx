import { classNames } from "#app/ui/class-names.ts";
import { touchesInWords, WEEKDAYS } from "./workflow-words.ts";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const STRONGEST_PERCENT = 32; // Ink stays readable on it in both themes.

type Line = { key: string; heading: string; counts: readonly number[] };

/**
 * Touches by weekday and hour: a table whose cells are shaded, so that the numbers and the picture are one thing. On a phone the
 * hours run downwards, those between the first and the last touch of the day.
 */
export function HeatMap({ table, locale }: { table: readonly (readonly number[])[]; locale: string }) {
  const counted = (day: number, hour: number) => table[day]?.[hour] ?? 0;
  const days = WEEKDAYS.map((day, number): Line => ({ key: day, heading: day, counts: HOURS.map((hour) => counted(number, hour)) }));
  const hours = HOURS.map((hour): Line => ({
    key: String(hour),
    heading: String(hour),
    counts: WEEKDAYS.map((_, day) => counted(day, hour)),
  }));
  const touched = ({ counts }: Line) => counts.some((count) => count > 0);
  const worked = hours.slice(hours.findIndex(touched), hours.findLastIndex(touched) + 1);
  return (
    <>
      <p className="mb-3 max-w-[74ch] text-pretty">{touchesInWords(table, locale)}</p>
      <Shaded className="max-sm:hidden" corner="Day" columns={hours.map(({ heading }) => heading)} lines={days} />
      <Shaded className="sm:hidden" corner="Hour" columns={WEEKDAYS.map((day) => day.slice(0, 2))} lines={worked} />
      <p className="mt-2 text-sm text-soft">
        In the workspace&rsquo;s time zone. The stronger the colour, the more touches.
        {worked.length < HOURS.length && <span className="sm:hidden"> Hours before the first and after the last touch are left out.</span>}
      </p>
    </>
  );
}

type ShadedProps = { className: string; corner: string; columns: readonly string[]; lines: readonly Line[] };

function Shaded({ className, corner, columns, lines }: ShadedProps) {
  const most = Math.max(1, ...lines.flatMap(({ counts }) => counts));
  return (
    <section
      aria-label="Touches by weekday and hour"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways where it is wider than the page, with the keyboard too
      tabIndex={0}
      // Relative, or the zeros for screen readers, which are placed absolutely, widen the page and not the section.
      className={classNames("relative overflow-x-auto rounded-lg border border-line bg-panel p-3", className)}
    >
      <table className="text-sm tabular-nums max-sm:w-full">
        <caption className="sr-only">Touches by weekday and hour</caption>
        <thead>
          <tr>
            <th scope="col" className="pe-3 text-start font-medium">
              {corner}
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" className="px-1 font-normal text-soft">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ key, heading, counts }) => (
            <tr key={key}>
              <th scope="row" className="pe-3 text-start font-medium">
                {heading}
              </th>
              {columns.map((column, at) => {
                const count = counts[at] ?? 0;
                const shade = Math.round((count / most) * STRONGEST_PERCENT);
                return (
                  <td
                    key={column}
                    className="h-7 rounded-sm px-1 text-center sm:min-w-7"
                    style={count > 0 ? { backgroundColor: `color-mix(in oklab, var(--accent) ${shade}%, transparent)` } : undefined}
                  >
                    {count > 0 ? count : <span className="sr-only">0</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
