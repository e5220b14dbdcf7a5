import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { doorOf, tagsOf, type ConnectDoor } from "./begin-connection.ts";
import { askNango, nangoDoor } from "./nango-door.ts";
import { readConnection } from "./read-connection.ts";

/**
 * Begins to give a connection new credentials. Its records, cursors and events stay.
 *
 * @throws AppError NOT_FOUND, CONNECTION_STATE when Nango does not know it any more, CONNECTIONS_OFF, NANGO_UNAVAILABLE
 */
export async function beginReconnection(context: Context, { connectionId }: { connectionId: string }): Promise<ConnectDoor> {
  const connection = await readConnection(context, { connectionId });
  const nango = nangoDoor(context);
  if (connection.state === "gone" || connection.state === "erasing")
    throw new AppError("CONNECTION_STATE", "Nango does not know this connection any more: delete it here and connect the account anew.");
  const { connection_config: known } = await askNango(() => nango.getConnection(connection));
  const { token } = await askNango(() =>
    nango.createReconnectSession({ ...connection, tags: tagsOf(context), config: textsOf(known ?? {}) }),
  );
  return doorOf(context, token);
}

/** The same shop or account as before: nobody types it again, and nobody takes another one by mistake. */
const textsOf = (config: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(config).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
