import { api } from "#app/trpc/server.tsx";
import { Card, SectionHeading } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { personInWorkspace, SettingsFrame } from "../settings-frame.tsx";
import { InvitationTable } from "./invitation-table.tsx";
import { InviteForm } from "./invite-form.tsx";
import { PeopleTable } from "./people-table.tsx";

export const metadata = { title: "People" };

/** Who is in the workspace with which role, and who is invited. */
export default function PeoplePage() {
  return (
    <SettingsFrame
      href="/settings/people"
      detail="Who works in this workspace, and what each may do. Work is measured, not workers: nothing here ranks anybody."
    >
      {async () => {
        const caller = await api();
        const [{ user, workspace }, people, invitations] = await Promise.all([
          personInWorkspace(),
          caller.people.list(),
          caller.people.invitations(),
        ]);
        const mayManage = workspace.permissions.includes("people.manage");
        return (
          <div className="grid gap-8">
            <PeopleTable people={people} ownId={user.id} ownRole={workspace.role} mayManage={mayManage} now={new Date()} />
            {mayManage && (
              <Card title="Invite a person" detail="The invitation holds for seven days and works once.">
                <InviteForm ownRole={workspace.role} />
              </Card>
            )}
            <section>
              <SectionHeading>Invitations</SectionHeading>
              {invitations.length > 0 ? (
                <InvitationTable invitations={invitations} ownRole={workspace.role} mayManage={mayManage} />
              ) : (
                <div className="rounded-lg border border-line bg-panel">
                  <EmptyState title="Nobody is invited at present">
                    Invitations stand here until they are accepted, with the day they end.{" "}
                    {mayManage ? "Send one with the form above." : "An owner or admin can send one."}
                  </EmptyState>
                </div>
              )}
            </section>
          </div>
        );
      }}
    </SettingsFrame>
  );
}
