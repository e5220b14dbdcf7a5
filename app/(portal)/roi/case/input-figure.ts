import type { Figure } from "#server/domain/provenance.ts";
import type { NamedInput } from "#server/domain/roi/fields.ts";
import { rangeOf } from "#server/domain/roi/input.ts";

/** An input as a figure, so that its class, range and source open like those of any other. */
export function inputFigure({ title, unit, input }: NamedInput, asOf: string): Figure {
  const { low, high } = rangeOf(input);
  return {
    label: title,
    value: input.value,
    unit,
    range: low === high ? null : { low, point: input.value, high },
    provenance: { formula: HOW[input.evidence], evidence: input.evidence, inputs: [], source: input.source, asOf },
  };
}

const HOW: Record<NamedInput["input"]["evidence"], string> = {
  recorded: "Counted in the event log",
  timed: "From timed samples",
  bounds: "Between the bounds that end times give",
  assumed: "A value that somebody entered; nothing has measured it",
  benchmark: "A published figure about others",
};
