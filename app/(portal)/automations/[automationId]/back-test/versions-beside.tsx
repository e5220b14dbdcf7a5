import type { RouterOutputs } from "#app/trpc/types.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import type { Figure } from "#server/domain/provenance.ts";
import type { AutomationAnswer } from "../../automation-frame.tsx";
import { counted, outcomeTitle, tryHref } from "../../automation-words.ts";
import { FactsKnown } from "../../facts-known.tsx";
import { verdictWords } from "./verdict-words.ts";

type Against = NonNullable<NonNullable<RouterOutputs["automations"]["backTest"]["report"]>["against"]>;
type Change = Against["changes"][number];
type Changed = RouterOutputs["automations"]["changedCases"][number];
type Cost = (label: string, minor: number) => Figure;

type VersionsBesideProps = {
  version: number;
  /** How many of the decisions the newer version was learned from. */
  learnedFrom: number;
  against: Against;
  cases: readonly Changed[];
  found: AutomationAnswer;
  cost: Cost;
};

/** What two versions of the rules make of the same past decisions: how much better one is, and what it decides otherwise. */
export function VersionsBeside({ version, learnedFrom, against, cases, found, cost }: VersionsBesideProps) {
  const title = (name: string) => outcomeTitle(found.outcomes, name);
  const lines = [
    { what: "Decided as people did", before: counted(against.before.alike), after: counted(against.after.alike) },
    { what: "Decided otherwise", before: counted(against.before.otherwise), after: counted(against.after.otherwise) },
    { what: "Left to people", before: counted(against.before.leftToPeople), after: counted(against.after.leftToPeople) },
    { what: "Severe", before: counted(against.before.severe), after: counted(against.after.severe) },
    {
      what: "Cost of wrong decisions",
      before: <FigureValue figure={cost(`Cost of wrong decisions, version ${against.version}`, against.before.costMinor)} />,
      after: <FigureValue figure={cost(`Cost of wrong decisions, version ${version}`, against.after.costMinor)} />,
    },
  ];
  const columns: readonly Column<(typeof lines)[number]>[] = [
    { key: "what", heading: "Of the same decisions", phone: "title", cell: ({ what }) => what },
    { key: "before", heading: `Version ${against.version}`, kind: "number", cell: ({ before }) => before },
    { key: "after", heading: `Version ${version}`, kind: "number", cell: ({ after }) => after },
  ];
  return (
    <section aria-label={`Beside version ${against.version}`}>
      <h2 className="mt-8 mb-2 text-lg font-semibold">Beside version {against.version}</h2>
      <p className="mb-3 max-w-[74ch] text-pretty">{verdictWords({ version, learnedFrom }, against)}</p>
      <DataTable caption="Both versions" columns={columns} rows={lines} rowKey={({ what }) => what} empty={null} />
      {against.changes.length > 0 && (
        <>
          <h3 className="mt-5 mb-2 font-semibold">What changes</h3>
          <DataTable
            caption="What the versions decide differently"
            columns={changeColumns(title, cost)}
            rows={against.changes}
            rowKey={({ before, after, people }) => `${before} ${after} ${people}`}
            empty={null}
          />
          <ul className="mt-3 divide-y divide-line rounded-lg border border-line bg-panel">
            {cases.map((one) => (
              <li key={`${one.caseId} ${one.atMs}`} className="px-4.5 py-3">
                <details>
                  <summary className="min-h-6 cursor-pointer text-pretty">
                    <span className="font-medium">{one.caseName}</span>: {title(one.before)} becomes {title(one.after)}, people{" "}
                    {title(one.people)}{" "}
                    <span className="text-soft">
                      (<DateTime at={new Date(one.atMs)} />)
                    </span>
                  </summary>
                  <div className="mt-3 grid justify-items-start gap-3">
                    <FactsKnown facts={one.facts} definitions={found.facts} />
                    <LinkButton
                      href={tryHref(found.automation.id, { facts: one.facts, people: one.people, name: one.caseName })}
                      size="small"
                    >
                      Make it a test or a row
                    </LinkButton>
                  </div>
                </details>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function changeColumns(title: (name: string) => string, cost: Cost): readonly Column<Change>[] {
  return [
    { key: "before", heading: "Before", phone: "title", cell: ({ before }) => title(before) },
    { key: "after", heading: "Now", cell: ({ after }) => title(after) },
    { key: "people", heading: "People", cell: ({ people }) => title(people) },
    { key: "count", heading: "Cases", kind: "number", cell: ({ count }) => counted(count) },
    {
      key: "cost",
      heading: "Cost of it",
      kind: "number",
      cell: ({ costMinor }) => <FigureValue figure={cost("Change of the cost", costMinor)} />,
    },
  ];
}
