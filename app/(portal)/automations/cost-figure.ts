import type { Figure } from "#server/domain/provenance.ts";

/** An amount that a playbook puts on wrong decisions or that an order is worth: from its own records or its own assumptions. */
export function costFigure(
  label: string,
  minor: number | null,
  currency: string,
  { formula, note, evidence, asOf }: { formula: string; note: string; evidence: "recorded" | "assumed"; asOf: Date },
): Figure {
  const at = asOf.toISOString();
  return {
    label,
    value: minor,
    unit: { kind: "money", currency },
    range: null,
    provenance: { formula, evidence, inputs: [], source: { kind: "entry", by: null, at: at.slice(0, 10), note }, asOf: at },
  };
}
