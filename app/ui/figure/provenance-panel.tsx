"use client";
import { Link } from "../link.tsx";
import type { Figure, Provenance, ProvenanceInput, SourceReference } from "#server/domain/provenance.ts";
import { DateTime } from "../format/date-time.tsx";
import { formatFigure, formatFigureRange } from "../format/format-figure.ts";
import { useWorkspaceFormat } from "../format/format-provider.tsx";
import { describeSource } from "./describe-source.ts";
import { EvidenceBadge } from "./evidence-badge.tsx";
import { EVIDENCE_WORDS } from "./evidence-words.ts";
import { sourceHref } from "./source-href.ts";

/** How a figure came about: value and range, class of evidence, formula, inputs that open further, source rows, date. */
export default function ProvenancePanel({ figure }: { figure: Figure }) {
  const { locale } = useWorkspaceFormat();
  const { provenance } = figure;
  return (
    <div className="w-88 max-w-full p-4 text-sm">
      <p className="text-soft">{figure.label}</p>
      <p className="mt-0.5 flex flex-wrap items-baseline gap-x-2 text-xl font-semibold tabular-nums">
        {formatFigure(figure.value, figure.unit, { locale })}
        {figure.range && <span className="text-sm font-normal text-soft">{formatFigureRange(figure.range, figure.unit, { locale })}</span>}
      </p>
      <p className="mt-2 text-soft">
        <EvidenceBadge evidence={provenance.evidence} /> {provenance.basis ?? EVIDENCE_WORDS[provenance.evidence].meaning}
      </p>
      <Explanation provenance={provenance} />
      <p className="mt-3 border-t border-line pt-2.5 text-xs text-soft">
        As of <DateTime at={provenance.asOf} />
      </p>
    </div>
  );
}

function Explanation({ provenance }: { provenance: Provenance }) {
  return (
    <>
      <p className="mt-3 rounded-md bg-fill px-2.5 py-2 text-pretty">{provenance.formula}</p>
      {provenance.inputs.length > 0 && (
        <ul className="mt-2 divide-y divide-line">
          {provenance.inputs.map((input) => (
            <Input key={input.name} input={input} />
          ))}
        </ul>
      )}
      {provenance.source && (
        <p className="mt-2">
          <Source source={provenance.source} />
        </p>
      )}
    </>
  );
}

function Input({ input }: { input: ProvenanceInput }) {
  const { locale } = useWorkspaceFormat();
  const heading = (
    <>
      <span className="min-w-0 flex-1">{input.name}</span>
      <span className="text-end font-medium tabular-nums">
        {formatFigure(input.value, input.unit, { locale })}
        {input.range && (
          <span className="block text-xs font-normal text-soft">{formatFigureRange(input.range, input.unit, { locale })}</span>
        )}
      </span>
    </>
  );
  return (
    <li className="py-2">
      {input.explanation ? (
        <details>
          <summary className="flex min-h-6 items-baseline gap-3 [&::-webkit-details-marker]:hidden">
            <span aria-hidden="true" className="text-soft">
              +
            </span>
            {heading}
          </summary>
          <div className="mt-1 border-s-2 border-line ps-3">
            <Explanation provenance={input.explanation} />
          </div>
        </details>
      ) : (
        <div className="flex items-baseline gap-3">{heading}</div>
      )}
      <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-xs text-soft">
        <EvidenceBadge evidence={input.evidence} />
        {input.source && <Source source={input.source} />}
      </p>
    </li>
  );
}

function Source({ source }: { source: SourceReference }) {
  const { locale } = useWorkspaceFormat();
  const href = sourceHref(source);
  const words = describeSource(source, locale);
  return href ? (
    <Link href={href} className="inline-flex min-h-6 items-center text-accent underline underline-offset-3">
      {words}
    </Link>
  ) : (
    <span>{words}</span>
  );
}
