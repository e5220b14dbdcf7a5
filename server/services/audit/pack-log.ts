import { listUnpackedSources, mergeNextBlocks, packNextEvents } from "#db/queries/event-blocks.ts";
import { listEventSources } from "#db/queries/event-sources.ts";
import type { JobContext } from "#server/context.ts";
import type { JobProgress } from "../jobs/run-tracked.ts";

/**
 * Packs what came into the log before deliveries were packed as they came, so that the log can be counted from blocks. Goes on where it was
 * killed; where all is packed, which is from then on for good, nothing is done.
 */
export async function packLog(
  { store, workspaceId }: Pick<JobContext, "store" | "workspaceId">,
  { report }: Pick<JobProgress, "report">,
  { eventsTotal }: { eventsTotal: number },
): Promise<void> {
  let events = 0;
  for (const sourceId of await store.within({ workspaceId }, (tx) => listUnpackedSources(tx, { workspaceId })))
    for (;;) {
      const packed = await packNextEvents(store, { workspaceId, sourceId });
      if (packed === null) break;
      events += packed;
      await report({ rowsDone: Math.min(events, eventsTotal), rowsTotal: eventsTotal, message: "Packing the event log" });
    }
}

/** Makes few blocks of many small ones. Not while the log is counted: a count that goes on expects the blocks that it began with. */
export async function mergeBlocks({ store, workspaceId }: Pick<JobContext, "store" | "workspaceId">): Promise<void> {
  for (const { id: sourceId } of await store.within({ workspaceId }, (tx) => listEventSources(tx, { workspaceId })))
    while ((await mergeNextBlocks(store, { workspaceId, sourceId })) !== null);
}
