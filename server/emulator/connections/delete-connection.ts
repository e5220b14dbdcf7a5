import type { Emulator } from "../context.ts";
import { runFunction } from "../runtime/run-function.ts";
import type { Connection } from "../store/connections.ts";

/** Runs what the pack wants done first, then removes the connection with its syncs, records and progress. */
export async function deleteConnection(emulator: Emulator, connection: Connection): Promise<void> {
  for (const name of emulator.pack.eventScripts(connection.provider_config_key, "pre-connection-deletion")) {
    const { outcome } = await runFunction(emulator, {
      connection,
      type: "on-event",
      name,
      input: null,
      syncId: null,
      job: 0,
      startedAt: new Date().toISOString(),
    });
    if (!outcome.ok) emulator.report(new Error(`${name}: ${outcome.failure.code}`), "pre-connection-deletion");
  }
  await emulator.database.query("delete from nango.connection where id = $1", [connection.id]);
}
