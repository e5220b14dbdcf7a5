import type { Emulator } from "../context.ts";
import type { Connection } from "../store/connections.ts";
import { openHost, type RunReport } from "./host.ts";
import type { RunOutcome } from "./messages.ts";
import type { PackFunction } from "./pack.ts";

/**
 * Runs one function of the pack for a connection.
 *
 * @param job number of the sync's run; 0 for an action or an event
 * @returns how it ended, and what it changed
 */
export async function runFunction(
  emulator: Emulator,
  ask: {
    connection: Connection;
    type: PackFunction["type"] | "webhook";
    name: string;
    input: unknown;
    syncId: string | null;
    job: number;
    startedAt: string;
  },
): Promise<{ outcome: RunOutcome; report: RunReport }> {
  const { connection, type, name } = ask;
  const found = emulator.pack.locate(connection.provider_config_key, type === "webhook" ? "sync" : type, name);
  const { host, report } = openHost(emulator, connection, checkpointKey(type, name), ask.job);
  const outcome = await emulator.pool.run(
    {
      file: found.file,
      type,
      name,
      variant: "base",
      input: ask.input,
      host: emulator.url,
      secretKey: emulator.settings.secretKey,
      environmentId: 1,
      connectionId: connection.connection_id,
      connection: connection.id,
      providerConfigKey: connection.provider_config_key,
      provider: connection.provider,
      syncId: ask.syncId,
      job: ask.job,
      models: found.models,
      jsonSchema: found.jsonSchema,
      version: found.version,
      startedAt: ask.startedAt,
      killAfterMs: emulator.settings.functionTimeoutMs,
    },
    host,
  );
  await host("releaseAllLocks", null);
  return { outcome, report };
}

/** Under which a function's progress on a connection is kept. */
export function checkpointKey(type: PackFunction["type"] | "webhook", name: string, variant = "base"): string {
  return `${type}:${name}:${variant}`;
}
