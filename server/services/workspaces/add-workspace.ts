import type { Tx } from "#db/client.ts";
import { insertMembership } from "#db/queries/memberships.ts";
import { insertWorkspace, type WorkspaceFields } from "#db/queries/workspaces.ts";
import type { Actor, Services } from "#server/context.ts";
import type { Role } from "#server/permissions.ts";
import { recordChange } from "../changes/record-change.ts";
import { addDefaultRate } from "../rates/add-default-rate.ts";

export type NewWorkspace = WorkspaceFields & { workspaceId: string; demo: boolean; creator: { userId: string; name: string; role: Role } };

/** The rows every new workspace starts with: itself, its first person, the default rate. The transaction's scope is the new id. */
export async function addWorkspace(
  services: Pick<Services, "now" | "newId">,
  tx: Tx,
  { workspaceId, demo, creator, ...fields }: NewWorkspace,
): Promise<void> {
  const { userId, name, role } = creator;
  const actor: Actor = { type: "user", userId, name };
  const now = services.now();
  await insertWorkspace(tx, { workspaceId, demo, now, ...fields });
  await insertMembership(tx, { workspaceId, userId, role, now });
  await recordChange(tx, {
    ...services,
    workspaceId,
    actor,
    noun: "workspace",
    nounId: workspaceId,
    verb: "create",
    before: null,
    after: { ...fields },
  });
  await recordChange(tx, {
    ...services,
    workspaceId,
    actor,
    noun: "person",
    nounId: userId,
    verb: "join",
    before: null,
    after: { name, role },
  });
  await addDefaultRate(services, tx, { workspaceId, actor, currency: fields.currency });
}
