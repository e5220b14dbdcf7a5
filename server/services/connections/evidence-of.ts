import { countPackedEvents, readEvidence } from "#db/queries/connection-evidence.ts";
import type { Tx } from "#db/client.ts";
import { Evidence } from "./connection-facts.ts";

/**
 * What the events of a source say of themselves. The log is only added to, so as many events as when it was looked at last are the same
 * events: then nothing is read. Otherwise all of the source is: a second or so for 200,000 events.
 *
 * @param known what was found when it was looked at last
 */
export async function evidenceOf(
  tx: Tx,
  { workspaceId, sourceId, known }: { workspaceId: string; sourceId: string; known: Evidence | null },
): Promise<Evidence> {
  if (known && known.events > 0 && (await countPackedEvents(tx, { workspaceId, sourceId })) === known.events) return known;
  return Evidence.parse(JSON.parse(JSON.stringify(await readEvidence(tx, { workspaceId, sourceId }))));
}
