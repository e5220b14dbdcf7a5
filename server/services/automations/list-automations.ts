import { findControl, listAutomations as listRows } from "#db/queries/automations.ts";
import type { Context } from "#server/context.ts";
import { nameOfActor } from "../changes/name-of-actor.ts";
import { asLoaded } from "./load-automation.ts";

/** Every automation by name, and whether all of them are stopped. */
export const listAutomations = ({ store, workspaceId }: Context) =>
  store.within({ workspaceId }, async (tx) => {
    const control = await findControl(tx, { workspaceId });
    const automations = (await listRows(tx, { workspaceId })).map(asLoaded).map(({ playbook, ...row }) => ({
      ...row,
      playbook: playbook.name,
      title: playbook.title,
      workflow: playbook.workflow,
    }));
    return {
      automations,
      stopped: control?.stoppedAt ? { at: control.stoppedAt, reason: control.reason ?? "", by: nameOfActor(control.actor) } : null,
    };
  });
