import { Link } from "#app/ui/link.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Card } from "#app/ui/card.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { workflowHref } from "./audit-frame.ts";

type Kept = NonNullable<RouterOutputs["audit"]["digest"]>;

const CHANGES: Record<Kept["digest"]["changed"][number]["change"], string> = {
  more: "takes more hours than a week before",
  less: "takes fewer hours than a week before",
  new: "is new in the log",
  gone: "is in the log no more",
  "cannot be told": "is about as before",
};

/** The weekly digest: what surely changed. The hours themselves stand in the comparison, each with its range and its origin. */
export function DigestCard({ auditId, beforeAuditId, createdAt, digest: { changed, moved, alarms } }: Kept) {
  const compare = beforeAuditId === null ? "/audit/compare" : `/audit/compare?before=${beforeAuditId}&after=${auditId}`;
  return (
    <div className="mb-6">
      <Card
        title="This week"
        detail={
          <>
            What changed since the audit of the week before, as of <DateTime at={createdAt} />.
          </>
        }
        action={
          <Link href={compare} className="text-sm">
            Compare the two
          </Link>
        }
      >
        {changed.length + moved.length + alarms.length === 0 ? (
          <p className="text-soft">Nothing changed that is more than chance, and no alarm was raised.</p>
        ) : (
          <ul className="grid gap-1 text-pretty">
            {alarms.map(({ workflow, activity, usualAWeek, presentAWeek }) => (
              <li key={`${workflow} ${activity}`}>
                <b className="font-medium text-warn">Alarm:</b> {activity} in {workflowTitle(workflow)} went from about{" "}
                {Math.round(usualAWeek)} to {Math.round(presentAWeek)} touches a week.
              </li>
            ))}
            {changed.map(({ workflow, change }) => (
              <li key={workflow}>
                <Link href={workflowHref(workflow)}>{workflowTitle(workflow)}</Link> {CHANGES[change]}.
              </li>
            ))}
            {moved.map(({ workflow, before, after }) => (
              <li key={`place of ${workflow}`}>
                {workflowTitle(workflow)} {placesInWords(before, after)}.
              </li>
            ))}
          </ul>
        )}
      </Card>
    </div>
  );
}

function placesInWords(before: number | null, after: number | null): string {
  if (after === null) return "is not ranked any more: too many actors are unknown";
  return before === null ? `is ranked now, on place ${after}` : `went from place ${before} to place ${after}`;
}
