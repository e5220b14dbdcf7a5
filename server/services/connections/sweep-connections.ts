import * as z from "zod";
import { findConnectionAtNango, listConnectionsOfAll, type NangoPlace } from "#db/queries/connections.ts";
import type { Tx } from "#db/client.ts";
import { findMember } from "#db/queries/memberships.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Actor, Services } from "#server/context.ts";
import type { NangoClient } from "#server/nango/nango-client.ts";
import { NangoError } from "#server/nango/nango-error.ts";
import { accountsIn } from "./account-in.ts";
import { PERSON_TAG, WORKSPACE_TAG } from "./adopt-connection.ts";
import { nangoDoor } from "./nango-door.ts";
import { startIngest } from "./start-ingest.ts";
import { takeInConnection } from "./take-in-connection.ts";

const actor = { type: "system", name: "sweep of connections" } as const;

/**
 * Repairs what webhooks missed: takes in connections that were made while nobody listened, and has every connection read.
 * Safe to run at any time and any number of times.
 *
 * @returns how many were taken in, how many were refused since their account is connected already, and how many are read
 * @throws NangoError when Nango does not answer
 */
export async function sweepConnections(
  services: Services,
  signal: AbortSignal,
): Promise<{ adopted: number; refused: number; started: number }> {
  if (!services.settings.nango) return { adopted: 0, refused: 0, started: 0 };
  const { store, log } = services;
  const nango = nangoDoor(services);
  let adopted = 0;
  let refused = 0;
  for await (const { connection_id: nangoConnectionId, provider_config_key: integration, provider, tags } of nango.eachConnection()) {
    signal.throwIfAborted();
    const workspaceId = z.uuid().safeParse(tags?.[WORKSPACE_TAG]).data;
    // Somebody else's: a Nango may serve several installations.
    if (workspaceId === undefined) continue;
    const found = { integration, nangoConnectionId, provider };
    if (await store.within({ sweep: "connections" }, (tx) => findConnectionAtNango(tx, found))) continue;
    const connectedBy = await store.within({ workspaceId }, async (tx) =>
      (await findWorkspace(tx, { workspaceId })) ? whoConnected(tx, { workspaceId, userId: tags?.[PERSON_TAG] }) : null,
    );
    if (connectedBy === null) continue;
    try {
      const accounts = await accountsAt(nango, found);
      if (accounts === null) continue;
      const { refusal } = await takeInConnection(services, nango, { workspaceId, actor: connectedBy, found, accounts });
      if (refusal === null) adopted += 1;
      else refused += 1;
    } catch (error) {
      // One that Nango cannot show now waits for the next sweep, and keeps nobody else waiting.
      if (!(error instanceof NangoError)) throw error;
      log.warn({ err: error, workspaceId, integration }, "a connection could not be looked at");
    }
  }

  let started = 0;
  for (const { workspaceId, id: connectionId } of await store.within({ sweep: "connections" }, (tx) => listConnectionsOfAll(tx))) {
    signal.throwIfAborted();
    if (await store.within({ workspaceId }, (tx) => startIngest(services, tx, { workspaceId, connectionId, actor }))) started += 1;
  }
  log.debug({ adopted, refused, started }, "connections swept");
  return { adopted, refused, started };
}

/** The names of a connection's account; [] when its access has ended already, null when it was deleted meanwhile. */
async function accountsAt(nango: NangoClient, place: NangoPlace): Promise<string[] | null> {
  try {
    return accountsIn(place.integration, await nango.getConnection(place));
  } catch (error) {
    if (!(error instanceof NangoError)) throw error;
    if (error.isUnknownConnection) return null;
    if (error.isInvalidCredentials) return [];
    throw error;
  }
}

/** The person for whom the connect page was opened; the sweep itself where Nango names none of the workspace. */
async function whoConnected(tx: Tx, { workspaceId, userId }: { workspaceId: string; userId: string | undefined }): Promise<Actor> {
  const member = userId === undefined ? undefined : await findMember(tx, { workspaceId, userId });
  return member ? { type: "user", userId: member.userId, name: member.name } : actor;
}
