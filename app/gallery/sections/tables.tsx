import { LinkButton } from "#app/ui/button.tsx";
import { EvidenceBadge } from "#app/ui/figure/evidence-badge.tsx";
import { Hours } from "#app/ui/figure/hours.tsx";
import { IntervalAxis } from "#app/ui/figure/interval-bar.tsx";
import { INTERVAL_CELL_OFFSET, IntervalCell } from "#app/ui/figure/interval-cell.tsx";
import { Money } from "#app/ui/figure/money.tsx";
import { niceTicks } from "#app/ui/figure/nice-ticks.ts";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { ErrorState } from "#app/ui/feedback/error-state.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { formatCount, formatShare } from "#app/ui/format/format-count.ts";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";
import { parseTableState, type SearchParams } from "#app/ui/table/table-state.ts";
import { sampleProvenance, sampleWorkflows, type SampleWorkflow } from "../sample-workflows.ts";
import { Part, Specimen } from "../specimen.tsx";

const ticks = niceTicks(26);

const columns: readonly Column<SampleWorkflow>[] = [
  {
    key: "name",
    heading: "Workflow",
    sortable: true,
    phone: "title",
    className: "w-[24%] min-w-48",
    cell: ({ name, detail }) => (
      <>
        <span className="font-medium">{name}</span>
        <span className="block text-sm font-normal text-soft">{detail}</span>
      </>
    ),
  },
  {
    key: "hours",
    heading: "Hours a week by hand",
    headingDetail: <IntervalAxis ticks={ticks.map((hours) => ({ at: hours, label: `${hours} h` }))} offset={INTERVAL_CELL_OFFSET} />,
    sortable: true,
    className: "w-[26%] min-w-56",
    cell: ({ hours, ranked }) => (
      <IntervalCell
        figure={{ label: "Hours a week by hand", value: hours.point, unit: { kind: "hours" }, range: hours, provenance: sampleProvenance }}
        axisMax={ticks.at(-1) ?? 1}
        faint={!ranked}
      />
    ),
  },
  {
    key: "touches",
    heading: "Touches",
    kind: "number",
    sortable: true,
    phone: "hide",
    cell: ({ touches }) => formatCount(touches, "en-US"),
  },
  {
    key: "rules",
    heading: "Rules-based",
    kind: "number",
    sortable: true,
    cell: ({ rulesShare }) => (rulesShare === null ? <span className="text-soft">not known yet</span> : formatShare(rulesShare, "en-US")),
  },
  {
    key: "drag",
    heading: "Drag a year",
    kind: "money",
    sortable: true,
    cell: ({ dragMinor, dragRange }) => (
      <Money
        label="Drag a year"
        amountMinor={dragMinor}
        currency="USD"
        range={dragRange}
        provenance={sampleProvenance}
        layout="stack"
        align="end"
        className="font-semibold"
      />
    ),
  },
  { key: "evidence", heading: "Known by", cell: ({ evidence, note }) => <EvidenceBadge evidence={evidence} note={note} /> },
];

const plain: readonly Column<SampleWorkflow>[] = [
  { key: "name", heading: "Workflow", phone: "title", cell: ({ name }) => name },
  {
    key: "hours",
    heading: "Hours",
    kind: "hours",
    cell: ({ hours }) => <Hours label="Hours a week" hours={hours.point} provenance={sampleProvenance} />,
  },
];

const empty = (
  <EmptyState
    title="No workflows yet"
    action={
      <LinkButton href="/gallery" variant="primary">
        Import an event log
      </LinkButton>
    }
  >
    Here stand the workflows of your team, ranked by the hours they take. They appear after the first import or the first sync.
  </EmptyState>
);

const VALUES = {
  name: (row: SampleWorkflow) => row.name,
  hours: (row: SampleWorkflow) => row.hours.point,
  touches: (row: SampleWorkflow) => row.touches,
  rules: (row: SampleWorkflow) => row.rulesShare ?? -1,
  drag: (row: SampleWorkflow) => row.dragMinor ?? -1,
} as const;

export function TablesSection({ params }: { params: SearchParams }) {
  const state = parseTableState(params, {
    sortable: Object.keys(VALUES),
    defaultSort: "-drag",
    filters: ["evidence"],
    pageSizes: [25, 50],
  });
  const place = { path: "/gallery", params, state };
  const value = Object.entries(VALUES).find(([key]) => key === state.sort.column)?.[1] ?? VALUES.drag;
  const rows = sampleWorkflows
    .filter(({ name }) => name.toLowerCase().includes(state.search.toLowerCase()))
    .filter(({ evidence }) => !state.filters["evidence"] || evidence === state.filters["evidence"])
    .toSorted((a, b) => {
      const [first, second] = [value(a), value(b)];
      return (first < second ? -1 : first > second ? 1 : 0) * (state.sort.descending ? -1 : 1);
    });
  const shared = { columns, rowKey: ({ key }: SampleWorkflow) => key, empty };
  const small = { columns: plain, rowKey: shared.rowKey, empty };
  return (
    <Part id="tables" title="Tables">
      <DataTable
        {...shared}
        caption="Where automation pays first"
        rows={rows}
        place={place}
        total={rows.length === 0 ? 0 : 1204}
        exportHref="/gallery/export.csv"
        toolbar={
          <FilterBar path="/gallery" params={params} search="Search workflows" filters={["evidence"]}>
            <SelectField
              name="evidence"
              label="Known by"
              labelHidden
              optional
              prompt="Any evidence"
              defaultValue={state.filters["evidence"] ?? ""}
              options={["recorded", "timed", "bounds", "assumed", "benchmark"].map((kind) => ({ value: kind, label: kind }))}
              className="max-sm:w-full"
            />
          </FilterBar>
        }
      />
      <div className="grid gap-8 lg:grid-cols-2">
        <Specimen name="Loading">
          <DataTable {...small} caption="Loading table" rows="loading" place={{ ...place, state: { ...state, pageSize: 3 } }} />
        </Specimen>
        <Specimen name="Narrow: each row a card">
          <div className="max-w-80">
            <DataTable {...shared} caption="Narrow table" rows={sampleWorkflows.slice(0, 2)} />
          </div>
        </Specimen>
        <Specimen name="Empty">
          <DataTable {...small} caption="Empty table" rows={[]} />
        </Specimen>
        <Specimen name="Nothing matches the filter">
          <DataTable {...small} caption="Filtered table" rows={[]} place={{ ...place, state: { ...state, search: "zebra" } }} />
        </Specimen>
        <Specimen name="Too much to count">
          <DataTable {...small} caption="Large table" rows={sampleWorkflows.slice(0, 2)} place={place} total={10_000} totalIsAtLeast />
        </Specimen>
        <Specimen name="Failed">
          <DataTable
            {...small}
            caption="Failed table"
            rows={[]}
            failure={
              <ErrorState
                title="The events could not be read."
                safe="Nothing was changed; the import itself is complete."
                remedy="Load the page again in a minute."
                errorId="019a8c51-77d0"
              />
            }
          />
        </Specimen>
      </div>
    </Part>
  );
}
