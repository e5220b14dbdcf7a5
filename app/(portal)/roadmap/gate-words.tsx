"use client";
import { Hours } from "#app/ui/figure/hours.tsx";
import { frameOf, type PlanData, type PlanItem } from "./plan-data.ts";

type Gate = NonNullable<PlanItem["gate"]>;

/** A gate as a condition, with its unit. */
export function GateCondition({ gate, plan }: { gate: Gate; plan: PlanData }) {
  const held = `for ${gate.holdDays} days`;
  if (gate.measure === "unknown") return `actor unknown for at most ${Math.round(gate.limit * 100)} % of events, ${held}`;
  if (gate.measure === "agreement") return `people decide as the rules do in at least ${Math.round(gate.limit * 1000) / 10} %, ${held}`;
  const provenance = {
    formula: "The limit agreed for this item, on its page",
    evidence: "assumed" as const,
    inputs: [],
    asOf: frameOf(plan).asOf,
  };
  return (
    <>
      at most <Hours label="Limit of the gate, hours a week" hours={gate.limit} provenance={provenance} /> a week by hand, {held}
    </>
  );
}

/** What a gate measures now, with its unit. */
export function GatePresent({ gate, present, plan }: { gate: Gate; present: number | null; plan: PlanData }) {
  if (present === null) return "not known";
  if (gate.measure !== "hours") return `${Math.round(present * 1000) / 10} %`;
  const { asOf, audit } = frameOf(plan);
  const source = audit && {
    kind: "measure" as const,
    measure: "hours",
    auditId: audit.id,
    workflow: gate.workflow,
    activity: null,
    from: audit.from,
    to: audit.to,
    count: null,
  };
  return (
    <>
      <Hours
        label="Hours a week by hand now"
        hours={present}
        provenance={{
          formula: "hours a week = minutes / 60 / weeks, from the newest audit",
          evidence: "bounds",
          inputs: [],
          asOf,
          ...(source ? { source } : {}),
        }}
      />{" "}
      a week
    </>
  );
}
