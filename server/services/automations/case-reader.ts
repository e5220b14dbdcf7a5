import { systemKeyOf } from "#connectors/records/integrations.ts";
import { listActorKinds } from "#db/queries/actor-kinds.ts";
import { loadCaseHistories } from "#db/queries/case-histories.ts";
import { listConnections } from "#db/queries/connections.ts";
import type { Services } from "#server/context.ts";
import type { CaseHistory } from "#server/domain/automations/case-history.ts";
import type { Playbook } from "#server/playbooks/define.ts";
import { learnExperience } from "./learn-experience.ts";

type Reader = Pick<Services, "store" | "now"> & { workspaceId: string };
export type CaseSource = { connectionId: string; sourceId: string };

const CHUNK = 500; // Cases: some 5,000 events and as many versions at a time.

/** The connections whose cases a playbook decides on. [] when none is there. */
export const sourcesOf = (
  { store, workspaceId }: Omit<Reader, "now">,
  { integration }: Pick<Playbook, "integration">,
): Promise<CaseSource[]> =>
  store.within({ workspaceId }, async (tx) =>
    (await listConnections(tx, { workspaceId }))
      .filter((row) => systemKeyOf(row.integration) === integration && row.state !== "erasing")
      .map(({ id, sourceId }) => ({ connectionId: id, sourceId })),
  );

/** The histories of cases, some hundreds at a time, in the order of the ids. `isLive`: to decide now, not to look back. */
export async function* eachHistory(
  { store, now, workspaceId }: Reader,
  { playbook, source, caseIds, isLive }: { playbook: Playbook; source: CaseSource; caseIds: readonly string[]; isLive: boolean },
): AsyncGenerator<CaseHistory[]> {
  const kindsSaid = await store.within(
    { workspaceId },
    async (tx) => new Map((await listActorKinds(tx, { workspaceId })).map(({ actor, kind }) => [actor, kind])),
  );
  const { learnsFrom } = playbook;
  const experience =
    learnsFrom && caseIds.length > 0
      ? await learnExperience({ store, now }, { workspaceId, connectionId: source.connectionId, learnsFrom, isLive })
      : undefined;
  for (let start = 0; start < caseIds.length; start += CHUNK) {
    const chunk = caseIds.slice(start, start + CHUNK);
    const histories = await store.within({ workspaceId }, (tx) =>
      loadCaseHistories(tx, { workspaceId, ...source, shape: playbook, caseIds: chunk, kindsSaid }),
    );
    yield experience ? histories.map((history) => ({ ...history, experience })) : histories;
  }
}
