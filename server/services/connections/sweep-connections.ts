import * as z from "zod";
import { findConnectionAtNango, listConnectionsOfAll } from "#db/queries/connections.ts";
import type { Tx } from "#db/client.ts";
import { findMember } from "#db/queries/memberships.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Actor, Services } from "#server/context.ts";
import { adoptConnection, PERSON_TAG, WORKSPACE_TAG } from "./adopt-connection.ts";
import { nangoDoor } from "./nango-door.ts";
import { startIngest } from "./start-ingest.ts";

const actor = { type: "system", name: "sweep of connections" } as const;

/**
 * Repairs what webhooks missed: takes in connections that were made while nobody listened, and has every connection read.
 * Safe to run at any time and any number of times.
 *
 * @returns how many were taken in and how many are read
 * @throws NangoError when Nango does not answer
 */
export async function sweepConnections(services: Services, signal: AbortSignal): Promise<{ adopted: number; started: number }> {
  if (!services.settings.nango) return { adopted: 0, started: 0 };
  const { store, log } = services;
  let adopted = 0;
  for await (const { connection_id: nangoConnectionId, provider_config_key: integration, provider, tags } of nangoDoor(
    services,
  ).eachConnection()) {
    signal.throwIfAborted();
    const workspaceId = z.uuid().safeParse(tags?.[WORKSPACE_TAG]).data;
    // Somebody else's: a Nango may serve several installations.
    if (workspaceId === undefined) continue;
    const found = { integration, nangoConnectionId, provider };
    if (await store.within({ sweep: "connections" }, (tx) => findConnectionAtNango(tx, found))) continue;
    await store.within({ workspaceId }, async (tx) => {
      if (!(await findWorkspace(tx, { workspaceId }))) return;
      const connectedBy = await whoConnected(tx, { workspaceId, userId: tags?.[PERSON_TAG] });
      await adoptConnection(services, tx, { workspaceId, actor: connectedBy, found });
      adopted += 1;
    });
  }

  let started = 0;
  for (const { workspaceId, id: connectionId } of await store.within({ sweep: "connections" }, (tx) => listConnectionsOfAll(tx))) {
    signal.throwIfAborted();
    if (await store.within({ workspaceId }, (tx) => startIngest(services, tx, { workspaceId, connectionId, actor }))) started += 1;
  }
  log.debug({ adopted, started }, "connections swept");
  return { adopted, started };
}

/** The person for whom the connect page was opened; the sweep itself where Nango names none of the workspace. */
async function whoConnected(tx: Tx, { workspaceId, userId }: { workspaceId: string; userId: string | undefined }): Promise<Actor> {
  const member = userId === undefined ? undefined : await findMember(tx, { workspaceId, userId });
  return member ? { type: "user", userId: member.userId, name: member.name } : actor;
}
