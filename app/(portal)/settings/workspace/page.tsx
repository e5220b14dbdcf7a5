import { currencyChoices, timeZoneChoices } from "#app/(welcome)/workspace-choices.ts";
import { api } from "#app/trpc/server.tsx";
import { Card } from "#app/ui/card.tsx";
import { Link } from "#app/ui/link.tsx";
import { personInWorkspace, SettingsFrame } from "../settings-frame.tsx";
import { EraseWorkspace } from "./erase-workspace.tsx";
import { WorkspaceForm } from "./workspace-form.tsx";

export const metadata = { title: "Workspace" };

/** Name, currency, zone and working days of the workspace; and its end. */
export default function WorkspacePage() {
  return (
    <SettingsFrame href="/settings/workspace" detail="How figures and times are written here, and how many days a year are worked.">
      {async () => {
        const [{ workspace }, { mail }] = await Promise.all([personInWorkspace(), (await api()).people.setUpState()]);
        return (
          <div className="grid max-w-180 gap-5">
            <Card title="Settings">
              <WorkspaceForm
                workspace={workspace}
                mayUpdate={workspace.permissions.includes("workspace.update")}
                currencies={currencyChoices(workspace.currency)}
                timeZones={timeZoneChoices()}
              />
            </Card>
            <Card
              title="Weekly digest"
              detail="Every Monday morning, once two audits lie a week apart: what changed in hours and places, and new alarms."
            >
              <p className="text-pretty">
                It stands on top of the <Link href="/audit">audit</Link>.{" "}
                {workspace.demo
                  ? "The demo sends no letters."
                  : mail
                    ? "It also goes by mail to owners, admins and ops leads: to everybody who may run the audit."
                    : "No mail server is set up here, so it is sent to nobody."}
              </p>
            </Card>
            {workspace.permissions.includes("workspace.erase") && (
              <Card
                title="Erase the workspace"
                detail="Deletes its events, audits, people's membership, settings and the log of changes. It cannot be undone."
              >
                <EraseWorkspace name={workspace.name} />
              </Card>
            )}
          </div>
        );
      }}
    </SettingsFrame>
  );
}
