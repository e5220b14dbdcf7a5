import { systemKeyOf } from "#connectors/records/integrations.ts";
import { listChoices } from "#db/queries/case-histories.ts";
import { listConnections } from "#db/queries/connections.ts";
import type { Choice, Offer, Playbook } from "#server/playbooks/define.ts";

type Tx = Parameters<typeof listChoices>[0];
type Asked = { workspaceId: string; playbook: Playbook; connectionId?: string };

/** A table with more outcomes than this is none that anybody reads; the largest help desks known to us have some eighty groups. */
const MOST_CHOICES = 200;

/**
 * What the outcomes of a playbook may name in a workspace, by our copy of its records; [] where they name nothing, or nothing is here yet.
 *
 * @param connectionId of one connection only: what an effect on its records may name
 */
export async function choicesOf(tx: Tx, { workspaceId, playbook, connectionId }: Asked): Promise<Choice[]> {
  const { choicesFrom, integration } = playbook;
  if (choicesFrom === null) return [];
  const connectionIds = (await listConnections(tx, { workspaceId }))
    .filter((row) => systemKeyOf(row.integration) === integration && row.state !== "erasing" && (connectionId ?? row.id) === row.id)
    .map(({ id }) => id);
  const { model, ...fields } = choicesFrom;
  return listChoices(tx, { workspaceId, connectionIds, model, fields, limit: MOST_CHOICES });
}

/** What a playbook offers a workspace. */
export const offerOf = async (tx: Tx, asked: Asked): Promise<Offer> => asked.playbook.offer(await choicesOf(tx, asked));
