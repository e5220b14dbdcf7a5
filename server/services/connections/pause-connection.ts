import type { JobContext } from "#server/context.ts";
import { checkConnection } from "./check-connection.ts";
import { nangoDoor } from "./nango-door.ts";
import { readConnection } from "./read-connection.ts";

/** Stops the syncs of a connection at Nango, or starts them again. Safe to run twice. @throws AppError NOT_FOUND; NangoError */
export async function pauseConnection(
  context: JobContext,
  { connectionId, pause }: { connectionId: string; pause: boolean },
): Promise<{ state: string }> {
  const nango = nangoDoor(context);
  const connection = await readConnection(context, { connectionId });
  const names = (await nango.syncStatus(connection)).map(({ name }) => name);
  if (names.length > 0) await (pause ? nango.pauseSyncs(connection, names) : nango.startSyncs(connection, names));
  const { state } = await checkConnection(context, nango, connection);
  return { state };
}
