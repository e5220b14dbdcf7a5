import type { Figure, ProvenanceInput } from "#server/domain/provenance.ts";
import type { InStep } from "./channels-in-step.tsx";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** How long gaps were open, from the difference being found to both counts agreeing. */
export const openFigure = (
  label: string,
  ms: number | null,
  { closed, asOf, windowDays }: Pick<InStep, "closed" | "asOf" | "windowDays">,
): Figure => ({
  label,
  value: ms === null ? null : ms / HOUR_MS,
  unit: { kind: "hours" },
  range: null,
  provenance: {
    formula: `from a difference being found to the channel standing at its target, over the gaps that began and ended in ${windowDays} days`,
    evidence: "recorded",
    inputs: [input("Gaps closed", closed.count, { kind: "count", of: "gaps" })],
    asOf: asOf.toISOString(),
  },
});

/** The time within which a channel stands at its target once nothing changes; null where an effect would wait for a person first. */
export function boundFigure({ bound: { ms, delays }, asOf }: Pick<InStep, "bound" | "asOf">): Figure {
  const minutes = (name: string, value: number) => input(name, value / MINUTE_MS, { kind: "minutes" }, "assumed");
  return {
    label: "Time within which a channel stands at its target",
    value: ms === null ? null : ms / MINUTE_MS,
    unit: { kind: "minutes" },
    range: null,
    provenance: {
      formula: "2 x (until a change is seen + until it is decided on) + 3 x an effect with its tries and the waits between them",
      evidence: "assumed",
      basis: "Shown for every order of events with the delays below as the longest; they are assumed, not measured.",
      inputs: [
        minutes("Until a change is seen, its notice lost", delays.seenMs),
        minutes("Until it is decided on", delays.decidedMs),
        minutes("One try of an effect", delays.triedMs),
        input("Tries that fail in a row", delays.failures, { kind: "count", of: "tries" }, "assumed"),
      ],
      asOf: asOf.toISOString(),
    },
  };
}

const input = (
  name: string,
  value: number,
  unit: ProvenanceInput["unit"],
  evidence: ProvenanceInput["evidence"] = "recorded",
): ProvenanceInput => ({
  name,
  value,
  unit,
  range: null,
  evidence,
  source: null,
  explanation: null,
});
