"use client";
import { Link } from "#app/ui/link.tsx";
import { Button } from "#app/ui/button.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { workflowHref } from "../audit/audit-frame.ts";
import { useAction } from "../settings/use-action.ts";

type Alarm = RouterOutputs["audit"]["alarms"][number];

/** Manual work that rose, or crept back where an automation had removed it: what, since when, from how much to how much. */
export function CreepNotices({ alarms, mayDismiss }: { alarms: readonly Alarm[]; mayDismiss: boolean }) {
  const { run, pending } = useAction();
  if (alarms.length === 0) return null;
  return (
    <section aria-label="Manual work that crept back" className="mb-8 grid gap-2">
      {alarms.map(({ id, workflow, activity, since, usualAWeek, presentAWeek, again }) => (
        <div key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line bg-warn-soft px-4.5 py-3">
          <p className="min-w-[min(16rem,100%)] flex-1 text-pretty">
            <b className="font-semibold">{again ? "More by hand again:" : "More by hand:"}</b> {activity} in{" "}
            <Link href={workflowHref(workflow)}>{workflowTitle(workflow)}</Link> went from about {Math.round(usualAWeek)} to{" "}
            {Math.round(presentAWeek)} touches a week, since about <DateTime at={since} />.
          </p>
          {mayDismiss && (
            <Button
              size="small"
              pending={pending}
              aria-label={`Dismiss: ${activity}`}
              onClick={() =>
                void run((client) => client.audit.dismissAlarm.mutate({ alarmId: id, dismissed: true }), "The alarm is dismissed.", {
                  undo: (client) => client.audit.dismissAlarm.mutate({ alarmId: id, dismissed: false }),
                })
              }
            >
              Dismiss
            </Button>
          )}
        </div>
      ))}
    </section>
  );
}
