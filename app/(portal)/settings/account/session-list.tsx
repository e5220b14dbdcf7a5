import type { RouterOutputs } from "#app/trpc/types.ts";
import { Badge } from "#app/ui/badge.tsx";
import { SectionHeading } from "#app/ui/card.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { ActionButton } from "../action-button.tsx";

type Session = RouterOutputs["people"]["sessions"][number];

const columnsAt = (now: Date): readonly Column<Session>[] => [
  {
    key: "device",
    heading: "Device",
    phone: "title",
    cell: ({ device, current }) => (
      <span className="inline-flex flex-wrap items-center gap-2">
        {device} {current && <Badge tone="good">this one</Badge>}
      </span>
    ),
  },
  { key: "address", heading: "Address", cell: ({ ipAddress }) => ipAddress || "unknown" },
  { key: "used", heading: "Last used", kind: "date", cell: ({ lastUsedAt }) => <DateTime at={lastUsedAt} now={now} /> },
  { key: "since", heading: "Signed in", kind: "date", cell: ({ createdAt }) => <DateTime at={createdAt} /> },
  {
    key: "end",
    heading: "End it",
    cell: ({ id, device, current }) =>
      current ? null : (
        <ActionButton
          action={{ kind: "endSession", sessionId: id }}
          label={`End the session of ${device}`}
          done={`The session of ${device} has ended.`}
        >
          End
        </ActionButton>
      ),
  },
];

/** Where one is signed in; each can be ended, or all others at once. */
export function SessionList({ sessions, now }: { sessions: readonly Session[]; now: Date }) {
  return (
    <>
      <SectionHeading
        action={
          sessions.length > 1 && (
            <ActionButton action={{ kind: "endOtherSessions" }} done="All other sessions have ended.">
              End all others
            </ActionButton>
          )
        }
      >
        Sessions
      </SectionHeading>
      <DataTable caption="Sessions" columns={columnsAt(now)} rows={sessions} rowKey={({ id }) => id} empty={null} />
    </>
  );
}
