import { findControl, listAutomations as listRows } from "#db/queries/automations.ts";
import type { Context } from "#server/context.ts";
import { may, ROLES } from "#server/permissions.ts";
import { nameOfActor } from "../changes/name-of-actor.ts";
import { asLoaded } from "./load-automation.ts";

/** Who may do what here, so that a page can say whose a button is. */
const ROLES_THAT = {
  approve: ROLES.filter((role) => may(role, "automations.approve")),
  stop: ROLES.filter((role) => may(role, "automations.stop")),
  manage: ROLES.filter((role) => may(role, "automations.manage")),
};

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
      roles: ROLES_THAT,
      stopped: control?.stoppedAt ? { at: control.stoppedAt, reason: control.reason ?? "", by: nameOfActor(control.actor) } : null,
    };
  });
