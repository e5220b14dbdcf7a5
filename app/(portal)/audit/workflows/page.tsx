import { Link } from "#app/ui/link.tsx";
import { notFound } from "next/navigation";
import { api, currentPerson } from "#app/trpc/server.tsx";
import { Badge } from "#app/ui/badge.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import type { SearchParams } from "#app/ui/table/table-state.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { AuditTabs } from "../audit-tabs.tsx";
import { DefinitionForm } from "./definition-form.tsx";
import { claimInWords, NO_CLAIM, type Definition, type ListedWorkflow } from "./definition-words.ts";

export const metadata = { title: "Workflows" };

const NEW = "new";
const editHref = (workflow: string) => `/audit/workflows?edit=${encodeURIComponent(workflow)}`;
const EMPTY: Definition = { workflow: "", claims: [NO_CLAIM], decision: null, exception: null, teams: [] };

/** Which events are whose: the six workflows that ship, and others of your own. */
export default async function WorkflowsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { edit } = await searchParams;
  const [workflows, person] = await Promise.all([(await api()).workflows.list({}), currentPerson()]);
  const mayUpdate = person?.workspace?.permissions.includes("workflows.update") ?? false;
  const edited = workflows.find(({ definition }) => definition.workflow === edit);
  if (edit !== undefined && (!mayUpdate || (edit !== NEW && !edited))) notFound();
  const title = edit === undefined ? "Workflows" : edited ? workflowTitle(edited.definition.workflow) : "A workflow of your own";
  return (
    <>
      <TopBar
        crumbs={[
          { label: "Audit", href: "/audit" },
          edit === undefined ? { label: "Workflows" } : { label: "Workflows", href: "/audit/workflows" },
          ...(edit === undefined ? [] : [{ label: title }]),
        ]}
        demo={person?.workspace?.demo ?? false}
        actions={mayUpdate && edit === undefined && <LinkButton href={editHref(NEW)}>Define your own</LinkButton>}
      />
      <h1 className="mb-1 text-2xl font-semibold tracking-tight">{title}</h1>
      <p className="mb-5 max-w-[74ch] text-pretty text-soft">
        Which events of the log belong to a workflow, and what people decide in it. Events stay as they were recorded: a change here is
        worked out anew over the whole log, and every version is kept.
      </p>
      {edit === undefined ? (
        <>
          <AuditTabs current="/audit/workflows" />
          <DataTable
            caption="Workflows"
            columns={columnsOf(mayUpdate)}
            rows={workflows}
            rowKey={({ definition }) => definition.workflow}
            empty={null}
          />
          <p className="mt-3 max-w-[74ch] text-sm text-pretty text-soft">
            Where two workflows claim an event, the claim that names more has it; among those that name as much, the workflow first by name.
            An event that none claims stands under what its source wrote, otherwise under the name of its source.
          </p>
        </>
      ) : (
        <DefinitionForm
          key={edited?.definition.workflow ?? NEW}
          start={edited?.definition ?? EMPTY}
          version={edited?.version ?? 0}
          isNew={!edited}
          mayReset={edited?.edited ?? false}
          shipped={edited?.shipped ?? false}
          taken={workflows.map(({ definition }) => definition.workflow)}
        />
      )}
    </>
  );
}

const columnsOf = (mayUpdate: boolean): Column<ListedWorkflow>[] => [
  {
    key: "workflow",
    heading: "Workflow",
    phone: "title",
    cell: ({ definition: { workflow }, edited, shipped }) => (
      <span className="flex flex-wrap items-center gap-2">
        {mayUpdate ? (
          <Link href={editHref(workflow)} className="font-medium">
            {workflowTitle(workflow)}
          </Link>
        ) : (
          <span className="font-medium">{workflowTitle(workflow)}</span>
        )}
        {shipped ? edited && <Badge>edited</Badge> : <Badge>your own</Badge>}
      </span>
    ),
  },
  {
    key: "claims",
    heading: "Its events",
    cell: ({ definition }) => <span className="block max-w-[52ch] text-pretty">{definition.claims.map(claimInWords).join("; or ")}</span>,
  },
  {
    key: "decides",
    heading: "Decides between",
    cell: ({ definition: { decision } }) => (
      <span className="block max-w-[40ch] text-pretty">
        {decision === null ? <span className="text-soft">not defined</span> : decision.outcomes.join(", ")}
      </span>
    ),
  },
  {
    key: "teams",
    heading: "Teams",
    phone: "hide",
    cell: ({ definition: { teams } }) => (teams.length === 0 ? <span className="text-soft">not named</span> : teams.join(", ")),
  },
];
