import type { Emulator } from "../context.ts";
import { failure } from "../http/contract-error.ts";
import type { Route } from "../http/server.ts";
import { runFunction } from "../runtime/run-function.ts";
import type { Connection } from "../store/connections.ts";
import { AppCredentials, findIntegration, type Integration } from "../store/integrations.ts";
import { lastJob, syncsOf } from "../store/syncs.ts";
import { tellWebhookRun } from "../syncs/sync-runner.ts";
import { findProvider } from "../vendor/provider.ts";
import { deliver } from "../webhooks/deliver.ts";
import { routeShopify } from "../webhooks/route-shopify.ts";
import type { VendorWebhook, WebhookRouting } from "../webhooks/vendor-webhook.ts";

/** By the name that the provider's entry gives its routing. Others of these names exist; without an entry here nothing is routed. */
const ROUTINGS: Readonly<Record<string, WebhookRouting>> = { shopifyWebhookRouting: routeShopify };

const NOT_PASSED_ON =
  /^(host|authorization|connection|content-(length|type|encoding)|cookie|user-agent|transfer-encoding|sec-.*|proxy-.*)$/;

/**
 * Where vendors send their webhooks: checked against the vendor's signature, given to the syncs that subscribe to them, and passed on to
 * the app. The answer does not wait for either. A provider without routing is answered with 204, and nothing comes of it.
 */
export function vendorWebhookRoutes(emulator: Emulator): Route[] {
  const { database, seal } = emulator;
  const inTurn = oneAtATime();

  return [
    {
      method: "POST",
      path: "/webhook/:environment/:key",
      access: "open",
      answer: async ({ params, headers, body }) => {
        const [environment] = await database.query<{ uuid: string }>("select uuid::text from nango.environment");
        const integration = environment?.uuid === params["environment"] ? await findIntegration(database, params["key"] ?? "") : null;
        if (!integration) throw failure(404, "not_found", "There is no such webhook address");
        const routing = ROUTINGS[findProvider(integration.provider)?.webhook_routing_script ?? ""];
        if (!routing) return { status: 204 };
        const webhook: VendorWebhook = { headers, body };
        const app = integration.credentials_sealed ? AppCredentials.parse(seal.open(integration.credentials_sealed)) : null;
        if (!app || !routing.isGenuine(webhook, app)) throw failure(401, "webhook_invalid_signature", "The signature is not the vendor's");
        const payload = jsonOf(body);
        if (payload === undefined) throw failure(400, "invalid_body", "The body is not valid JSON");
        const connections = await connectionsOf(integration, routing, webhook);
        for (const connection of connections) {
          const type = routing.typeOf(webhook);
          if (type !== null) runSyncs(connection, { type, payload, text: body.toString("utf8") });
        }
        if (integration.forward_webhooks) forward(integration, connections, payload, headers);
        return { status: 200, body: { status: "success" } };
      },
    },
  ];

  function connectionsOf(integration: Integration, routing: WebhookRouting, webhook: VendorWebhook): Promise<Connection[]> {
    const place = routing.belongsTo(webhook);
    if (place === null) return Promise.resolve([]);
    return database.query<Connection>(
      "select * from nango.connection where provider_config_key = $1 and lower(connection_config ->> $2) = $3 order by id",
      [integration.unique_key, place.field, place.value],
    );
  }

  /** The same webhook again, while its like still waits, is that one. */
  function runSyncs(connection: Connection, { type, payload, text }: { type: string; payload: unknown; text: string }): void {
    for (const { name } of emulator.pack.syncsForWebhook(connection.provider_config_key, type)) {
      const begun = inTurn(`${connection.id} ${name} ${text}`, () => runOne(connection, name, payload));
      if (begun) emulator.background(begun);
    }
  }

  async function runOne(connection: Connection, name: string, payload: unknown): Promise<void> {
    // Deleted meanwhile, or stopped by somebody: then a webhook starts nothing either.
    const sync = (await syncsOf(database, connection.id)).find((one) => one.name === name);
    if (!sync || sync.paused) return;
    const startedAt = new Date().toISOString();
    const job = (await lastJob(database, sync.id))?.id ?? 0;
    const ask = { connection, type: "webhook", name, input: payload, syncId: sync.id, job, startedAt } as const;
    const { outcome, report } = await runFunction(emulator, ask);
    if (!outcome.ok) emulator.report(new Error(`${name}: ${JSON.stringify(outcome.failure)}`), "a vendor's webhook");
    tellWebhookRun(emulator, { connection, sync, report, startedAt });
  }

  function forward(
    integration: Integration,
    connections: readonly Connection[],
    payload: unknown,
    headers: Readonly<Record<string, string>>,
  ): void {
    const passed = Object.fromEntries(Object.entries(headers).filter(([name]) => !NOT_PASSED_ON.test(name)));
    if (connections.length === 0) deliver(emulator, null, payload, passed);
    for (const connection of connections) {
      const { connection_id: connectionId } = connection;
      const { provider, unique_key: providerConfigKey } = integration;
      deliver(emulator, connection, { type: "forward", from: provider, connectionId, providerConfigKey, payload }, passed);
    }
  }
}

/** Runs one work after the other, so that a storm leaves threads for actions. A work that waits stands for any other of its key. */
function oneAtATime(): (key: string, work: () => Promise<void>) => Promise<void> | null {
  const waiting = new Set<string>();
  let last: Promise<void> = Promise.resolve();
  return (key, work) => {
    if (waiting.has(key)) return null;
    waiting.add(key);
    const turn = last.then(() => {
      waiting.delete(key);
      return work();
    });
    last = turn.catch(() => undefined);
    return turn;
  };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
