import type { Figure, Provenance } from "./provenance.ts";

/** The figure with its formula and inputs, and without what leads to rows, audits and people of the workspace: for whoever is not in it. */
export function figureWithoutSources(figure: Figure): Figure {
  return { ...figure, provenance: withoutSources(figure.provenance) };
}

function withoutSources({ source: _source, inputs, ...rest }: Provenance): Provenance {
  return {
    ...rest,
    inputs: inputs.map((input) => ({ ...input, source: null, explanation: input.explanation && withoutSources(input.explanation) })),
  };
}
