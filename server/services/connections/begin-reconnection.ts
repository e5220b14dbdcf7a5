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
  const { token } = await askNango(() => nango.createReconnectSession({ ...connection, tags: tagsOf(context) }));
  return doorOf(context, token);
}
