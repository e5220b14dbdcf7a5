import { api } from "#app/trpc/server.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { RoadmapFrame } from "../roadmap-frame.tsx";
import { RestoreButton } from "./restore-button.tsx";

export const metadata = { title: "Versions of the plan" };

type Version = RouterOutputs["rollout"]["versions"][number];

/** Every version of the plan: what was changed, by whom, and the way back to it. */
export default async function VersionsPage() {
  const versions = await (await api()).rollout.versions({});
  return (
    <RoadmapFrame href="/roadmap/versions" title="Versions of the plan">
      {({ plan, locale, mayManage }) => (
        <>
          <h1 className="mb-4 text-2xl font-semibold tracking-tight">Versions of the plan</h1>
          <DataTable
            caption="Versions of the plan, newest first"
            columns={columnsOf(plan.version, mayManage)}
            rows={versions}
            rowKey={({ version }) => String(version)}
            empty={null}
            locale={locale}
          />
        </>
      )}
    </RoadmapFrame>
  );
}

const columnsOf = (present: number, mayManage: boolean): Column<Version>[] => [
  {
    key: "version",
    heading: "Version",
    phone: "title",
    cell: ({ version, reason }) => (
      <>
        <span className="font-medium">{version}</span> {reason}
      </>
    ),
  },
  { key: "by", heading: "By", cell: ({ by }) => by },
  { key: "at", heading: "When", cell: ({ at }) => <DateTime at={at} full /> },
  {
    key: "back",
    heading: "",
    cell: ({ version }) =>
      version === present ? <span className="text-soft">present</span> : mayManage && <RestoreButton version={present} restore={version} />,
  },
];
