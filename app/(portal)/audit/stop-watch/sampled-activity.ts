import type { RouterOutputs } from "#app/trpc/types.ts";
import { countOf, formatCount } from "#app/ui/format/format-count.ts";
import type { SelectOption } from "#app/ui/form/select-field.tsx";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";

export type Plan = RouterOutputs["samples"]["plan"];
export type SampledActivity = Plan["activities"][number];

/** "Returns and restocking: refund", as it stands in lists. */
export const activityTitle = ({ workflow, activity }: { workflow: string; activity: string }): string =>
  `${workflowTitle(workflow)}: ${activity}`;

/** How many items are still to be timed, and what that rests on. */
export function wantedText({ taken, more, basis, touches }: SampledActivity, precisionPercent: number, locale: string): string {
  if (touches === null) return "Leaves no trace in the log: counted as timed touches only.";
  if (more === 0)
    return basis === "spread" ? `Known to within ${precisionPercent} %: no more are needed.` : "Every touch of it has been timed.";
  const items = countOf(more, "more item", "more items", locale);
  if (basis === "beginning") return `Time ${items} to begin with; after five it can be said how many it takes.`;
  return `Time ${items} for ±${precisionPercent} %, going by the spread of the ${formatCount(taken, locale)} so far.`;
}

/** The name of a choice in a list, and back. */
export const activityValue = ({ workflow, activity }: { workflow: string; activity: string }): string =>
  JSON.stringify([workflow, activity]);

export const findActivity = (activities: readonly SampledActivity[], value: string): SampledActivity | undefined =>
  activities.find((activity) => activityValue(activity) === value);

/** The activities as choices of a list, by name: their order stays while samples change what is worth timing next. */
export const activityOptions = (activities: readonly SampledActivity[]): SelectOption[] =>
  activities
    .map((each) => ({ value: activityValue(each), label: activityTitle(each) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, "en"));

export const samplesHref = ({ workflow, activity }: { workflow: string; activity: string }): string =>
  `/audit/samples?${new URLSearchParams({ workflow, activity }).toString()}`;
