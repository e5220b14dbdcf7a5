import { api, currentPerson } from "#app/trpc/server.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { formatCount } from "#app/ui/format/format-count.ts";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { JobActions } from "./job-actions.tsx";
import { JobPanel } from "./job-panel.tsx";
import { JobStateBadge } from "./job-state-badge.tsx";

export const metadata = { title: "Jobs" };

type Run = RouterOutputs["jobs"]["list"][number];

const isOpen = ({ state }: Run) => state === "waiting" || state === "running" || state === "retrying";

/** The long work of the workspace: what runs, what failed and can be done again, what is over. */
export default async function JobsPage() {
  const [runs, person] = await Promise.all([(await api()).jobs.list({ limit: 100 }), currentPerson()]);
  const workspace = person?.workspace;
  const mayManage = workspace?.permissions.includes("jobs.manage") ?? false;
  const open = runs.filter(isOpen);
  return (
    <>
      <TopBar crumbs={[{ label: "Jobs" }]} demo={workspace?.demo ?? false} />
      <h1 className="mb-1 text-2xl font-semibold tracking-tight">Jobs</h1>
      <p className="mb-5 max-w-[74ch] text-pretty text-soft">
        Imports, audits and other long work. A job survives a reload of the page and a restart of the server; one that failed can be done
        again.
      </p>
      {open.length > 0 && (
        <div className="mb-8 grid gap-3">
          {open.map((run) => (
            <JobPanel key={run.id} jobRunId={run.id} refreshAtEnd />
          ))}
        </div>
      )}
      <DataTable
        caption="Jobs"
        columns={columnsOf({ mayManage, locale: workspace?.locale ?? "en-US" })}
        rows={runs.filter((run) => !isOpen(run))}
        rowKey={(run) => run.id}
        empty={<EmptyState title="No job has ended yet">What is imported or audited is listed here with how it went.</EmptyState>}
      />
    </>
  );
}

function columnsOf({ mayManage, locale }: { mayManage: boolean; locale: string }): Column<Run>[] {
  return [
    {
      key: "title",
      heading: "Job",
      phone: "title",
      cell: (run) => (
        <>
          <span className="font-medium wrap-anywhere">{run.title}</span>
          {run.errorMessage && <span className="block max-w-[60ch] text-sm text-pretty text-soft">{run.errorMessage}</span>}
        </>
      ),
    },
    { key: "state", heading: "State", cell: (run) => <JobStateBadge state={run.state} /> },
    { key: "rows", heading: "Rows", kind: "number", cell: (run) => formatCount(run.rowsDone, locale) },
    { key: "tries", heading: "Tries", kind: "number", phone: "hide", cell: (run) => formatCount(run.attempt, locale) },
    { key: "when", heading: "Ended", kind: "date", cell: (run) => run.finishedAt && <DateTime at={run.finishedAt} full /> },
    ...(mayManage
      ? [
          {
            key: "act",
            heading: "Again",
            cell: (run: Run) =>
              run.state === "failed" || run.state === "cancelled" ? <JobActions jobRunId={run.id} title={run.title} /> : null,
          },
        ]
      : []),
  ];
}
