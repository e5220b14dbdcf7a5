import type { PlanData, PlanItem } from "./plan-data.ts";

export type BoardRow = { item: PlanItem; place: number };
/** Rows of one phase that follow each other in the order; a phase that is interrupted stands in several parts. */
export type BoardPart = { phase: PlanData["phases"][number] | null; continued: boolean; rows: BoardRow[] };

/** The items in their order, in parts by phase. Ids that the plan does not hold are left out. */
export function boardParts({ stored, phases }: Pick<PlanData, "stored" | "phases">, order: readonly string[]): BoardPart[] {
  const parts: BoardPart[] = [];
  const seen = new Set<number>();
  let place = 0;
  for (const id of order) {
    const item = stored.items.find((candidate) => candidate.id === id);
    if (!item) continue;
    place += 1;
    const phase = phases.find(({ itemIds }) => itemIds.includes(id)) ?? null;
    const open = parts.at(-1);
    if (open && open.phase === phase) {
      open.rows.push({ item, place });
      continue;
    }
    parts.push({ phase, continued: phase !== null && seen.has(phase.number), rows: [{ item, place }] });
    if (phase) seen.add(phase.number);
  }
  return parts;
}

/**
 * How far a phase is. It is done only when every item of it is done, which for an item with a gate means that the gate held for
 * the agreed time.
 */
export function phaseState({ itemIds }: PlanData["phases"][number], { progress }: Pick<PlanData, "progress">): string {
  const states = itemIds.map((id) => progress.find(({ itemId }) => itemId === id)?.state ?? "planned");
  if (states.every((state) => state === "done")) return "done";
  if (states.includes("slipped")) return "slipping back";
  if (states.every((state) => state === "done" || state === "built")) return "built, gates open";
  return states.every((state) => state === "planned") ? "planned" : "in work";
}
