import type { InventoryLevel } from "../records/inventory-level.js";
import type { OpsEvent } from "../records/ops-event.js";

const STATES = ["safetyStock", "qualityControl", "damaged", "reserved"] as const;
const WORDS = { available: "available", safetyStock: "safety stock", qualityControl: "quality control", damaged: "damaged", reserved: "reserved" } as const; // prettier-ignore

/**
 * What must have been done to a level between two looks at it, where Shopify does not tell who changes stock: then nobody is named, and
 * nobody guessed at. Sales only lower what is available, so what they can explain is no act on stock; null for that, and for no change.
 */
export function seenChange(before: InventoryLevel, now: InventoryLevel): OpsEvent | null {
  if (now.updatedAt === null) return null;
  const changed = STATES.filter((state) => (before[state] ?? 0) !== (now[state] ?? 0));
  const isRefilled = (now.available ?? 0) > (before.available ?? 0);
  if (changed.length === 0 && !isRefilled) return null;
  const states = isRefilled || changed.length > 0 ? (["available", ...changed] as const) : changed;
  return {
    id: `stock-seen:${now.id}:${now.updatedAt}`,
    caseType: "sku",
    caseId: now.id,
    activity: "change stock",
    sourceAction: "quantities",
    sourceType: "InventoryLevel",
    endedAt: now.updatedAt,
    startedAt: null,
    actorKind: "unknown",
    actorId: null,
    actorName: null,
    tool: null,
    grade: "C",
    objects: [
      { type: "sku", id: now.id },
      { type: "stock level", id: now.id },
    ],
    details: states.map((state) => ({ name: `change of ${WORDS[state]}`, value: String((now[state] ?? 0) - (before[state] ?? 0)) })),
  };
}
