import { Button } from "#app/ui/button.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { actorKinds } from "#server/domain/event-log/event.ts";
import type { Snapshot } from "../audit-frame.ts";
import { KIND_WORDS, type EventsAsked } from "./events-asked.ts";

/** What of the log is listed. It stands in the address, so that a copied link shows the same. */
export function EventFilters({ asked, report }: { asked: EventsAsked; report: Snapshot["report"] }) {
  const workflows = report.workflows.flatMap(({ workflow }) => (workflow === null ? [] : [workflow]));
  const activities = report.activities.flatMap(({ workflow, activity }) =>
    asked.workflow === null || workflow === asked.workflow ? [activity] : [],
  );
  const kept = { audit: asked.auditId, from: asked.days?.from ?? null, to: asked.days?.to ?? null };
  return (
    <form method="get" action="/audit/events" aria-label="Which events" className="mb-4 flex flex-wrap items-end gap-3">
      {Object.entries(kept).map(([name, value]) => value !== null && <input key={name} type="hidden" name={name} value={value} />)}
      <SelectField
        name="workflow"
        label="Workflow"
        optional
        prompt="All"
        defaultValue={asked.workflow ?? ""}
        options={withChosen(workflows, asked.workflow).map((workflow) => ({ value: workflow, label: workflowTitle(workflow) }))}
      />
      <SelectField
        name="activity"
        label="Activity"
        optional
        prompt="All"
        defaultValue={asked.activity ?? ""}
        options={withChosen(activities, asked.activity).map((activity) => ({ value: activity, label: activity }))}
      />
      <SelectField
        name="by"
        label="Counts as done by"
        optional
        prompt="Anybody"
        defaultValue={asked.by ?? ""}
        options={actorKinds.map((kind) => ({ value: kind, label: KIND_WORDS[kind] }))}
      />
      <Button type="submit">Show these</Button>
    </form>
  );
}

/** Each name once, in order; one that the audit does not know stays chosen all the same. */
const withChosen = (names: readonly string[], chosen: string | null): string[] =>
  [...new Set([...names, ...(chosen === null ? [] : [chosen])])].sort((a, b) => (a < b ? -1 : 1));
