import { api } from "#app/trpc/server.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";
import { tableHref, type SearchParams } from "#app/ui/table/table-state.ts";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { SettingsFrame } from "../settings-frame.tsx";
import { describeChange } from "./describe-change.ts";

export const metadata = { title: "Log of changes" };

type Change = RouterOutputs["changes"]["list"]["changes"][number];

const PATH = "/settings/changes";
const ACTOR_KIND = { user: "", job: " (job)", system: " (by itself)" } as const;

const columns: readonly Column<Change>[] = [
  {
    key: "what",
    heading: "What",
    phone: "title",
    cell: (change) => <span className="font-medium wrap-anywhere">{describeChange(change).title}</span>,
  },
  { key: "who", heading: "Who", cell: ({ actor }) => `${actor.name}${ACTOR_KIND[actor.type]}` },
  { key: "when", heading: "When", kind: "date", cell: ({ at }) => <DateTime at={at} full /> },
  {
    key: "details",
    heading: "Before and after",
    cell: (change) => (
      <ul className="text-sm wrap-anywhere text-soft">
        {describeChange(change).details.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    ),
  },
];

const one = (value: SearchParams[string]): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Who changed what and when, with the values before and after. */
export default function ChangesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (
    <SettingsFrame
      href={PATH}
      detail="Everything that is configured here leaves a line: who, what, before and after. Lines are never changed; secrets never stand in them."
    >
      {async () => {
        const params = await searchParams;
        const [noun, userId, before] = [one(params["noun"]), one(params["by"]), one(params["before"])];
        const beforeId = before && UUID.test(before) ? before : undefined;
        const caller = await api();
        const [{ changes, nextBeforeId }, filters] = await Promise.all([
          caller.changes.list({ noun, userId, beforeId, limit: 50 }),
          caller.changes.filters(),
        ]);
        return (
          <>
            <DataTable
              caption="Changes"
              columns={columns}
              rows={changes}
              rowKey={({ id }) => id}
              toolbar={
                <FilterBar path={PATH} params={params} filters={["noun", "by", "before"]}>
                  <SelectField
                    name="noun"
                    label="What"
                    required={false}
                    prompt="Everything"
                    defaultValue={noun ?? ""}
                    options={filters.nouns.map((value) => ({ value, label: value }))}
                  />
                  <SelectField
                    name="by"
                    label="Who"
                    required={false}
                    prompt="Everybody"
                    defaultValue={userId ?? ""}
                    options={filters.people.map((person) => ({ value: person.userId, label: person.name }))}
                  />
                </FilterBar>
              }
              empty={
                <EmptyState title="No change fits">
                  {noun || userId
                    ? "Choose Everything and Everybody to see the whole log."
                    : "The first thing that is configured appears here."}
                </EmptyState>
              }
            />
            <nav aria-label="Pages of the log" className="mt-3 flex gap-2.5">
              {beforeId && <LinkButton href={tableHref(PATH, params, { before: null })}>Newest</LinkButton>}
              {nextBeforeId && <LinkButton href={tableHref(PATH, params, { before: nextBeforeId })}>Older</LinkButton>}
            </nav>
          </>
        );
      }}
    </SettingsFrame>
  );
}
