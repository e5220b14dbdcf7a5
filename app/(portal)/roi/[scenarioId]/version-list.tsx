import { Link } from "#app/ui/link.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import type { Figure } from "#server/domain/provenance.ts";
import { RestoreButton } from "./restore-button.tsx";

type Version = RouterOutputs["roi"]["versions"][number];
type Change = Version["changes"][number];

const SHOWN_CHANGES = 12;

type VersionListProps = { scenarioId: string; versions: readonly Version[]; shown: number; head: number; mayManage: boolean; asOf: string };

/** Who saved what and when; every version can be looked at and brought back. */
export function VersionList({ scenarioId, versions, shown, head, mayManage, asOf }: VersionListProps) {
  return (
    <section aria-label="Versions" className="mt-8">
      <h2 className="mb-2 text-lg font-semibold">Versions</h2>
      <ol className="divide-y divide-line rounded-lg border border-line bg-panel">
        {versions.map((version) => (
          <li key={version.version} className="px-4.5 py-3">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Link
                href={version.version === head ? `/roi/${scenarioId}` : `/roi/${scenarioId}?version=${version.version}`}
                aria-current={version.version === shown ? "page" : undefined}
                className="inline-flex min-h-6 items-center font-medium"
              >
                Version {version.version}
              </Link>
              <span className="min-w-0 flex-1 text-sm text-soft">
                <DateTime at={version.savedAt} full />, {version.savedBy}
              </span>
              {mayManage && version.version !== head && <RestoreButton scenarioId={scenarioId} version={version.version} head={head} />}
            </div>
            {version.changes.length > 0 && (
              <ul className="mt-1 text-sm">
                {version.changes.slice(0, SHOWN_CHANGES).map((change) => (
                  <li key={`${change.of} ${change.input}`} className="flex flex-wrap items-baseline gap-x-1.5">
                    <span>
                      {change.of}, {change.input.toLowerCase()}:
                    </span>
                    <FigureValue figure={sideOf(change, "from", version, asOf)} className="text-soft" />
                    <span className="text-soft">to</span>
                    <FigureValue figure={sideOf(change, "to", version, asOf)} />
                  </li>
                ))}
                {version.changes.length > SHOWN_CHANGES && <li className="text-soft">and {version.changes.length - SHOWN_CHANGES} more</li>}
              </ul>
            )}
            {version.version === 1 && <p className="mt-1 text-sm text-soft">Where it began.</p>}
            {version.version > 1 && version.changes.length === 0 && (
              <p className="mt-1 text-sm text-soft">No value and no range changed: only texts or sources.</p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function sideOf(change: Change, side: "from" | "to", { savedBy, version }: Version, asOf: string): Figure {
  const formula = `As saved in version ${version} by ${savedBy}`;
  const { input, unit, [side]: value } = change;
  const ends = side === "from" ? change.fromRange : change.toRange;
  return {
    label: input,
    value,
    unit,
    range: ends && value !== null ? { ...ends, point: value } : null,
    provenance: { formula, evidence: "assumed", inputs: [], asOf },
  };
}
