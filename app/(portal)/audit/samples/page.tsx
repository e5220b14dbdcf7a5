import { Link } from "#app/ui/link.tsx";
import { api, currentPerson } from "#app/trpc/server.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { Badge } from "#app/ui/badge.tsx";
import { SectionHeading } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { formatCount } from "#app/ui/format/format-count.ts";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { tableHref, type SearchParams } from "#app/ui/table/table-state.ts";
import { AuditTabs } from "../audit-tabs.tsx";
import { activityTitle, activityValue, samplesHref } from "../stop-watch/sampled-activity.ts";
import { ItemsToTime } from "./items-to-time.tsx";
import { DiscardButton } from "./discard-button.tsx";

export const metadata = { title: "Samples" };

type Sample = RouterOutputs["samples"]["list"]["samples"][number];

/** The timed items behind minutes a touch: of one activity, or how many there are of each. */
export default async function SamplesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const { workflow, activity } = params;
  const person = await currentPerson();
  const locale = person?.workspace?.locale ?? "en-US";
  const mayTake = person?.workspace?.permissions.includes("samples.take") ?? false;
  const chosen = typeof workflow === "string" && typeof activity === "string" && workflow && activity ? { workflow, activity } : null;
  const title = chosen ? activityTitle(chosen) : "Samples";
  return (
    <>
      <TopBar
        crumbs={[
          { label: "Audit", href: "/audit" },
          { label: "Samples", ...(chosen ? { href: "/audit/samples" } : {}) },
          ...(chosen ? [{ label: chosen.activity }] : []),
        ]}
        demo={person?.workspace?.demo ?? false}
        actions={
          mayTake && chosen && <LinkButton href={`/audit/stop-watch?${new URLSearchParams(chosen).toString()}`}>Time another</LinkButton>
        }
      />
      <h1 className="mb-1 text-2xl font-semibold tracking-tight">{title}</h1>
      <p className="mb-5 max-w-[74ch] text-pretty text-soft">
        Items timed with the stop-watch, entered by hand or imported. A discarded one stays in the list and counts in no audit.
      </p>
      <AuditTabs current="/audit/samples" />
      {chosen ? (
        <>
          <ItemsToTime chosen={chosen} mayTake={mayTake} locale={locale} />
          <SectionHeading>Samples</SectionHeading>
          <SamplesOf chosen={chosen} params={params} mayTake={mayTake} locale={locale} />
        </>
      ) : (
        <ByActivity locale={locale} />
      )}
    </>
  );
}

async function SamplesOf({
  chosen,
  params,
  mayTake,
  locale,
}: {
  chosen: { workflow: string; activity: string };
  params: SearchParams;
  mayTake: boolean;
  locale: string;
}) {
  const { after } = params;
  const afterId = typeof after === "string" && /^[\da-f-]{36}$/.test(after) ? after : null;
  const { samples, more } = await (await api()).samples.list({ ...chosen, afterId });
  const last = samples.at(-1);
  return (
    <>
      <DataTable
        caption="Samples"
        columns={sampleColumns({ mayTake, locale })}
        rows={samples}
        rowKey={({ id }) => id}
        empty={<EmptyState title="No samples yet">Time a few items of this activity, and its hours rest on them.</EmptyState>}
      />
      <p className="mt-4 flex gap-5">
        {afterId !== null && <Link href={tableHref("/audit/samples", params, { after: null })}>Newest</Link>}
        {more && last && <Link href={tableHref("/audit/samples", params, { after: last.id })}>Older samples</Link>}
      </p>
    </>
  );
}

const HOW: Record<Sample["how"], string> = { "stop-watch": "stop-watch", entered: "entered by hand", imported: "imported" };

const EVENT: Record<Sample["event"], string> = {
  drawn: "drawn from the log",
  matched: "the one that ended meanwhile",
  none: "none ended meanwhile",
  several: "several ended meanwhile: not told apart",
  "not looked for": "not known",
};

const sampleColumns = ({ mayTake, locale }: { mayTake: boolean; locale: string }): Column<Sample>[] => [
  { key: "when", heading: "Taken", kind: "date", phone: "title", cell: ({ takenAt }) => <DateTime at={takenAt} full /> },
  {
    key: "minutes",
    heading: "Minutes",
    kind: "number",
    cell: ({ minutes }) => minutes.toLocaleString(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  },
  { key: "how", heading: "How", cell: ({ how }) => HOW[how] },
  { key: "event", heading: "Event in the log", cell: ({ event }) => EVENT[event] },
  { key: "note", heading: "Note", cell: ({ note }) => <span className="text-soft wrap-anywhere">{note ?? ""}</span> },
  {
    key: "state",
    heading: "Counts",
    cell: ({ discardedAt }) => (discardedAt ? <Badge tone="warn">discarded</Badge> : <Badge tone="good">counts</Badge>),
  },
  ...(mayTake
    ? [
        {
          key: "act",
          heading: "Change",
          cell: ({ id, discardedAt, minutes }: Sample) => (
            <DiscardButton
              sampleId={id}
              discarded={discardedAt !== null}
              label={`${discardedAt ? "Take in again" : "Discard"} the sample of ${minutes.toFixed(2)} minutes`}
            />
          ),
        },
      ]
    : []),
];

type Timed = { workflow: string; activity: string; taken: number; meanMinutes: number | null; discarded: number };

async function ByActivity({ locale }: { locale: string }) {
  const plan = await (await api()).samples.plan({});
  const discardedOf = new Map(plan.discarded.map((row) => [activityValue(row), row.discarded]));
  const counting = plan.activities
    .filter(({ taken }) => taken > 0)
    .map((row): Timed => ({ ...row, discarded: discardedOf.get(activityValue(row)) ?? 0 }));
  const known = new Set(counting.map(activityValue));
  const discardedAlone = plan.discarded
    .filter((row) => !known.has(activityValue(row)))
    .map((row): Timed => ({ ...row, taken: 0, meanMinutes: null }));
  return (
    <DataTable
      caption="Samples by activity"
      columns={activityColumns(locale)}
      rows={[...counting, ...discardedAlone]}
      rowKey={activityValue}
      empty={
        <EmptyState title="Nothing was timed yet" action={<LinkButton href="/audit/stop-watch">Open the stop-watch</LinkButton>}>
          Here you will see how many items of each activity were timed, and how long one takes.
        </EmptyState>
      }
    />
  );
}

const activityColumns = (locale: string): Column<Timed>[] => [
  { key: "activity", heading: "Activity", phone: "title", cell: (row) => <Link href={samplesHref(row)}>{activityTitle(row)}</Link> },
  { key: "taken", heading: "Samples that count", kind: "number", cell: ({ taken }) => formatCount(taken, locale) },
  { key: "discarded", heading: "Discarded", kind: "number", cell: ({ discarded }) => formatCount(discarded, locale) },
  {
    key: "mean",
    heading: "Mean minutes",
    kind: "number",
    cell: ({ meanMinutes }) =>
      meanMinutes === null ? (
        <span className="text-soft">not known</span>
      ) : (
        meanMinutes.toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
      ),
  },
];
