import type { StoredPlan } from "./stored-plan.ts";

/** One thing that is different between two versions of a plan. Numbers are in the unit of the field. */
export type PlanDifference =
  | { kind: "added" | "removed" | "there"; itemId: string; title: string }
  | { kind: "value" | "effort" | "place"; itemId: string; title: string; before: number; after: number };

type Side = { plan: StoredPlan; /** Ids in the order to build them. */ order: readonly string[] };

/** What changed from one version to another: items that came, went or need no building any more, weekly values (minor units), efforts (days), places in the order. */
export function planDifferences(before: Side, after: Side): PlanDifference[] {
  const old = new Map(before.plan.items.map((item) => [item.id, item]));
  const now = new Map(after.plan.items.map((item) => [item.id, item]));
  const added = after.plan.items.filter(({ id }) => !old.has(id)).map(({ id, title }) => ({ kind: "added" as const, itemId: id, title }));
  const removed = before.plan.items
    .filter(({ id }) => !now.has(id))
    .map(({ id, title }) => ({ kind: "removed" as const, itemId: id, title }));
  const changed = after.plan.items.flatMap((item): PlanDifference[] => {
    const was = old.get(item.id);
    if (was === undefined) return [];
    const about = { itemId: item.id, title: item.title };
    const values = [was.valuePerWeekMinor[before.plan.valueBasis], item.valuePerWeekMinor[after.plan.valueBasis]] as const;
    const places = [before.order.indexOf(item.id), after.order.indexOf(item.id)] as const;
    return [
      ...(was.alreadyThere === null && item.alreadyThere !== null ? [{ kind: "there" as const, ...about }] : []),
      ...(values[0] === values[1] ? [] : [{ kind: "value" as const, ...about, before: values[0], after: values[1] }]),
      ...(was.effortDays === item.effortDays
        ? []
        : [{ kind: "effort" as const, ...about, before: was.effortDays, after: item.effortDays }]),
      ...(places[0] === places[1] || places[0] < 0 || places[1] < 0
        ? []
        : [{ kind: "place" as const, ...about, before: places[0] + 1, after: places[1] + 1 }]),
    ];
  });
  return [...added, ...removed, ...changed];
}
