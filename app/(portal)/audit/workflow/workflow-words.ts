import type { RouterOutputs } from "#app/trpc/types.ts";
import { formatCount } from "#app/ui/format/format-count.ts";
import type { Snapshot } from "../audit-frame.ts";

export type WorkflowReport = NonNullable<RouterOutputs["audit"]["workflow"]>;

export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

export const VIEWS = [
  { view: "activities", label: "Activities" },
  { view: "map", label: "Map" },
  { view: "paths", label: "Paths" },
  { view: "hours", label: "Hours of the day" },
  { view: "hand-offs", label: "Hand-offs" },
  { view: "times", label: "Waiting" },
  { view: "decisions", label: "Decisions" },
  { view: "evidence", label: "Evidence" },
] as const;
export type View = (typeof VIEWS)[number]["view"];

const hourText = (hour: number) => `${String(hour).padStart(2, "0")}:00`;

/** The table of touches by weekday and hour in a sentence: when there are most, and how many lie at night or on weekends. */
export function touchesInWords(table: readonly (readonly number[])[], locale: string): string {
  const total = table.flat().reduce((sum, count) => sum + count, 0);
  if (total === 0) return "Nobody touches this workflow.";
  const most = Math.max(...table.flat());
  const day = table.findIndex((hours) => hours.includes(most));
  const hour = table[day]!.indexOf(most);
  const weekend = [...(table[5] ?? []), ...(table[6] ?? [])].reduce((sum, count) => sum + count, 0);
  const night = table.slice(0, 5).reduce((sum, hours) => sum + hours.reduce((s, count, h) => s + (h < 6 || h >= 22 ? count : 0), 0), 0);
  const odd = weekend + night;
  const rest =
    odd === 0
      ? "None are on weekends or at night."
      : `${formatCount(odd, locale)} of ${formatCount(total, locale)} are on weekends or between 22:00 and 6:00.`;
  const busiest = `The busiest hour is ${WEEKDAYS[day]} from ${hourText(hour)}`;
  return `${busiest}: ${formatCount(most, locale)} of ${formatCount(total, locale)} touches. ${rest}`;
}

/** Where the workflow could stand instead, and what it would be under other weights. */
export function rankInWords({ rankRanges, ranks }: Pick<Snapshot["report"], "rankRanges" | "ranks">, workflow: string): string[] {
  // With nothing to stand before or behind, a place says nothing.
  if (ranks.length < 2) return [];
  const range = rankRanges.find((row) => row.workflow === workflow);
  const other = ranks.find((row) => row.workflow === workflow)?.ranks;
  return [
    ...(range
      ? [
          range.low === range.high
            ? `As far as its figures are known it stands on place ${range.low} in nine of ten draws.`
            : `As far as its figures are known it stands between place ${range.low} and ${range.high} in nine of ten draws, and first in ${Math.round(range.first * 100)} % of them.`,
        ]
      : []),
    ...(other
      ? [
          `By drag alone it would be number ${other.drag}, by hours ${other.hours}, by touches ${other.touches}, by work done again by hand ${other.rework}.`,
        ]
      : []),
  ];
}

/** What the range of an elasticity allows to say. */
export function elasticityInWords(elasticity: WorkflowReport["elasticity"]): string | null {
  if (!elasticity) return null;
  const { low, point, high } = elasticity.elasticity;
  const one = (value: number) => value.toFixed(1);
  const meaning =
    low > 0.5
      ? "the work grows with the volume"
      : high < 0.5
        ? "the work hardly grows with the volume"
        : "whether the work grows with the volume cannot be told yet";
  return `10 % more cases came with ${one(point * 10)} % more minutes by hand (${one(low * 10)} to ${one(high * 10)} %, over ${elasticity.periods} weeks): ${meaning}.`;
}

/** Why no rule is shown, or null when one is. */
export function whyNoRule(decisions: WorkflowReport["decisions"]): string | null {
  if (decisions === null)
    return "It is not defined what this workflow decides, so it has no score and stands below those with one, by drag alone.";
  if (decisions.decided === 0)
    return `None of the outcomes that count as its decision (${decisions.outcomes.join(", ")}) was ever chosen by a person.`;
  if (!decisions.withFacts)
    return `People decided ${decisions.decided} times, but the log does not say what they knew: its events carry no attributes before the decision. Map columns such as order value or reason as attributes when importing.`;
  if (decisions.mining === null)
    return `People decided ${decisions.decided} times. At least 30 decisions with two different outcomes are needed to see a rule.`;
  return null;
}
