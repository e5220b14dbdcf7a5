import * as z from "zod";
import type { Figure, Provenance, SourceReference } from "#server/domain/provenance.ts";

const Interval = z.object({ low: z.number(), point: z.number(), high: z.number() });
const Evidence = z.enum(["recorded", "timed", "bounds", "assumed", "benchmark"]);

const Unit = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("money"), currency: z.string() }),
  z.object({ kind: z.literal("moneyPerHour"), currency: z.string() }),
  z.object({ kind: z.literal("hours") }),
  z.object({ kind: z.literal("minutes") }),
  z.object({ kind: z.literal("months") }),
  z.object({ kind: z.literal("days") }),
  z.object({ kind: z.literal("share") }),
  z.object({ kind: z.literal("count"), of: z.string() }),
]);

const Source: z.ZodType<SourceReference, SourceReference> = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("measure"),
    measure: z.string(),
    auditId: z.string().nullable(),
    workflow: z.string().nullable(),
    activity: z.string().nullable(),
    from: z.string(),
    to: z.string(),
    count: z.number().nullable(),
  }),
  z.object({
    kind: z.literal("sample"),
    workflow: z.string().nullable(),
    activity: z.string(),
    from: z.string(),
    to: z.string(),
    count: z.number(),
  }),
  z.object({
    kind: z.literal("rows"),
    connectionId: z.string(),
    record: z.string(),
    filter: z.record(z.string(), z.string()),
    count: z.number().nullable(),
  }),
  z.object({
    kind: z.literal("backTest"),
    automationId: z.string(),
    version: z.number(),
    from: z.string(),
    to: z.string(),
    alike: z.number(),
    count: z.number(),
  }),
  z.object({ kind: z.literal("benchmark"), benchmarkId: z.string(), publisher: z.string(), year: z.number(), population: z.string() }),
  z.object({ kind: z.literal("entry"), by: z.string().nullable(), at: z.string(), note: z.string() }),
]);

const ProvenanceShape: z.ZodType<Provenance, Provenance> = z.object({
  formula: z.string(),
  evidence: Evidence,
  inputs: z.array(
    z.object({
      name: z.string(),
      value: z.number().nullable(),
      unit: Unit,
      range: Interval.nullable(),
      evidence: Evidence,
      source: Source.nullable(),
      explanation: z.lazy(() => ProvenanceShape).nullable(),
    }),
  ),
  source: Source.exactOptional(),
  asOf: z.string(),
});

/** A number ready to be shown, with the way it came about. */
export const FigureShape: z.ZodType<Figure, Figure> = z.object({
  label: z.string(),
  value: z.number().nullable(),
  unit: Unit,
  range: Interval.nullable(),
  provenance: ProvenanceShape,
});
