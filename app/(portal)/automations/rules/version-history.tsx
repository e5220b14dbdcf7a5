import { Link } from "#app/ui/link.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { DateTime } from "#app/ui/format/date-time.tsx";
import type { FactDefinition, RuleTable } from "#server/domain/decisions/rule-table.ts";
import { tableDifferences } from "#server/domain/decisions/table-differences.ts";
import { decisionsCounted } from "../automation-words.ts";
import { RestoreVersion } from "./restore-version.tsx";

type VersionHistoryProps = {
  automationId: string;
  versions: RouterOutputs["automations"]["versions"];
  present: { version: number; table: RuleTable };
  /** The older version that the present one is compared with. */
  compared: RouterOutputs["automations"]["versionOf"] | null;
  facts: readonly FactDefinition[];
  outcomes: readonly { name: string; title: string }[];
  mayManage: boolean;
};

/** Every version of the rules: what changed since, and the way back. */
export function VersionHistory({ automationId, versions, present, compared, facts, outcomes, mayManage }: VersionHistoryProps) {
  const titles = new Map(outcomes.map(({ name, title }) => [name, title]));
  return (
    <section aria-label="Versions" className="mt-8">
      <h2 className="mb-2 text-lg font-semibold">Versions</h2>
      <ol className="divide-y divide-line rounded-lg border border-line bg-panel">
        {versions.map((version) => (
          <li key={version.version} className="px-4.5 py-3">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              {version.version === present.version ? (
                <span className="font-medium">Version {version.version}, the present one</span>
              ) : (
                <Link
                  href={`/automations/${automationId}?version=${version.version}`}
                  scroll={false}
                  aria-current={version.version === compared?.version ? "true" : undefined}
                  className="inline-flex min-h-6 items-center font-medium"
                >
                  Version {version.version}
                </Link>
              )}
              <span className="min-w-0 text-sm text-pretty text-soft max-sm:basis-full sm:flex-1">
                <DateTime at={version.at} full />, {version.by}, {version.rows === 1 ? "one row" : `${version.rows} rows`}
                {version.note !== "" && `: ${version.note}`}
                {version.learned && ` (learned from ${decisionsCounted(version.learned.decisions)} of people)`}
              </span>
              {mayManage && version.version !== present.version && (
                <RestoreVersion automationId={automationId} version={version.version} baseVersion={present.version} />
              )}
            </div>
            {compared !== null && version.version === compared.version && (
              <Differences differences={tableDifferences(compared.table, present.table, facts, titles)} />
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Differences({ differences }: { differences: ReturnType<typeof tableDifferences> }) {
  if (differences.length === 0) return <p className="mt-1 text-sm text-soft">Its rules are those of the present version.</p>;
  return (
    <div className="mt-1 text-sm">
      <p className="font-medium">What changed since</p>
      <ul className="list-disc ps-5">
        {differences.map(({ words, rowId }) => (
          <li key={`${rowId ?? ""} ${words}`}>{words}</li>
        ))}
      </ul>
    </div>
  );
}
