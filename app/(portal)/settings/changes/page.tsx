import { api } from "#app/trpc/server.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { Link } from "#app/ui/link.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { FilterBar } from "#app/ui/table/filter-bar.tsx";
import { tableHref, type SearchParams } from "#app/ui/table/table-state.ts";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { personInWorkspace, SettingsFrame } from "../settings-frame.tsx";
import { describeChange } from "./describe-change.ts";

export const metadata = { title: "Log of changes" };

type Change = RouterOutputs["changes"]["list"]["changes"][number];

const PATH = "/settings/changes";
type Words = { currency: string; people: Readonly<Record<string, string>> };

const columnsOf = (words: Words): readonly Column<Change>[] => [
  {
    key: "what",
    heading: "What",
    phone: "title",
    className: "sm:min-w-56",
    cell: (change) => <What change={change} title={describeChange(change, words).title} />,
  },
  { key: "who", heading: "Who", className: "sm:min-w-28", cell: ({ actor }) => whoWords(actor) },
  { key: "when", heading: "When", kind: "date", cell: ({ at }) => <DateTime at={at} full /> },
  {
    key: "details",
    heading: "Why, and what",
    className: "sm:min-w-64",
    cell: (change) => {
      const { reason, details } = describeChange(change, words);
      return (
        <div className="min-w-0">
          {reason !== null && <p className="text-sm text-pretty wrap-break-word">{reason}</p>}
          <ul className="text-sm wrap-break-word text-soft">
            {details.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      );
    },
  },
];

/** Where it leads to more about it: the decision, or the automation that has its own log. */
function What({ change: { noun, nounId, thing }, title }: { change: Change; title: string }) {
  const href =
    thing.decisionId !== null
      ? `/automations/decision/${thing.decisionId}`
      : noun === "automation" && thing.name !== null && thing.name !== "all automations"
        ? `/automations/${nounId}/stage`
        : null;
  return <span className="font-medium wrap-break-word">{href === null ? title : <Link href={href}>{title}</Link>}</span>;
}

/** A job of ours is Slipstream, whatever it is called inside. */
function whoWords(actor: Change["actor"]): string {
  if (actor.type === "user") return actor.name;
  return actor.type === "job" ? "Slipstream" : `${actor.name}, by itself`;
}

const one = (value: SearchParams[string]): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Who changed what and when, with the values before and after. */
export default function ChangesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (
    <SettingsFrame
      href={PATH}
      detail="Everything that is configured here, and every yes, no, stop and undo, leaves a line: who, what, why, before and after. Lines are never changed; secrets never stand in them."
    >
      {async () => {
        const params = await searchParams;
        const [noun, userId, before] = [one(params["noun"]), one(params["by"]), one(params["before"])];
        const beforeId = before && UUID.test(before) ? before : undefined;
        const caller = await api();
        const [{ changes, people, nextBeforeId }, filters, { workspace }] = await Promise.all([
          caller.changes.list({ noun, userId, beforeId, limit: 50 }),
          caller.changes.filters(),
          personInWorkspace(),
        ]);
        return (
          <>
            <DataTable
              caption="Changes"
              columns={columnsOf({ currency: workspace.currency, people })}
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
