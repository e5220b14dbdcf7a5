import { Link } from "#app/ui/link.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { buttonClass } from "#app/ui/button-class.ts";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { rowWords } from "#server/domain/decisions/cell-words.ts";
import { NEEDS_PERSON, type FactDefinition } from "#server/domain/decisions/rule-table.ts";
import { automationHref, decisionsCounted } from "../automation-words.ts";
import type { Rules } from "./edit-table.ts";
import { RestoreVersion } from "./restore-version.tsx";
import { rulesDifferences } from "./rules-differences.ts";

type VersionHistoryProps = {
  automationId: string;
  versions: RouterOutputs["automations"]["versions"];
  present: Rules & { version: number };
  /** The older version that is looked at. */
  older: RouterOutputs["automations"]["versionOf"] | null;
  facts: readonly FactDefinition[];
  outcomes: readonly { name: string; title: string }[];
  mayManage: boolean;
  /** The present version acts at the vendor. */
  acts: boolean;
};

/** Every version of the rules: what each holds, what changed since, and the way back. */
export function VersionHistory({ automationId, versions, present, older, facts, outcomes, mayManage, acts }: VersionHistoryProps) {
  const titles = new Map([[NEEDS_PERSON, "Needs a person"], ...outcomes.map(({ name, title }) => [name, title] as const)]);
  const href = automationHref(automationId);
  return (
    <section aria-label="Versions" className="mt-8">
      <h2 className="mb-2 text-lg font-semibold">Versions</h2>
      <ol className="divide-y divide-line rounded-lg border border-line bg-panel">
        {versions.map((version) => {
          const isPresent = version.version === present.version;
          const shown = older?.version === version.version ? older : null;
          return (
            <li key={version.version} className="px-4.5 py-3">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="font-medium">
                  Version {version.version}
                  {isPresent && ", the present one"}
                </span>
                <span className="min-w-0 text-sm text-pretty text-soft max-sm:basis-full sm:flex-1">
                  <DateTime at={version.at} full />, {version.by}, {version.rows === 1 ? "one row" : `${version.rows} rows`}
                  {version.note !== "" && `: ${version.note}`}
                  {version.learned && ` (learned from ${decisionsCounted(version.learned.decisions)} of people)`}
                </span>
                {!isPresent && (
                  <Link
                    href={shown ? href : `${href}?version=${version.version}`}
                    scroll={false}
                    className={buttonClass({ size: "small" })}
                    aria-label={shown ? `Close version ${version.version}` : `Look at version ${version.version}`}
                  >
                    {shown ? "Close" : "Look at it"}
                  </Link>
                )}
                {shown && mayManage && (
                  <RestoreVersion
                    automationId={automationId}
                    version={version.version}
                    baseVersion={present.version}
                    changes={rulesDifferences(present, shown, facts, titles)}
                    stepsDown={acts}
                  />
                )}
              </div>
              {shown && (
                <OlderVersion older={shown} since={rulesDifferences(shown, present, facts, titles)} facts={facts} titles={titles} />
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** What changed since a version, and all that it holds. */
function OlderVersion({
  older: { table, tests },
  since,
  facts,
  titles,
}: {
  older: RouterOutputs["automations"]["versionOf"];
  since: readonly string[];
  facts: readonly FactDefinition[];
  titles: ReadonlyMap<string, string>;
}) {
  return (
    <div className="mt-1 text-sm">
      {since.length === 0 ? (
        <p className="text-soft">Its rules are those of the present version.</p>
      ) : (
        <>
          <p className="font-medium">What changed since</p>
          <ul className="list-disc ps-5">
            {since.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </>
      )}
      <details className="mt-2">
        <summary className="min-h-6 cursor-pointer font-medium">All that it decides</summary>
        <ol className="mt-1 list-decimal space-y-1 ps-7">
          {table.rows.map((row) => (
            <li key={row.id} className="text-pretty wrap-anywhere">
              {rowWords(row, table, facts, titles)} <span className="text-soft">{row.reason}</span>
            </li>
          ))}
        </ol>
        <p className="mt-1 text-soft">
          Where none is met, a person decides. {tests.length === 1 ? "One test stands" : `${tests.length} tests stand`} beside it.
        </p>
      </details>
    </div>
  );
}
