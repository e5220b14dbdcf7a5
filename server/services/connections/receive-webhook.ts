import { findConnectionAtNango } from "#db/queries/connections.ts";
import type { Services } from "#server/context.ts";
import { WebhookBody } from "#server/nango/webhook-body.ts";
import { nangoDoor } from "./nango-door.ts";
import { startIngest } from "./start-ingest.ts";

/** How a webhook was taken: enqueued; known to be of no use; or not from Nango at all. */
export type Taken = "enqueued" | "ignored" | "forged";

/**
 * Takes a webhook of Nango. It is only a hint where to look: nothing it says is stored, so that the rows are the same when it
 * comes twice, late, in another order or not at all. A connection that is not known here makes the sweep look.
 *
 * @param rawBody as it came: the signature is over these bytes
 * @throws AppError CONNECTIONS_OFF
 */
export async function receiveWebhook(
  services: Services,
  { rawBody, headers }: { rawBody: string; headers: Record<string, string> },
): Promise<Taken> {
  const { store, queue, log } = services;
  if (!nangoDoor(services).isSigned(rawBody, headers)) return "forged";
  const body = WebhookBody.safeParse(jsonOf(rawBody));
  if (!body.success || (body.data.type !== "sync" && body.data.type !== "auth")) return "ignored";
  const place = { integration: body.data.providerConfigKey, nangoConnectionId: body.data.connectionId };
  const known = await store.within({ sweep: "connections" }, (tx) => findConnectionAtNango(tx, place));
  if (!known) {
    await store.within({}, (tx) => queue.enqueueHouseJob(tx, "sweep-connections"));
    return "enqueued";
  }
  const { workspaceId, id: connectionId } = known;
  const actor = { type: "system", name: "webhook" } as const;
  const added = await store.within({ workspaceId }, (tx) => startIngest(services, tx, { workspaceId, connectionId, actor }));
  if (added) log.debug({ connectionId }, "a webhook started an ingest");
  return "enqueued";
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
