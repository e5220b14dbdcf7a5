import { tableHref } from "#app/ui/table/table-state.ts";
import type { Snapshot, WorkflowRow } from "./audit-frame.ts";

type Ranks = Snapshot["report"]["ranks"];

export const WEIGHTS = [
  { key: "score", label: "What automating it returns" },
  { key: "drag", label: "Drag" },
  { key: "hours", label: "Hours" },
  { key: "touches", label: "Touches" },
  { key: "rework", label: "Work done again by hand" },
] as const;
export type Weight = (typeof WEIGHTS)[number]["key"];

export const DEFAULT_WEIGHT: Weight = "score";
export const weightOf = (asked: unknown): Weight => WEIGHTS.find(({ key }) => key === asked)?.key ?? DEFAULT_WEIGHT;
export const weightHref = (weight: Weight, day: string | null): string =>
  tableHref("/audit", {}, { by: weight === DEFAULT_WEIGHT ? null : weight, day });

const rankUnder = (row: Pick<WorkflowRow, "workflow">, ranks: Ranks, weight: Weight) =>
  ranks.find(({ workflow }) => workflow === row.workflow)?.ranks[weight] ?? Number.POSITIVE_INFINITY;

/** The workflows under another weight; what is not ranked for want of evidence stays last, whatever one looks at. */
export function orderedBy<Row extends Pick<WorkflowRow, "workflow" | "status">>(rows: readonly Row[], ranks: Ranks, weight: Weight): Row[] {
  if (weight === DEFAULT_WEIGHT) return [...rows];
  const ranked = rows.filter(({ status }) => status.kind === "ranked");
  return [
    ...ranked.toSorted((a, b) => rankUnder(a, ranks, weight) - rankUnder(b, ranks, weight)),
    ...rows.filter(({ status }) => status.kind !== "ranked"),
  ];
}

/** Its place among the ranked ones, for in front of its name; a dash where it has none. Equal figures share a place. */
export function placeUnder(
  row: Pick<WorkflowRow, "workflow" | "status">,
  rows: readonly Pick<WorkflowRow, "workflow" | "status">[],
  ranks: Ranks,
  weight: Weight,
): string {
  if (row.status.kind !== "ranked") return "–";
  if (weight === DEFAULT_WEIGHT) return String(row.status.rank);
  const own = rankUnder(row, ranks, weight);
  return String(1 + rows.filter((other) => other.status.kind === "ranked" && rankUnder(other, ranks, weight) < own).length);
}
