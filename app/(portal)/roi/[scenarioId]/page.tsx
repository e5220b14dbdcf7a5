import { notFound } from "next/navigation";
import * as z from "zod";
import { api, refusalOf } from "#app/trpc/server.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import type { SearchParams } from "#app/ui/table/table-state.ts";
import { monteCarlo } from "#server/domain/roi/monte-carlo.ts";
import { personInWorkspace } from "../../settings/settings-frame.tsx";
import { ROLE_NAME } from "../../settings/role-name.ts";
import { viewSimulation } from "../case/simulation-view.ts";
import { ScenarioActions } from "./scenario-actions.tsx";
import { VersionList } from "./version-list.tsx";
import { Workbench } from "./workbench.tsx";

export const metadata = { title: "Scenario" };

const Version = z.coerce.number().int().min(1).optional().catch(undefined);

/** One scenario: what it is worth, what it rests on, what changes it. */
export default async function ScenarioPage({
  params,
  searchParams,
}: {
  params: Promise<{ scenarioId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const [{ scenarioId }, { set, version }, person, caller] = await Promise.all([params, searchParams, personInWorkspace(), api()]);
  if (!z.uuid().safeParse(scenarioId).success) notFound();
  const asked = Version.parse(version);
  const found = await refusalOf(caller.roi.get({ scenarioId, ...(asked === undefined ? {} : { version: asked }) }));
  if ("refused" in found) notFound();
  const kept = found.value;
  const { workspace } = person;
  const mayManage = workspace.permissions.includes("roi.manage");
  const mayShare = workspace.permissions.includes("shares.manage");
  const versions = await caller.roi.versions({ scenarioId });
  const editor = { by: ROLE_NAME[workspace.role], today: new Date().toISOString().slice(0, 10) };
  const simulation = viewSimulation(kept.scenario, monteCarlo(kept.scenario));
  return (
    <>
      <TopBar
        crumbs={[{ label: "ROI", href: "/roi" }, { label: kept.scenario.name }]}
        freshness={
          <>
            version {kept.version}
            {kept.version < kept.headVersion && ` of ${kept.headVersion}`}, saved <DateTime at={kept.savedAt} /> by {kept.savedBy}
          </>
        }
        demo={workspace.demo}
        actions={
          <ScenarioActions
            scenarioId={scenarioId}
            name={kept.scenario.name}
            version={kept.version}
            archived={kept.archived}
            mayManage={mayManage}
            mayShare={mayShare}
          />
        }
      />
      <Workbench
        key={`${kept.id} ${kept.version} ${kept.headVersion}`}
        kept={kept}
        simulation={simulation}
        adjustments={typeof set === "string" ? [set] : (set ?? [])}
        editor={editor}
        mayManage={mayManage}
      />
      <VersionList
        scenarioId={scenarioId}
        versions={versions}
        shown={kept.version}
        head={kept.headVersion}
        mayManage={mayManage}
        asOf={kept.scenario.asOf}
      />
    </>
  );
}
