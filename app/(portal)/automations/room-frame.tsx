import type { ReactNode } from "react";
import { api } from "#app/trpc/server.tsx";
import { ErrorState } from "#app/ui/feedback/error-state.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { TopBar, type Crumb } from "#app/ui/shell/top-bar.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { whoMay } from "../settings/role-name.ts";
import { personInWorkspace } from "../settings/settings-frame.tsx";
import { asSentence } from "./stopped-words.ts";
import { KillSwitch } from "./kill-switch.tsx";

const TABS = [
  { label: "All automations", href: "/automations" },
  { label: "Approvals", href: "/automations/inbox" },
] as const;

/** A page of the automations: where one is, the switch that stops them all, and whether it was pressed. */
export async function RoomFrame({
  crumbs,
  tab,
  actions,
  children,
}: {
  crumbs: readonly Crumb[];
  tab: (typeof TABS)[number]["href"] | null;
  actions?: ReactNode;
  children: () => Promise<ReactNode>;
}) {
  const { workspace } = await personInWorkspace();
  const may = (permission: string) => workspace.permissions.some((own) => own === permission);
  if (!may("automations.read"))
    return (
      <>
        <TopBar crumbs={[{ label: "Automations" }]} demo={workspace.demo} />
        <ErrorState
          title="Your role does not show this page"
          safe="Nothing was changed."
          remedy="Ask an owner or admin of the workspace to look, or to change your role."
        />
      </>
    );
  const { stopped, roles } = await (await api()).automations.list({});
  return (
    <>
      <TopBar
        crumbs={crumbs}
        demo={workspace.demo}
        actions={
          <>
            {actions}
            <KillSwitch
              stopped={stopped !== null}
              mayStop={may("automations.stop")}
              mayResume={may("automations.manage")}
              whoResumes={whoMay(roles.manage)}
            />
          </>
        }
      />
      {stopped !== null && (
        <p role="alert" className="mb-5 rounded-md bg-danger-soft px-3.5 py-2.5 text-pretty text-danger">
          All automations were stopped by {stopped.by}, <DateTime at={stopped.at} />: {asSentence(stopped.reason)} No automation writes
          until they are let run again; what is approved waits, and is carried out at once then.
          {!may("automations.manage") && ` To let them run again is not yours: ${whoMay(roles.manage)} does that.`}
        </p>
      )}
      {tab !== null && <Tabs label="Parts of the automations" tabs={TABS} current={tab} />}
      {await children()}
    </>
  );
}
