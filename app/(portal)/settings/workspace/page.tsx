import { currencyChoices, timeZoneChoices } from "#app/(welcome)/workspace-choices.ts";
import { Card } from "#app/ui/card.tsx";
import { personInWorkspace, SettingsFrame } from "../settings-frame.tsx";
import { EraseWorkspace } from "./erase-workspace.tsx";
import { WorkspaceForm } from "./workspace-form.tsx";

export const metadata = { title: "Workspace" };

/** Name, currency, zone and working days of the workspace; and its end. */
export default function WorkspacePage() {
  return (
    <SettingsFrame href="/settings/workspace" detail="How figures and times are written here, and how many days a year are worked.">
      {async () => {
        const { workspace } = await personInWorkspace();
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
