"use client";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { formatCount } from "#app/ui/format/format-count.ts";
import { useWorkspaceFormat } from "#app/ui/format/format-provider.tsx";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";

type Found = RouterOutputs["workflows"]["preview"];

/** state: "counting", "counted", or what went wrong. found: the last answer there was. */
export type Preview = { state: string; found: Found | null };

const SHOWN_SAMPLES = 3;

/** What a workflow would take of the log, what it would not, and where it meets others. */
export function DefinitionPreview({ preview: { state, found }, onTake }: { preview: Preview; onTake: (activity: string) => void }) {
  const { locale } = useWorkspaceFormat();
  const count = (n: number) => formatCount(n, locale);
  return (
    <div className="grid min-w-0 gap-5 lg:sticky lg:top-4">
      <Card
        title="What it would take"
        detail={
          found &&
          (found.wholeLog
            ? `Counted over the whole log of ${count(found.looked)} events.`
            : `Counted over the newest ${count(found.looked)} events.`)
        }
      >
        <p aria-live="polite" className="font-medium tabular-nums">
          {state === "counting" ? "Counting…" : state === "counted" && found ? inWords(found, count) : state}
        </p>
        {found && found.inside.length > 0 && (
          <>
            <List label="Activities it takes" rows={found.inside.map((row) => [row.activity, `${count(row.events)} from ${row.source}`])} />
            <Samples label="Its newest events" rows={found.insideSamples} />
          </>
        )}
        {found && found.claimedForNothing.length > 0 && (
          <p className="mt-3 text-sm text-pretty text-warn">
            Claimed, but no event fits: {found.claimedForNothing.join(", ")}. Check the spelling and the source, or leave it for later.
          </p>
        )}
        {found && found.neverSeen.length > 0 && (
          <p className="mt-3 text-sm text-pretty text-warn">
            Named, but never seen among its events: {found.neverSeen.join(", ")}. Check the spelling, or leave it for later.
          </p>
        )}
      </Card>
      {found && found.conflicts.length > 0 && (
        <Card title="Claimed twice" detail="The claim that names more has the event; among equals, the workflow first by name.">
          <ul className="grid gap-2 text-sm">
            {found.conflicts.map(({ workflow, events, keptHere }) => (
              <li key={workflow} className="text-pretty">
                <span className="font-medium">{workflowTitle(workflow)}</span> claims {count(events)} of the same events.{" "}
                {keptHere === events
                  ? "All of them would be here."
                  : keptHere === 0
                    ? "None of them would be here."
                    : `${count(keptHere)} of them would be here.`}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {found && found.outside.length > 0 && (
        <Card title="What it would not take" detail="The commonest first, with where it stands now.">
          <ul className="grid gap-2.5">
            {found.outside.map((row) => (
              <li key={`${row.activity} ${row.source} ${row.belongsTo}`} className="flex items-center justify-between gap-3 text-sm">
                <span className="min-w-0 wrap-anywhere">
                  <span className="font-medium">{row.activity}</span>{" "}
                  <span className="text-soft">
                    {count(row.events)} in {workflowTitle(row.belongsTo)}
                    {row.claimed ? "" : ", which nobody claimed"}
                  </span>
                </span>
                <Button size="small" aria-label={`Add ${row.activity} to a claim`} onClick={() => onTake(row.activity)}>
                  Add
                </Button>
              </li>
            ))}
          </ul>
          <Samples label="Newest events outside" rows={found.outsideSamples} />
        </Card>
      )}
    </div>
  );
}

const inWords = ({ events, cases, looked }: Found, count: (n: number) => string) =>
  events === 0
    ? "No event fits yet."
    : `${count(events)} events of ${count(cases)} cases, ${Math.round((events / Math.max(1, looked)) * 100)} % of them all.`;

function List({ label, rows }: { label: string; rows: readonly (readonly [string, string])[] }) {
  return (
    <ul aria-label={label} className="mt-3 grid gap-1 text-sm">
      {rows.map(([name, detail]) => (
        <li key={`${name} ${detail}`} className="wrap-anywhere">
          <span className="font-medium">{name}</span> <span className="text-soft tabular-nums">{detail}</span>
        </li>
      ))}
    </ul>
  );
}

function Samples({ label, rows }: { label: string; rows: Found["insideSamples"] }) {
  const { locale, timeZone } = useWorkspaceFormat();
  const time = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: "medium", timeStyle: "short" });
  return (
    <details className="mt-3 text-sm">
      <summary className="min-h-6 cursor-pointer">{label}</summary>
      <ul className="mt-1.5 grid gap-1">
        {rows.slice(0, SHOWN_SAMPLES).map((row, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- two events can be alike in all that is shown
          <li key={at} className="wrap-anywhere text-soft">
            {time.format(row.endedAt)}: {row.activity}, {row.caseId}, {row.source}
          </li>
        ))}
      </ul>
    </details>
  );
}
