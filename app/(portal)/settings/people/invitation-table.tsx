import type { Role } from "#server/permissions.ts";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Badge } from "#app/ui/badge.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { ROLE_NAME } from "../role-name.ts";
import { InvitationMenu } from "./invitation-menu.tsx";

type Invitation = RouterOutputs["people"]["invitations"][number];
type Viewer = { ownRole: Role; mayManage: boolean };

const columnsFor = ({ ownRole, mayManage }: Viewer): readonly Column<Invitation>[] => [
  { key: "email", heading: "E-mail", phone: "title", cell: ({ email }) => <span className="wrap-anywhere">{email}</span> },
  { key: "role", heading: "Role", cell: ({ role }) => ROLE_NAME[role] },
  { key: "by", heading: "Invited by", cell: ({ invitedBy }) => invitedBy ?? "a former person" },
  {
    key: "ends",
    heading: "Ends",
    kind: "date",
    cell: ({ expiresAt, expired }) => (expired ? <Badge tone="warn">expired</Badge> : <DateTime at={expiresAt} />),
  },
  {
    key: "actions",
    heading: "Change",
    cell: ({ id, email, role }) =>
      mayManage && (role !== "owner" || ownRole === "owner") ? (
        <InvitationMenu id={id} email={email} />
      ) : (
        <span className="text-soft">{mayManage ? "by owners" : ""}</span>
      ),
  },
];

/** Invitations nobody has accepted yet; each can be sent again or taken back. */
export function InvitationTable({ invitations, ...viewer }: Viewer & { invitations: readonly Invitation[] }) {
  return <DataTable caption="Invitations" columns={columnsFor(viewer)} rows={invitations} rowKey={({ id }) => id} empty={null} />;
}
