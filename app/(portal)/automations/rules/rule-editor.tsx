"use client";
import { useDeferredValue, useId, useMemo, useRef, useState } from "react";
import { useRouter } from "next/navigation";
import Plus from "lucide-react/icons/plus";
import { sendOrSay } from "#app/trpc/send.ts";
import { Button } from "#app/ui/button.tsx";
import { useUnsaved } from "#app/ui/form/use-unsaved.ts";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Menu } from "#app/ui/menu.tsx";
import { rowWords } from "#server/domain/decisions/cell-words.ts";
import { decide } from "#server/domain/decisions/decide.ts";
import type { FactValue } from "#server/domain/decisions/decision.ts";
import { fromJdm } from "#server/domain/decisions/from-jdm.ts";
import { ruleTableProblems, type RuleProblem } from "#server/domain/decisions/rule-table-problems.ts";
import { NEEDS_PERSON, type FactDefinition, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { toJdm } from "#server/domain/decisions/to-jdm.ts";
import { editTable, rowFromCase, type RuleTest, type Rules, type TableEdit } from "./edit-table.ts";
import { FactFields } from "./fact-fields.tsx";
import { RuleGrid } from "./rule-grid.tsx";
import { rulesDifferences } from "./rules-differences.ts";
import { TestList, runTest } from "./test-list.tsx";
import { DRAFTED, isSaved, openRules, type Draft, type Opened, type UnsavedRules } from "./unsaved-rules.ts";
import { useUnreadable } from "./use-unreadable.ts";

export type RuleEditorProps = {
  automationId: string;
  name: string;
  version: number;
  table: RuleTable;
  tests: readonly RuleTest[];
  facts: readonly FactDefinition[];
  outcomes: readonly { name: string; title: string }[];
  mayManage: boolean;
  /** A case to begin with, as a disagreement or a decision hands it over; `people`: what people decided. */
  tried: { facts: Readonly<Record<string, FactValue>>; people: string | null; name: string } | null;
  /** A table drafted from people's decisions, to be looked at before it is saved. */
  draft: Draft | null;
};

const MOST_STEPS_BACK = 100;

const AGAIN: Readonly<Record<NonNullable<Opened["again"]>, string>> = {
  changes: "What you changed before and did not save is here again; “What changes” below lists it.",
  draft: "The draft that was learned from people's decisions, and not saved, is here again; “What changes” below lists it.",
  "one step back": "What stood here before and was not saved is one step back.",
};

/** The decision table of one automation with its problems, its tests and what changed; nothing is kept before it is saved. */
export default function RuleEditor({
  automationId,
  name,
  version,
  table,
  tests,
  facts,
  outcomes,
  mayManage,
  tried,
  draft,
}: RuleEditorProps) {
  const router = useRouter();
  const file = useRef<HTMLInputElement>(null);
  const whole = useRef<HTMLDivElement>(null);
  const noteId = useId();
  const [start] = useState<Rules>({ table, tests });
  const [opened, setOpened] = useState(() => openRules({ saved: start, draft, kept: null }));
  const [rules, setRules] = useState(opened.rules);
  const [before, setBefore] = useState(opened.before);
  const [note, setNote] = useState(opened.note);
  const [pending, setPending] = useState(false);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const [kept, setKept] = useState<readonly string[]>([]);
  const [wrong, setWrong] = useState<string | null>(null);
  const [caseFacts, setCaseFacts] = useState(tried?.facts ?? {});
  const [saved, setSaved] = useState(false);
  const isUnsaved = useMemo(() => !isSaved(rules, start), [rules, start]);
  const { draftId } = opened;
  const { forget } = useUnsaved<UnsavedRules>({
    name: mayManage ? `editor of ${automationId}` : null,
    ground: useMemo(() => JSON.stringify(start), [start]),
    value: useMemo(() => (saved || !isUnsaved ? null : { rules, note, draftId }), [saved, isUnsaved, rules, note, draftId]),
    restore: (kept) => show(openRules({ saved: start, draft, kept })),
  });
  const all = useMemo(() => [...outcomes, { name: NEEDS_PERSON, title: "Needs a person" }], [outcomes]);
  const titles = useMemo(() => new Map(all.map((outcome) => [outcome.name, outcome.title])), [all]);
  // Problems of a large table may take longer than a key press: typing goes first.
  const shown = useDeferredValue(rules.table);
  const unread = useUnreadable(automationId, shown);
  const problems = useMemo(
    () => [
      ...unread,
      ...ruleTableProblems(
        shown,
        facts,
        outcomes.map((outcome) => outcome.name),
      ),
    ],
    [unread, shown, facts, outcomes],
  );
  const differences = useMemo(() => rulesDifferences(start, rules, facts, titles), [start, rules, facts, titles]);
  const changed = differences.length > 0;
  const errors = problems.filter(({ weight }) => weight === "error").length;
  const failing = rules.tests.filter((test) => runTest(rules.table, test).kind === "wrong").length;
  const answer = decide(rules.table, caseFacts);

  function show(next: Opened) {
    setOpened(next);
    setRules(next.rules);
    setBefore(next.before);
    setNote(next.note);
  }
  function change(next: Rules) {
    setBefore([...before, rules].slice(-MOST_STEPS_BACK));
    if (opened.again === "one step back") setOpened((now) => ({ ...now, again: null }));
    setRules(next);
    setWrong(null);
  }
  const edit = (what: TableEdit) => {
    const edited = editTable(rules.table, what);
    if (edited !== rules.table) change({ ...rules, table: edited });
  };
  function stepBack() {
    const last = before.at(-1);
    if (last === undefined) return;
    if (isSaved(last, start)) letGo();
    else if (opened.again === "one step back") setOpened((now) => ({ ...now, again: null, draftId: null }));
    setRules(last);
    setBefore(before.slice(0, -1));
  }
  function letGo() {
    forget();
    setOpened((now) => ({ ...now, again: null, draftId: null }));
    if (note === DRAFTED) setNote("");
  }
  function throwAway() {
    forget();
    show(openRules({ saved: start, draft: null, kept: null }));
    if (draft !== null) router.replace(`/automations/${automationId}`);
    whole.current?.focus(); // The button that was pressed is gone.
  }

  async function save() {
    setPending(true);
    const message = await sendOrSay((client) =>
      client.automations.saveVersion.mutate({ automationId, baseVersion: version, table: rules.table, tests: [...rules.tests], note }),
    );
    setPending(false);
    if (message) return setWrong(message);
    setSaved(true);
    forget();
    showToast(`Version ${version + 1} is kept.`);
    router.replace(`/automations/${automationId}`);
    router.refresh();
  }

  async function importFile(chosen: File) {
    const text = await chosen.text();
    const read = fromJdm(
      parsed(text),
      facts,
      outcomes.map((outcome) => outcome.name),
    );
    if (read.kind === "refused") return setRefused(read.reasons);
    setRefused([]);
    setKept(read.kept);
    setOpened((now) => ({ ...now, again: null, draftId: null }));
    if (note === DRAFTED) setNote("");
    change({ ...rules, table: read.table });
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- only takes back with Ctrl+Z what its fields do not
    <div
      ref={whole}
      tabIndex={-1}
      className="outline-none"
      onKeyDown={(event) => {
        const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
        if (typing || event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        stepBack();
      }}
    >
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <p className="min-w-[min(16rem,100%)] flex-1 text-pretty text-soft">
          The first row that is met decides. Where none is met, a person does.
        </p>
        {mayManage && (
          <>
            <Button size="small" aria-disabled={before.length === 0} onClick={stepBack}>
              Step back
            </Button>
            <Menu
              label="Add a column"
              size="small"
              icon={<Plus />}
              items={facts
                .filter((fact) => !rules.table.columns.includes(fact.name))
                .map((fact) => ({ label: fact.title, onSelect: () => edit({ edit: "add column", column: fact.name }) }))}
            />
          </>
        )}
        <Menu
          label="JDM file"
          size="small"
          items={[
            { label: "Export for GoRules' editor", onSelect: () => exportFile(rules.table, facts, name) },
            ...(mayManage ? [{ label: "Import a JDM file", onSelect: () => file.current?.click() }] : []),
          ]}
        />
        <input
          ref={file}
          type="file"
          accept="application/json,.json"
          className="hidden"
          aria-label="JDM file to import"
          onChange={({ target }) => {
            const [chosen] = target.files ?? [];
            if (chosen) void importFile(chosen);
            target.value = "";
          }}
        />
      </div>
      {opened.again !== null && (
        <output className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-accent-soft px-3.5 py-2.5">
          <span className="min-w-[min(16rem,100%)] flex-1 text-pretty">{AGAIN[opened.again]}</span>
          {opened.again === "one step back" ? (
            <Button size="small" onClick={stepBack}>
              Step back to it
            </Button>
          ) : (
            <Button size="small" onClick={throwAway}>
              Throw it away
            </Button>
          )}
        </output>
      )}
      {refused.length > 0 && (
        <div role="alert" className="mb-3 rounded-md border border-danger bg-danger-soft px-3.5 py-3">
          <p className="font-medium">The file was not read. Your table is as it was.</p>
          <ul className="mt-1 list-disc ps-5">
            {refused.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </div>
      )}
      {kept.length > 0 && (
        <output className="mb-3 block rounded-md bg-warn-soft px-3.5 py-2.5 text-pretty text-warn">
          Kept as expressions, since they have no form of their own here: {kept.join("; ")}.
        </output>
      )}
      <RuleGrid
        table={rules.table}
        facts={facts}
        outcomes={all}
        problems={problems}
        firing={answer.kind === "row" ? answer.row.id : null}
        readOnly={!mayManage}
        onEdit={edit}
      />
      {mayManage && (
        <Button className="mt-3" icon={<Plus />} onClick={() => edit({ edit: "add row", at: rules.table.rows.length })}>
          Add a row
        </Button>
      )}
      <TableProblems problems={problems} />
      <div className="mt-8 grid gap-8 lg:grid-cols-2">
        <TestList
          table={rules.table}
          tests={rules.tests}
          facts={facts}
          outcomes={all}
          readOnly={!mayManage}
          onChange={(next) => change({ ...rules, tests: next })}
        />
        <section aria-label="Try a case">
          <h2 className="mb-1 text-lg font-semibold">{tried === null ? "Try a case" : `Try on ${tried.name}`}</h2>
          <output className="mb-3 block text-pretty">
            {answer.kind === "row" && (
              <>
                Row {rules.table.rows.indexOf(answer.row) + 1}: {rowWords(answer.row, rules.table, facts, titles)}
              </>
            )}
            {answer.kind === "none" && "No row is met: a person has to decide."}
            {answer.kind === "expression" && (
              <AskEngine
                key={JSON.stringify([rules.table, caseFacts])}
                automationId={automationId}
                table={rules.table}
                facts={caseFacts}
                row={rules.table.rows.indexOf(answer.row) + 1}
              />
            )}
            {tried?.people != null && <span className="text-soft"> People decided: {titleOf(all, tried.people)}.</span>}
          </output>
          {tried?.people != null && mayManage && (
            <div className="mb-4 flex flex-wrap gap-2">
              <Button
                size="small"
                onClick={() =>
                  change({
                    ...rules,
                    tests: [...rules.tests, { name: tried.name, facts: caseFacts, outcome: tried.people ?? NEEDS_PERSON }],
                  })
                }
              >
                Keep it as a test
              </Button>
              <Button
                size="small"
                onClick={() =>
                  change({
                    ...rules,
                    table: {
                      ...rules.table,
                      rows: [
                        rowFromCase(rules.table, caseFacts, tried.people ?? NEEDS_PERSON, `As people decided ${tried.name}.`),
                        ...rules.table.rows,
                      ],
                    },
                  })
                }
              >
                Make a row of it
              </Button>
            </div>
          )}
          <FactFields definitions={facts} facts={caseFacts} onChange={setCaseFacts} />
        </section>
      </div>
      <section aria-label="What changes" className="mt-8">
        <h2 className="mb-1 text-lg font-semibold">What changes against version {version}</h2>
        {changed ? (
          <ul className="mb-4 list-disc space-y-0.5 ps-5">
            {differences.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        ) : (
          <p className="mb-4 text-soft">Nothing yet.</p>
        )}
        {mayManage && changed && (
          <div className="max-w-xl">
            <label htmlFor={noteId} className="mb-1 block font-medium">
              Why <span className="font-normal text-soft">(optional)</span>
            </label>
            <input id={noteId} className="control" maxLength={500} value={note} onChange={({ target }) => setNote(target.value)} />
            <p className="mt-1 mb-3 text-sm text-pretty text-soft">
              A new version begins; the present one can be brought back. It decides once it has climbed the ladder again where its stage
              asks for that.
            </p>
            {errors > 0 && (
              <p className="mb-2 text-danger">{errors === 1 ? "One error has" : `${errors} errors have`} to be mended first.</p>
            )}
            {failing > 0 && (
              <p className="mb-2 text-warn">{failing === 1 ? "One test does" : `${failing} tests do`} not give the expected outcome.</p>
            )}
            {wrong !== null && (
              <p role="alert" className="mb-2 text-danger">
                {wrong}
              </p>
            )}
            <Button variant="primary" pending={pending} aria-disabled={errors > 0} onClick={() => errors === 0 && void save()}>
              Save as version {version + 1}
            </Button>
          </div>
        )}
      </section>
    </div>
  );
}

/** What only the decision engine can read, asked of it. */
function AskEngine({
  automationId,
  table,
  facts,
  row,
}: {
  automationId: string;
  table: RuleTable;
  facts: Readonly<Record<string, FactValue>>;
  row: number;
}) {
  const [said, setSaid] = useState<string | null>(null);
  async function ask() {
    const wrong = await sendOrSay(async (client) => {
      const { rowId, outcome } = await client.automations.tryCase.query({ automationId, table, facts });
      const at = table.rows.findIndex(({ id }) => id === rowId);
      setSaid(at < 0 ? "No row is met: a person has to decide." : `Row ${at + 1}: ${outcome}.`);
    });
    if (wrong) setSaid(wrong);
  }
  return said === null ? (
    <>
      Row {row} asks an expression, which only the decision engine reads.{" "}
      <Button size="small" onClick={() => void ask()}>
        Ask it
      </Button>
    </>
  ) : (
    said
  );
}

function TableProblems({ problems }: { problems: readonly RuleProblem[] }) {
  const whole = problems.filter(({ rowId }) => rowId === null);
  return (
    <section aria-label="The table as a whole" className="mt-3">
      {problems.length === 0 && (
        <p className="text-sm text-soft">Every row can fire, no two contradict each other, and every case is decided.</p>
      )}
      <ul className="space-y-1 text-sm" aria-live="polite">
        {whole.map(({ words, weight }) => (
          <li key={words} className={weight === "error" ? "text-danger" : "text-soft"}>
            {words}
          </li>
        ))}
      </ul>
    </section>
  );
}

function titleOf(outcomes: readonly { name: string; title: string }[], name: string): string {
  return outcomes.find((outcome) => outcome.name === name)?.title ?? name;
}

/** null for what is no JSON: fromJdm then says that it is no JDM file. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function exportFile(table: RuleTable, facts: readonly FactDefinition[], name: string) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(toJdm(table, facts, name), null, 2)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
