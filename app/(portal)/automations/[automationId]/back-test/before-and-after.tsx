import type { RouterOutputs } from "#app/trpc/types.ts";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { agreementWords, counted, decisionsCounted, ofAll } from "../../automation-words.ts";

type Learned = NonNullable<NonNullable<RouterOutputs["automations"]["backTest"]["report"]>["learned"]>;
type Shown = Learned["since"];

/** Learned rules on the decisions that they were learned from, and on those before and after: only the latter say what to expect. */
export function BeforeAndAfter({ learned, decisions }: { learned: Learned; decisions: number }) {
  const { fromMs, untilMs, earlier, learnedFrom, since } = learned;
  const lines = [
    { what: "Older than what the rules were learned from", shown: earlier },
    { what: "What the rules were learned from", shown: learnedFrom },
    { what: "Taken since they were learned", shown: since },
  ].filter(({ shown }) => shown.decisions > 0);
  return (
    <section aria-label="Decisions that the rules had seen">
      <h2 className="mt-8 mb-2 text-lg font-semibold">Decisions that the rules had seen</h2>
      <p className="mb-3 max-w-[74ch] text-pretty">
        These rules were learned from {decisionsCounted(learned.decisions)} of people, <DateTime at={new Date(fromMs)} /> to{" "}
        <DateTime at={new Date(untilMs)} />. {seenWords(learned, decisions)}
      </p>
      {lines.length > 0 && (
        <DataTable caption="Before and after learning" columns={COLUMNS} rows={lines} rowKey={({ what }) => what} empty={null} />
      )}
    </section>
  );
}

function seenWords({ earlier, learnedFrom, since }: Learned, decisions: number): string {
  if (learnedFrom.decisions === 0) return "None of the decisions of this back-test were taken then.";
  const seen = `Of this back-test ${ofAll(learnedFrom.decisions, decisions)} were taken then, and on those the rules agree better than on new ones.`;
  const isNew = earlier.decisions + since.decisions > 0;
  return isNew
    ? seen
    : `${seen} Run it again when some days have passed, or let it decide in shadow: both show how the rules do on new ones.`;
}

const COLUMNS: readonly Column<{ what: string; shown: Shown }>[] = [
  { key: "what", heading: "Decisions", phone: "title", cell: ({ what }) => what },
  { key: "taken", heading: "Taken by people", kind: "number", cell: ({ shown }) => counted(shown.decisions) },
  { key: "agreement", heading: "Agreement of the rules", cell: ({ shown }) => agreementOf(shown) },
];

const agreementOf = ({ agreement }: Shown): string => (agreement.n === 0 ? "the rules decide none of them" : agreementWords(agreement));
