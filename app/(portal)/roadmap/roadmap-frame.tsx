import type { ReactNode } from "react";
import { api, currentPerson } from "#app/trpc/server.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { JobPanel } from "../jobs/job-panel.tsx";
import { MakePlanButton } from "./make-plan-button.tsx";
import type { PlanData, RolloutAnswer } from "./plan-data.ts";

const TABS = [
  { label: "Order", href: "/roadmap" },
  { label: "Timeline", href: "/roadmap/timeline" },
  { label: "Compare", href: "/roadmap/compare" },
  { label: "Plan", href: "/roadmap/plan" },
  { label: "My work", href: "/roadmap/my-work" },
  { label: "Versions", href: "/roadmap/versions" },
] as const;

export type RoadmapView = { plan: PlanData; answer: RolloutAnswer; locale: string; mayManage: boolean; mayWork: boolean };

type FrameProps = {
  /** The tab this page is, or of which it is a detail. */
  href: (typeof TABS)[number]["href"];
  /** The heading while there is no plan; the page brings its own otherwise. */
  title: string;
  /** The last step of the way here, for a detail of a tab. */
  crumb?: (plan: PlanData) => string;
  children: (view: RoadmapView) => ReactNode;
};

/** One page of the roadmap: its place among the others, or how to make the plan. `children` runs only when there is one. */
export async function RoadmapFrame({ href, title, crumb, children }: FrameProps) {
  const [answer, person] = await Promise.all([(await api()).rollout.get({}), currentPerson()]);
  const workspace = person?.workspace;
  const may = (permission: string) => new Set<string>(workspace?.permissions).has(permission);
  const { plan, canMake, searchJobId, own } = answer;
  const unread = own.notices.filter(({ readAt }) => readAt === null).length;
  const label = TABS.find((tab) => tab.href === href)?.label ?? "Roadmap";
  const last = plan && crumb ? crumb(plan) : label;
  return (
    <>
      <TopBar
        crumbs={[{ label: "Roadmap", href: "/roadmap" }, ...(href === "/roadmap" && !crumb ? [] : [{ label: last }])]}
        freshness={
          plan && (
            <>
              version {plan.version}, changed <DateTime at={plan.updatedAt} />
            </>
          )
        }
        demo={workspace?.demo ?? false}
      />
      {plan ? (
        <>
          <Tabs
            label="Roadmap"
            tabs={TABS.map((tab) => (tab.href === "/roadmap/my-work" && unread > 0 ? { ...tab, count: unread } : tab))}
            current={href}
          />
          {searchJobId && (
            <div className="mb-6">
              <JobPanel jobRunId={searchJobId} refreshAtEnd />
            </div>
          )}
          {children({
            plan,
            answer,
            locale: workspace?.locale ?? "en-US",
            mayManage: may("rollout.manage"),
            mayWork: may("rollout.work"),
          })}
        </>
      ) : (
        <>
          <h1 className="mb-1 text-2xl font-semibold tracking-tight">{title}</h1>
          <NoPlanYet canMake={canMake} mayManage={may("rollout.manage")} />
        </>
      )}
    </>
  );
}

function NoPlanYet({ canMake, mayManage }: { canMake: boolean; mayManage: boolean }) {
  const action = !canMake ? (
    <LinkButton href="/audit" variant="primary">
      See the audit
    </LinkButton>
  ) : (
    mayManage && <MakePlanButton>Make the rollout plan</MakePlanButton>
  );
  return (
    <EmptyState title="No rollout plan yet" action={action}>
      Here you will see what to automate first, why, and what any other order would cost.{" "}
      {canMake
        ? mayManage
          ? "The plan is made from the audit in one step; everything in it can be changed afterwards."
          : "An ops lead, admin or owner makes it from the audit."
        : "It is made from the audit, which ranks no workflow yet."}
    </EmptyState>
  );
}
