import { INTEGRATIONS } from "#connectors/records/integrations.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import type { NangoClient } from "#server/nango/nango-client.ts";
import { accountIn } from "./account-in.ts";
import { PERSON_TAG, WORKSPACE_TAG } from "./adopt-connection.ts";
import { isAtNango, listTwins } from "./list-twins.ts";
import { askNango, nangoDoor } from "./nango-door.ts";
import { alreadyConnected, refusalFor } from "./refusal.ts";

/** What the browser opens the connect page with. */
export type ConnectDoor = { sessionToken: string; apiUrl: string; connectUrl: string };

/**
 * Begins to connect an account: a session of half an hour for this workspace and this integration alone.
 *
 * @throws AppError CONNECTIONS_OFF, NOT_FOUND for an integration that is not offered, ALREADY_CONNECTED, NANGO_UNAVAILABLE
 */
export async function beginConnection(context: Context, { integration }: { integration: string }): Promise<ConnectDoor> {
  const nango = nangoDoor(context);
  const entry = INTEGRATIONS.find(({ key }) => key === integration);
  const offered = entry ? await askNango(() => nango.listIntegrations()) : [];
  if (!entry || !offered.some(({ unique_key: key }) => key === integration))
    throw new AppError("NOT_FOUND", "This system is not set up at Nango yet: an admin of the installation adds it there first.");
  const config = context.settings.nango?.embedded ? entry.sandboxConfig : {};
  await refuseTwin(context, nango, { integration, account: accountIn(integration, config) });
  const { token } = await askNango(() => nango.createConnectSession({ integration, tags: tagsOf(context), config }));
  return doorOf(context, token);
}

/** Where the account is known before anybody consents, a second consent is not asked for: it could end the access that is there. */
async function refuseTwin(
  { store, workspaceId }: Context,
  nango: NangoClient,
  { integration, account }: { integration: string; account: string | null },
): Promise<void> {
  if (account === null) return;
  const reached = { integration, nangoConnectionId: null, accounts: [account] };
  for (const twin of await store.within({ workspaceId }, (tx) => listTwins(tx, { workspaceId, reached })))
    if (await askNango(() => isAtNango(nango, twin))) throw alreadyConnected(refusalFor(twin, account));
}

/** To whom a connection belongs, as Nango keeps it. */
export const tagsOf = ({ workspaceId, user }: Pick<Context, "workspaceId" | "user">): Record<string, string> => ({
  [PERSON_TAG]: user.id,
  [WORKSPACE_TAG]: workspaceId,
});

/** Addresses for the browser, with the session's token. */
export function doorOf({ settings }: Pick<Context, "settings">, sessionToken: string): ConnectDoor {
  if (!settings.nango) throw new AppError("CONNECTIONS_OFF");
  return { sessionToken, apiUrl: settings.nango.host, connectUrl: settings.nango.connectUrl };
}
