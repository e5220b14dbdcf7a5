import { listOpenCreepAlarms } from "#db/queries/creep-alarms.ts";
import { listFirstActs } from "#db/queries/effects.ts";
import type { Context } from "#server/context.ts";
import { findPlaybook } from "#server/playbooks/index.ts";

/**
 * Activities whose manual work rose, newest alarm first; those that were dismissed or that the newest audit sees no longer are left out.
 * `again`: an automation had taken work out of the workflow before.
 */
export const listAlarms = ({ store, workspaceId }: Context) =>
  store.within({ workspaceId }, async (tx) => {
    const alarms = await listOpenCreepAlarms(tx, { workspaceId });
    const acts = alarms.length === 0 ? [] : await listFirstActs(tx, { workspaceId });
    const actedBefore = (workflow: string, day: string) =>
      acts.some(({ playbook, at }) => findPlaybook(playbook)?.workflow === workflow && at.toISOString().slice(0, 10) < day);
    return alarms.map((alarm) => ({ ...alarm, again: actedBefore(alarm.workflow, alarm.since) }));
  });
