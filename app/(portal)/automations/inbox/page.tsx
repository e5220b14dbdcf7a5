import { Link } from "#app/ui/link.tsx";
import { api } from "#app/trpc/server.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import type { SearchParams } from "#app/ui/table/table-state.ts";
import { whoMay } from "../../settings/role-name.ts";
import { personInWorkspace } from "../../settings/settings-frame.tsx";
import { RoomFrame } from "../room-frame.tsx";
import { ApprovalList, type Proposal } from "./approval-list.tsx";

export const metadata = { title: "Approvals" };

/** What waits for a person's yes, the most money at risk first. */
export default async function InboxPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const page = Math.max(0, Math.trunc(Number((await searchParams)["page"] ?? 0)) || 0);
  return (
    <RoomFrame crumbs={[{ label: "Automations", href: "/automations" }, { label: "Approvals" }]} tab="/automations/inbox">
      {async () => {
        const caller = await api();
        const [{ rows, more, decisions }, playbooks, { automations, roles }, { workspace }] = await Promise.all([
          caller.automations.inbox({ page }),
          caller.automations.playbooks({}),
          caller.automations.list({}),
          personInWorkspace(),
        ]);
        const proposals = rows.map((row): Proposal => {
          const made = automations.find(({ id }) => id === row.automationId);
          const playbook = playbooks.find(({ name }) => name === made?.playbook);
          const outcome = playbook?.outcomes.find(({ name }) => name === row.outcome);
          return {
            ...row,
            currency: row.currency ?? workspace.currency,
            outcomeTitle: outcome?.title ?? row.outcome,
            does: outcome?.does ?? null,
            undo: outcome?.undo ?? "not possible",
            definitions: playbook?.facts ?? [],
            atRisk: playbook?.atRisk ?? { formula: "what is at stake in this case", note: "our copy of the records" },
          };
        });
        return (
          <>
            <h1 className="mb-1 text-2xl font-semibold tracking-tight">Approvals</h1>
            <p className="mb-5 max-w-[74ch] text-pretty text-soft">
              {decisions > 0 && `${decisions === 1 ? "One decision waits" : `${decisions} decisions wait, the most money at risk first`}. `}
              Nothing is written before you say so, and each record is looked at again before it is.
            </p>
            {proposals.length === 0 ? (
              <EmptyState
                title="Nothing waits for you"
                headingLevel={2}
                action={
                  <LinkButton href="/value" variant="primary">
                    See what it brought
                  </LinkButton>
                }
              >
                What an automation in stage approve proposes stands here, and what one in auto holds back because it is much or dear.
              </EmptyState>
            ) : (
              <ApprovalList
                proposals={proposals}
                mayApprove={workspace.permissions.includes("automations.approve")}
                whoApproves={whoMay(roles.approve)}
              />
            )}
            <p className="mt-3 flex gap-4">
              {page > 0 && <Link href={`/automations/inbox?page=${page - 1}`}>Dearer ones</Link>}
              {more && <Link href={`/automations/inbox?page=${page + 1}`}>The next 50</Link>}
            </p>
          </>
        );
      }}
    </RoomFrame>
  );
}
