import type { Role } from "#server/permissions.ts";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { ROLE_CAN, ROLE_NAME } from "../role-name.ts";
import { PersonMenu } from "./person-menu.tsx";

type Person = RouterOutputs["people"]["list"][number];
type Viewer = { ownId: string; ownRole: Role; mayManage: boolean; now: Date };

const columnsFor = ({ ownId, ownRole, mayManage, now }: Viewer): readonly Column<Person>[] => [
  {
    key: "name",
    heading: "Person",
    phone: "title",
    cell: ({ name, userId }) => (
      <span className="font-medium wrap-anywhere">
        {name} {userId === ownId && <span className="font-normal text-soft">(you)</span>}
      </span>
    ),
  },
  { key: "email", heading: "E-mail", cell: ({ email }) => <span className="wrap-anywhere">{email}</span> },
  { key: "role", heading: "Role", cell: ({ role }) => <span title={ROLE_CAN[role]}>{ROLE_NAME[role]}</span> },
  {
    key: "seen",
    heading: "Last here",
    kind: "date",
    cell: ({ lastSeenAt }) => (lastSeenAt ? <DateTime at={lastSeenAt} now={now} /> : "not signed in"),
  },
  {
    key: "actions",
    heading: "Change",
    cell: (person) => {
      const own = person.userId === ownId;
      const byOwners = person.role === "owner" && ownRole !== "owner";
      if (byOwners || !(mayManage || own)) return <span className="text-soft">{byOwners && mayManage ? "by owners" : ""}</span>;
      return <PersonMenu person={person} own={own} ownRole={ownRole} mayManage={mayManage} />;
    },
  },
];

/** People with role and last use; for those who manage them, a menu on each. */
export function PeopleTable({ people, ...viewer }: Viewer & { people: readonly Person[] }) {
  return <DataTable caption="People" columns={columnsFor(viewer)} rows={people} rowKey={({ userId }) => userId} empty={null} />;
}
