import { api } from "#app/trpc/server.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { SectionHeading } from "#app/ui/card.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { countOf, formatCount } from "#app/ui/format/format-count.ts";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { DrawButton } from "./draw-button.tsx";
import { SettleForm } from "./settle-form.tsx";

type Item = RouterOutputs["samples"]["items"]["items"][number];

/** Past items of an activity to look up, drawn by how long each may have taken. */
export async function ItemsToTime({
  chosen,
  mayTake,
  locale,
}: {
  chosen: { workflow: string; activity: string };
  mayTake: boolean;
  locale: string;
}) {
  const { items, settled } = await (await api()).samples.items(chosen);
  if (!mayTake && items.length + settled === 0) return null;
  return (
    <section aria-label="Items to look up" className="mb-8 min-w-0">
      <SectionHeading>Items to look up</SectionHeading>
      <p className="mb-3 max-w-[74ch] text-pretty text-soft">
        Past items whose time somebody can still tell. Those that may have taken long are drawn more often, because few of them hold most of
        the hours; the audit takes these chances out again. Go from the top, and leave out none because it is long.
      </p>
      {items.length > 0 ? (
        <>
          <p className="mb-3">
            {countOf(items.length, "item waits", "items wait", locale)}, {formatCount(settled, locale)} settled.
          </p>
          <DataTable
            caption="Items to look up"
            columns={columnsOf(mayTake)}
            rows={items}
            rowKey={({ id }) => id}
            empty={null}
            locale={locale}
          />
        </>
      ) : (
        <>
          {settled > 0 && <p className="mb-3">All {formatCount(settled, locale)} that were drawn are settled.</p>}
          {mayTake && <DrawButton chosen={chosen} />}
        </>
      )}
    </section>
  );
}

const columnsOf = (mayTake: boolean): Column<Item>[] => [
  { key: "case", heading: "Case", phone: "title", cell: ({ caseId }) => <span className="wrap-anywhere">{caseId}</span> },
  { key: "ended", heading: "Done", kind: "date", cell: ({ endedAt }) => <DateTime at={endedAt} full /> },
  ...(mayTake
    ? [{ key: "settle", heading: "How long did it take?", cell: ({ id, caseId }: Item) => <SettleForm itemId={id} caseId={caseId} /> }]
    : []),
];
