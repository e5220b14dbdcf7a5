import { Badge } from "#app/ui/badge.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { BENCHMARKS, type Benchmark } from "#server/domain/roi/benchmarks.ts";
import type { Figure, Unit } from "#server/domain/provenance.ts";
import { SettingsFrame } from "../settings-frame.tsx";

export const metadata = { title: "Benchmarks" };

const GRADE = {
  A: { tone: "good", label: "A: measured by a study" },
  B: { tone: "neutral", label: "B: official statistic" },
  C: { tone: "warn", label: "C: claim of a vendor or trade body" },
} as const;

/** When the registry was last gone through; the year of each figure stands beside it. */
const REGISTRY_DAY = "2026-11-23";

/** Published figures about others, with who they are about; conflicting ones stand together. */
export default function BenchmarksPage() {
  return (
    <SettingsFrame
      href="/settings/benchmarks"
      detail="Published figures that can start a case where nothing is measured. They are about other companies, carry their class wherever they go, and never enter a headline silently. Where sources disagree both are shown."
    >
      {async () => (
        <ul className="grid gap-3">
          {BENCHMARKS.map((benchmark) => (
            <li
              key={benchmark.id}
              id={benchmark.id}
              className="scroll-mt-20 rounded-lg border border-line bg-panel px-4.5 py-4 target:border-accent"
            >
              <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
                <h2 className="text-lg font-semibold">{benchmark.figure}</h2>
                <span className="text-lg">
                  <FigureValue
                    figure={figureOf(benchmark)}
                    lead={benchmark.low === benchmark.high ? "value" : "range"}
                    suffix={suffixOf(benchmark)}
                  />
                </span>
              </div>
              <p className="mt-1 flex flex-wrap items-center gap-x-2 text-sm text-soft">
                <Badge tone={GRADE[benchmark.grade].tone}>{GRADE[benchmark.grade].label}</Badge>
                <span>
                  {benchmark.publisher}, {benchmark.year ?? "year not stated"}
                </span>
              </p>
              <p className="mt-1 text-pretty">{benchmark.caution}</p>
              {benchmark.conflictsWith.map((id) => (
                <p key={id} className="mt-1 text-sm">
                  <a href={`#${id}`} className="inline-flex min-h-6 items-center text-accent underline underline-offset-3">
                    Another source disagrees
                  </a>
                </p>
              ))}
            </li>
          ))}
        </ul>
      )}
    </SettingsFrame>
  );
}

const UNIT: Record<Benchmark["unit"], Unit> = {
  share: { kind: "share" },
  "USD an hour": { kind: "moneyPerHour", currency: "USD" },
  minutes: { kind: "minutes" },
  "per 100 orders": { kind: "count", of: "tickets" },
};

const suffixOf = ({ unit }: Benchmark): string | undefined => (unit === "per 100 orders" ? "per 100 orders" : undefined);

function figureOf(benchmark: Benchmark): Figure {
  const { id, figure: label, low, high, unit, publisher, year, population } = benchmark;
  const scale = unit === "USD an hour" ? 100 : 1;
  return {
    label,
    value: ((low + high) / 2) * scale,
    unit: UNIT[unit],
    range: low === high ? null : { low: low * scale, point: ((low + high) / 2) * scale, high: high * scale },
    provenance: {
      formula: `Published by ${publisher}${year === null ? ", year not stated" : `, ${year}`}. Population: ${population}.`,
      evidence: "benchmark",
      inputs: [],
      ...(year === null ? {} : { source: { kind: "benchmark", benchmarkId: id, publisher, year, population } }),
      asOf: REGISTRY_DAY,
    },
  };
}
