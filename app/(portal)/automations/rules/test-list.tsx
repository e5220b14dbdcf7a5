"use client";
import { useState } from "react";
import { Badge } from "#app/ui/badge.tsx";
import { Button } from "#app/ui/button.tsx";
import { decide } from "#server/domain/decisions/decide.ts";
import { NEEDS_PERSON, type FactDefinition, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { RuleTest } from "./edit-table.ts";
import { FactFields } from "./fact-fields.tsx";

/** What a test of the table came to; `expression`: only the decision engine can say. */
export type TestResult =
  | { kind: "right" | "wrong"; row: number | null; outcome: string; reason: string | null }
  | { kind: "expression"; row: number };

export function runTest(table: RuleTable, { facts, outcome }: RuleTest): TestResult {
  const answer = decide(table, facts);
  if (answer.kind === "expression") return { kind: "expression", row: table.rows.indexOf(answer.row) + 1 };
  const given = answer.kind === "row" ? answer.row.outcome : NEEDS_PERSON;
  return {
    kind: given === outcome ? "right" : "wrong",
    row: answer.kind === "row" ? table.rows.indexOf(answer.row) + 1 : null,
    outcome: given,
    reason: answer.kind === "row" ? answer.row.reason : null,
  };
}

type TestListProps = {
  table: RuleTable;
  tests: readonly RuleTest[];
  facts: readonly FactDefinition[];
  outcomes: readonly { name: string; title: string }[];
  readOnly: boolean;
  onChange: (tests: readonly RuleTest[]) => void;
};

/** Cases whose outcome is known, run against the table as it stands, at every change. */
export function TestList({ table, tests, facts, outcomes, readOnly, onChange }: TestListProps) {
  const [opened, setOpened] = useState<number | null>(null);
  const results = tests.map((test) => runTest(table, test));
  const right = results.filter(({ kind }) => kind === "right").length;
  const untried = results.filter(({ kind }) => kind === "expression").length;
  const titleOf = (name: string) => outcomes.find((outcome) => outcome.name === name)?.title ?? name;
  const replace = (at: number, test: RuleTest) => onChange(tests.map((old, index) => (index === at ? test : old)));
  return (
    <section aria-label="Tests">
      <h2 className="mb-1 text-lg font-semibold">Tests</h2>
      <p className="mb-3 text-soft" aria-live="polite">
        {tests.length === 0
          ? "No case stands beside the table yet. Add one whose outcome you are sure of."
          : `${right} of ${tests.length} give the outcome that is expected${untried === 0 ? "" : `; ${untried} ${untried === 1 ? "asks an expression and is" : "ask an expression and are"} tried when saved`}.`}
      </p>
      {!readOnly && results.some(({ kind }) => kind === "wrong") && (
        <p className="mb-3 text-pretty">
          Rules are saved only once every test gives what it expects: so a case that was settled is not decided otherwise unnoticed. Where
          your team wants the new outcome, expect it; where not, mend the row that decides.
        </p>
      )}
      {tests.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-panel">
          {tests.map((test, index) => {
            const result = results[index]!;
            return (
              // oxlint-disable-next-line react/no-array-index-key -- two tests may have the same name while one is being typed
              <li key={index} className="px-4 py-3">
                <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
                  <span className="min-w-0 flex-1 font-medium wrap-anywhere">{test.name || "Without a name"}</span>
                  {result.kind === "expression" ? (
                    <Badge>row {result.row} asks an expression: tried when saved</Badge>
                  ) : (
                    <Badge tone={result.kind === "right" ? "good" : "danger"}>{result.kind === "right" ? "right" : "wrong"}</Badge>
                  )}
                  {!readOnly && (
                    <Button
                      size="small"
                      variant="quiet"
                      data-change=""
                      aria-expanded={opened === index}
                      aria-label={`${opened === index ? "Close" : "Change"} the test ${test.name}`}
                      onClick={() => setOpened(opened === index ? null : index)}
                    >
                      {opened === index ? "Close" : "Change"}
                    </Button>
                  )}
                </div>
                <p className="text-sm text-pretty text-soft">
                  Expected: {titleOf(test.outcome)}.
                  {result.kind === "wrong" &&
                    ` ${result.row === null ? "No row is met" : `Row ${result.row} decides`}: ${titleOf(result.outcome)}.`}
                  {result.kind === "right" && result.row !== null && ` Row ${result.row} decides.`}
                </p>
                {result.kind === "wrong" && (
                  <>
                    {result.reason !== null && <p className="text-sm text-pretty text-soft">Because: {result.reason}</p>}
                    {!readOnly && (
                      <Button
                        size="small"
                        className="mt-2"
                        onClick={({ currentTarget }) => {
                          // The button goes with what it mends: the focus stays with the test.
                          currentTarget.closest("li")?.querySelector<HTMLElement>("[data-change]")?.focus();
                          replace(index, { ...test, outcome: result.outcome });
                        }}
                      >
                        Expect &ldquo;{titleOf(result.outcome)}&rdquo; now<span className="sr-only"> in the test {test.name}</span>
                      </Button>
                    )}
                  </>
                )}
                {opened === index && (
                  <div className="mt-3 grid gap-3">
                    <label className="grid gap-1">
                      <span className="font-medium">Name</span>
                      <input
                        className="control"
                        value={test.name}
                        onChange={({ target }) => replace(index, { ...test, name: target.value })}
                      />
                    </label>
                    <FactFields
                      definitions={facts}
                      facts={test.facts}
                      onChange={(changed) => replace(index, { ...test, facts: changed })}
                    />
                    <label className="grid gap-1">
                      <span className="font-medium">Expected outcome</span>
                      <select
                        className="control"
                        value={test.outcome}
                        onChange={({ target }) => replace(index, { ...test, outcome: target.value })}
                      >
                        {outcomes.map(({ name, title }) => (
                          <option key={name} value={name}>
                            {title}
                          </option>
                        ))}
                      </select>
                    </label>
                    <div>
                      <Button
                        size="small"
                        onClick={() => {
                          setOpened(null);
                          onChange(tests.toSpliced(index, 1));
                        }}
                      >
                        Delete the test
                      </Button>
                    </div>
                  </div>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {!readOnly && (
        <Button
          className="mt-3"
          onClick={() => {
            onChange([...tests, { name: `Case ${tests.length + 1}`, facts: {}, outcome: outcomes[0]?.name ?? NEEDS_PERSON }]);
            setOpened(tests.length);
          }}
        >
          Add a test
        </Button>
      )}
    </section>
  );
}
