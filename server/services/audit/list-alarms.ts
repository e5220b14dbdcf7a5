import { listOpenCreepAlarms } from "#db/queries/creep-alarms.ts";
import type { Context } from "#server/context.ts";

/** Activities whose manual work crept back, newest alarm first; those that were dismissed are left out. */
export const listAlarms = ({ store, workspaceId }: Context) =>
  store.within({ workspaceId }, (tx) => listOpenCreepAlarms(tx, { workspaceId }));
