"use client";
import { Fragment } from "react";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import type { Figure } from "#server/domain/provenance.ts";
import { partsOfSentence } from "./sentence-parts.ts";

/** A sentence whose amounts of money open to how they came about. */
export function SentenceFigures({ text, currency, figureOf }: { text: string; currency: string; figureOf: (minor: number) => Figure }) {
  return partsOfSentence(text, currency).map((part, place) => (
    // oxlint-disable-next-line react/no-array-index-key -- the parts of one sentence do not move
    <Fragment key={place}>{typeof part === "string" ? part : <FigureValue figure={figureOf(part.minor)} />}</Fragment>
  ));
}
