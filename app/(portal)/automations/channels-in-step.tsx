import type { RouterOutputs } from "#app/trpc/types.ts";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { Stat, StatRow } from "#app/ui/figure/stat.tsx";
import { formatCount } from "#app/ui/format/format-count.ts";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { boundFigure, openFigure } from "./in-step-figures.ts";

export type InStep = NonNullable<RouterOutputs["automations"]["inStep"]>;
type Apart = InStep["apart"][number];

/** How many items stand at their target on each channel, which are apart and for how long, and within what time gaps are closed. */
export function ChannelsInStep({ inStep, locale }: { inStep: InStep; locale: string }) {
  const counted = (count: number) => formatCount(count, locale);
  const { count, atTarget, unknown, apart, apartCount, closed, bound, windowDays } = inStep;
  return (
    <section aria-label="Channels against the ledger" className="mb-8">
      <h2 className="mb-2 text-lg font-semibold">Channels against the ledger</h2>
      {count === 0 ? (
        <p className="max-w-[74ch] text-pretty text-soft">
          No item has been read at any channel yet. Once stock is synced, it stands here which channels show what the ledger allots them.
        </p>
      ) : (
        <>
          <p className="mb-4 max-w-[74ch] text-pretty wrap-anywhere">
            {sentenceOf(inStep, counted)}
            {apart[0] && (
              <>
                {" "}
                Apart for longest: {apart[0].item} at {apart[0].channel}, since <DateTime at={apart[0].since} full />.
              </>
            )}
          </p>
          <StatRow>
            <Stat
              label="At their target"
              note={`items at channels; ${bound.tolerance === 0 ? "to the unit" : `up to ${bound.tolerance} units below`}`}
            >
              {counted(atTarget)} of {counted(count)}
            </Stat>
            <Stat label="Apart" note={unknown === 0 ? "none unknown" : `of ${counted(unknown)} more it is not known`}>
              {counted(apartCount)}
            </Stat>
            <Stat label="A gap was open" note={`the middle of ${counted(closed.count)} closed in ${windowDays} days`}>
              <FigureValue figure={openFigure("Middle of the gaps closed", closed.medianMs, inStep)} />
            </Stat>
            <Stat label="The longest" note="people's and the warehouse's time counted">
              <FigureValue figure={openFigure("Longest of the gaps closed", closed.longestMs, inStep)} />
            </Stat>
            <Stat label="In auto, together within" note={`not counted: ${bound.beyond}`}>
              <FigureValue figure={boundFigure(inStep)} />
            </Stat>
          </StatRow>
          {apart.length > 0 && (
            <div className="mt-5">
              <DataTable
                caption="Items apart from the ledger"
                columns={columnsOf(counted)}
                rows={apart}
                rowKey={({ item, channel }) => `${item} ${channel}`}
                empty={null}
              />
              {apartCount > apart.length && <p className="mt-2 text-sm text-soft">The {apart.length} that are apart for longest.</p>}
            </div>
          )}
        </>
      )}
    </section>
  );
}

function sentenceOf({ count, atTarget, apartCount }: InStep, counted: (count: number) => string): string {
  if (apartCount === 0 && atTarget === count) return `All ${counted(count)} items at channels show what the ledger allots them.`;
  return `${counted(atTarget)} of ${counted(count)} items at channels show what the ledger allots them.`;
}

const columnsOf = (counted: (count: number) => string): readonly Column<Apart>[] => [
  { key: "item", heading: "Item", phone: "title", cell: ({ item }) => <span className="wrap-anywhere">{item}</span> },
  { key: "channel", heading: "Channel", cell: ({ channel }) => channel },
  { key: "quantity", heading: "Showed", kind: "number", cell: ({ quantity }) => counted(quantity) },
  { key: "target", heading: "Ledger", kind: "number", cell: ({ target }) => counted(target) },
  { key: "since", heading: "Since", kind: "date", cell: ({ since }) => <DateTime at={since} full /> },
  { key: "waits", heading: "Waits for", cell: ({ waitsFor }) => waitsFor ?? <span className="text-soft">not known</span> },
];
