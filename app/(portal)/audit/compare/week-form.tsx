import { Link } from "#app/ui/link.tsx";
import { Button } from "#app/ui/button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import { lastWeeks, type WeeksChosen } from "./weeks-chosen.ts";

const PRESETS = [1, 4, 13] as const;

/** Which weeks to compare: the last ones of the log with those before them, or any two stretches of the same length. */
export function WeekForm({ chosen, lastMonday }: { chosen: WeeksChosen | null; lastMonday: string }) {
  return (
    <section aria-label="Weeks to compare" className="mb-6">
      <p className="mb-3 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm">
        {PRESETS.map((weeks) => {
          const { earlier, later } = lastWeeks(lastMonday, weeks);
          const current = chosen?.weeks === weeks && chosen.later === later && chosen.earlier === earlier;
          return (
            <Link
              key={weeks}
              href={`/audit/compare?weeks=${weeks}&earlier=${earlier}&later=${later}`}
              aria-current={current ? "true" : undefined}
              className="inline-flex min-h-6 items-center aria-current:font-semibold aria-current:text-ink"
            >
              {weeks === 1 ? "The last whole week and the one before" : `The last ${weeks} weeks and the ${weeks} before`}
            </Link>
          );
        })}
      </p>
      <form method="get" action="/audit/compare" className="flex flex-wrap items-end gap-3" aria-label="Weeks to compare">
        <TextField name="earlier" label="Earlier weeks from" type="date" defaultValue={chosen?.earlier ?? ""} className="w-44" />
        <TextField name="later" label="Later weeks from" type="date" defaultValue={chosen?.later ?? ""} className="w-44" />
        <TextField name="weeks" label="Weeks each" type="number" min={1} max={53} defaultValue={chosen?.weeks ?? 4} className="w-28" />
        <Button type="submit">Compare these weeks</Button>
      </form>
    </section>
  );
}
