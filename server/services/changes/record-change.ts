import type { Tx } from "#db/client.ts";
import { insertChange } from "#db/queries/change-log.ts";
import type { Actor, Services } from "#server/context.ts";

type Who = Pick<Services, "newId" | "now"> & { workspaceId: string; actor: Actor };
type Change = { noun: string; nounId: string; verb: string; before: unknown; after: unknown };

/** Writes who changed what, in the transaction of the change itself. `before` and `after` never hold secrets; null where there is none. */
export const recordChange = (tx: Tx, { newId, now, workspaceId, actor, noun, nounId, verb, before, after }: Who & Change): Promise<void> =>
  insertChange(tx, { workspaceId, id: newId(), at: now(), actor, noun, nounId, verb, before, after });
