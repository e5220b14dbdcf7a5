import { Link } from "#app/ui/link.tsx";
import { api, currentPerson } from "#app/trpc/server.tsx";
import { Card, SectionHeading } from "#app/ui/card.tsx";
import { formatCount } from "#app/ui/format/format-count.ts";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import type { SearchParams } from "#app/ui/table/table-state.ts";
import { PRECISIONS } from "#server/domain/effort/samples-wanted.ts";
import { AuditTabs } from "../audit-tabs.tsx";
import { NoAuditYet } from "../no-audit-yet.tsx";
import { EntryForm } from "./entry-form.tsx";
import { ImportForm } from "./import-form.tsx";
import { activityTitle, activityValue, findActivity, samplesHref, wantedText, type SampledActivity } from "./sampled-activity.ts";
import { StopWatch } from "./stop-watch.tsx";
import { UntracedWork } from "./untraced-work.tsx";

export const metadata = { title: "Stop-watch" };

const USUAL = 0.1;
const percent = (precision: number) => Math.round(precision * 100);

/** Times single items, so that hours rest on minutes a touch and not on gaps between end times. */
export default async function StopWatchPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const precision = PRECISIONS.find((choice) => String(percent(choice)) === params["precision"]) ?? USUAL;
  const caller = await api();
  const [plan, untraced, person] = await Promise.all([caller.samples.plan({ precision }), caller.samples.untraced({}), currentPerson()]);
  const workspace = person?.workspace;
  const locale = workspace?.locale ?? "en-US";
  const mayTake = workspace?.permissions.includes("samples.take") ?? false;
  const { workflow, activity } = params;
  const asked = typeof workflow === "string" && typeof activity === "string" ? activityValue({ workflow, activity }) : null;
  const preferred = asked !== null && findActivity(plan.activities, asked) ? asked : null;
  return (
    <>
      <TopBar crumbs={[{ label: "Audit", href: "/audit" }, { label: "Stop-watch" }]} demo={workspace?.demo ?? false} />
      <h1 className="mb-1 text-2xl font-semibold tracking-tight">Stop-watch</h1>
      <p className="mb-5 max-w-[74ch] text-pretty text-soft">
        Time single items as you do them. About thirty of an activity turn its wide range into a narrow one. Nobody sees whose sample is
        whose: this measures work, not workers.
      </p>
      <AuditTabs current="/audit/stop-watch" />
      {plan.activities.length === 0 ? (
        <NoAuditYet />
      ) : (
        <div className="grid gap-8">
          {mayTake ? (
            <StopWatch plan={plan} precisionPercent={percent(precision)} locale={locale} preferred={preferred} />
          ) : (
            <p className="text-soft">Your role reads samples and takes none.</p>
          )}
          <div>
            <SectionHeading action={<Precision chosen={precision} />}>What to time next</SectionHeading>
            <p className="mb-3 max-w-[74ch] text-pretty text-soft">
              Where somebody can still tell how long past items took, open an activity and draw items to look up: the likely long ones come
              more often, so thirty of them tell more than thirty at random.
            </p>
            <DataTable
              caption="Activities to time"
              columns={columnsOf(percent(precision), locale)}
              rows={plan.activities}
              rowKey={activityValue}
              empty={null}
              locale={locale}
            />
          </div>
          <UntracedWork rows={untraced} mayTake={mayTake} locale={locale} />
          {mayTake && (
            <div className="grid gap-6 lg:grid-cols-2">
              <Card title="Enter by hand" detail="An item that was timed with something else.">
                <EntryForm activities={plan.activities} preferred={preferred} />
              </Card>
              <Card title="Import samples" detail="A list of timed items from a file.">
                <ImportForm locale={locale} />
              </Card>
            </div>
          )}
        </div>
      )}
    </>
  );
}

function Precision({ chosen }: { chosen: number }) {
  return (
    <nav aria-label="Precision wanted" className="flex gap-3 text-sm">
      {PRECISIONS.map((precision) => (
        <Link
          key={precision}
          href={`/audit/stop-watch?precision=${percent(precision)}`}
          aria-current={precision === chosen ? "true" : undefined}
          className="inline-flex min-h-6 items-center aria-current:font-semibold aria-current:text-ink"
        >
          ±{percent(precision)} %
        </Link>
      ))}
    </nav>
  );
}

const columnsOf = (precisionPercent: number, locale: string): Column<SampledActivity>[] => [
  {
    key: "activity",
    heading: "Activity",
    phone: "title",
    cell: (row) => (
      <>
        <Link href={samplesHref(row)} className="font-medium">
          {activityTitle(row)}
        </Link>
        <span className="block max-w-[60ch] text-sm font-normal text-pretty text-soft">{wantedText(row, precisionPercent, locale)}</span>
      </>
    ),
  },
  {
    key: "touches",
    heading: "Touches",
    kind: "number",
    phone: "hide",
    cell: ({ touches }) => (touches === null ? <span className="text-soft">no trace</span> : formatCount(touches, locale)),
  },
  { key: "taken", heading: "Timed", kind: "number", cell: ({ taken }) => formatCount(taken, locale) },
  {
    key: "more",
    heading: "Still to time",
    kind: "number",
    cell: ({ more, touches }) => (touches === null ? <span className="text-soft">not known</span> : formatCount(more, locale)),
  },
];
