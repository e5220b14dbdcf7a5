import type { Emulator } from "../context.ts";
import { failure } from "../http/contract-error.ts";
import { runFunction } from "../runtime/run-function.ts";
import { type Connection, type Credentials, saveConnection } from "../store/connections.ts";
import type { Integration } from "../store/integrations.ts";
import { addSyncs, setNextRun, syncsOf } from "../store/syncs.ts";
import type { SyncRunner } from "../syncs/sync-runner.ts";
import { deliver } from "../webhooks/deliver.ts";

export type NewConnection = {
  integration: Integration;
  connectionId: string;
  credentials: Credentials;
  connectionConfig: Record<string, unknown>;
  metadata: Record<string, unknown>;
  tags: Record<string, string>;
  endUser: Record<string, unknown> | null;
  webhookUrlOverride: string | null;
};

const CLAIM_MS = 300_000; // the run sets its own next time when it ends

/**
 * Saves a connection, or gives an existing one new credentials. For a new one: the auth webhook, the event scripts and the syncs
 * that start by themselves begin at once and in no order, as with the real server.
 *
 * @throws connection_validation_failed when the pack's own check refuses it; the connection is then gone again
 */
export async function establish(emulator: Emulator, runner: SyncRunner, wanted: NewConnection): Promise<Connection> {
  const { database, pack } = emulator;
  const key = wanted.integration.unique_key;
  const { connection, isNew } = await saveConnection(database, emulator.seal, {
    connection_id: wanted.connectionId,
    provider_config_key: key,
    provider: wanted.integration.provider,
    credentials: wanted.credentials,
    connection_config: wanted.connectionConfig,
    metadata: wanted.metadata,
    tags: wanted.tags,
    end_user: wanted.endUser,
    webhook_url_override: wanted.webhookUrlOverride,
  });
  if (isNew) await validate(emulator, connection);
  deliver(emulator, connection, {
    type: "auth",
    from: "nango",
    operation: isNew ? "creation" : "override",
    connectionId: connection.connection_id,
    providerConfigKey: key,
    provider: connection.provider,
    authMode: wanted.credentials.type,
    environment: "dev",
    success: true,
    tags: connection.tags,
    ...(connection.end_user ? { endUser: { endUserId: connection.end_user["id"], tags: {} } } : {}),
  });
  await addSyncs(
    database,
    connection.id,
    pack.syncsOf(key).map(({ name, auto_start: autoStart }) => ({ name, autoStart })),
  );
  if (isNew)
    for (const name of pack.eventScripts(key, "post-connection-creation")) emulator.background(runEvent(emulator, connection, name));
  if (emulator.settings.runsSchedule) {
    for (const sync of await syncsOf(database, connection.id)) {
      if (sync.paused) continue;
      await setNextRun(database, sync.id, CLAIM_MS);
      emulator.background(runner.run(sync));
    }
  }
  return connection;
}

async function validate(emulator: Emulator, connection: Connection): Promise<void> {
  for (const name of emulator.pack.eventScripts(connection.provider_config_key, "validate-connection")) {
    const { outcome } = await runFunction(emulator, {
      connection,
      type: "on-event",
      name,
      input: null,
      syncId: null,
      job: 0,
      startedAt: new Date().toISOString(),
    });
    if (outcome.ok) continue;
    await emulator.database.query("delete from nango.connection where id = $1", [connection.id]);
    throw failure(400, "connection_validation_failed", "The connection could not be validated");
  }
}

async function runEvent(emulator: Emulator, connection: Connection, name: string): Promise<void> {
  const { outcome } = await runFunction(emulator, {
    connection,
    type: "on-event",
    name,
    input: null,
    syncId: null,
    job: 0,
    startedAt: new Date().toISOString(),
  });
  if (!outcome.ok)
    emulator.report(new Error(`${connection.provider_config_key}/${name}: ${JSON.stringify(outcome.failure)}`), "post-connection-creation");
}
