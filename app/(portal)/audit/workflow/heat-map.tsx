import { touchesInWords, WEEKDAYS } from "./workflow-words.ts";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const DARKEST_PERCENT = 32; // Ink stays readable on it in both themes.

/** Touches by weekday and hour: a table whose cells are shaded, so that the numbers and the picture are one thing. */
export function HeatMap({ table, locale }: { table: readonly (readonly number[])[]; locale: string }) {
  const most = Math.max(1, ...table.flat());
  return (
    <>
      <p className="mb-3 max-w-[74ch] text-pretty">{touchesInWords(table, locale)}</p>
      <section
        aria-label="Touches by weekday and hour"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways on a phone, with the keyboard too
        tabIndex={0}
        className="overflow-x-auto rounded-lg border border-line bg-panel p-3"
      >
        <table className="text-sm tabular-nums">
          <caption className="sr-only">Touches by weekday and hour</caption>
          <thead>
            <tr>
              <th scope="col" className="pe-3 text-start font-medium">
                Day
              </th>
              {HOURS.map((hour) => (
                <th key={hour} scope="col" className="px-1 font-normal text-soft">
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {WEEKDAYS.map((day, number) => (
              <tr key={day}>
                <th scope="row" className="pe-3 text-start font-medium">
                  {day}
                </th>
                {HOURS.map((hour) => {
                  const count = table[number]?.[hour] ?? 0;
                  const shade = Math.round((count / most) * DARKEST_PERCENT);
                  return (
                    <td
                      key={hour}
                      className="h-7 min-w-7 rounded-sm px-1 text-center"
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
      <p className="mt-2 text-sm text-soft">In the workspace&rsquo;s time zone. The darker, the more touches.</p>
    </>
  );
}
