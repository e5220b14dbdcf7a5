import { Button } from "#app/ui/button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { Link } from "#app/ui/link.tsx";
import { tableHref } from "#app/ui/table/table-state.ts";
import type { Snapshot } from "./audit-frame.ts";
import { AuditDayAgain, AuditDays } from "./compare/audit-days.tsx";
import type { DayAsked } from "./day-asked.ts";

type Props = {
  /** The page, and what else of its address stays when another day is chosen. */
  path: "/audit" | "/audit/workflow";
  kept: Readonly<Record<string, string | null>>;
  asked: DayAsked;
  lastDay: string;
  audit: Snapshot | null;
  mayRun: boolean;
};

/** Chooses the day whose audit is shown, and marks one that is not the newest. */
export function AsOfDay({ path, kept, asked: { day, problem }, lastDay, audit, mayRun }: Props) {
  return (
    <section aria-label="Day of the audit" className="mb-5">
      {day !== null && audit && (
        <div role="note" className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md bg-warn-soft px-4 py-2.5">
          <p className="max-w-[74ch] text-pretty">
            <strong className="font-semibold">
              As of the end of <DateTime at={day} />
            </strong>
            : what was done later is left out, and the rates are those of that day. Computed <DateTime at={audit.computedAt} full /> from
            what the log and the timed samples held then.
          </p>
          <Link href={tableHref(path, {}, kept)} className="inline-flex min-h-6 items-center font-medium">
            Back to today
          </Link>
          {mayRun && <AuditDayAgain day={day} />}
        </div>
      )}
      {day !== null && !audit && (
        <>
          <AuditDays days={[day]} mayRun={mayRun} />
          <p className="mb-4">
            <Link href={tableHref(path, {}, kept)}>Back to today</Link>
          </p>
        </>
      )}
      <form method="get" action={path} aria-label="Show the audit of a day" className="flex flex-wrap items-end gap-3">
        {Object.entries(kept).map(([name, value]) => value !== null && <input key={name} type="hidden" name={name} value={value} />)}
        <TextField
          name="day"
          label="As of the end of a day"
          type="date"
          max={lastDay}
          defaultValue={day ?? ""}
          optional
          error={problem ?? undefined}
          className="w-44"
        />
        <Button type="submit">Show this day</Button>
      </form>
    </section>
  );
}
