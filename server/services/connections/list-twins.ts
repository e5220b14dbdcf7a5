import { accountKeyOf, systemKeyOf } from "#connectors/records/integrations.ts";
import type { Tx } from "#db/client.ts";
import { listConnections, type NangoPlace } from "#db/queries/connections.ts";
import type { NangoClient } from "#server/nango/nango-client.ts";
import { NangoError } from "#server/nango/nango-error.ts";
import { readFacts } from "./connection-facts.ts";
import type { ReadConnection } from "./read-connection.ts";

/** What a new connection reaches: its place at Nango where it is made already, and every name by which its account is known. */
export type Reached = { integration: string; nangoConnectionId: string | null; accounts: readonly string[] };

/** The workspace's live connections to the same account, by whichever way of authorising; [] when the account has told no name yet. */
export async function listTwins(tx: Tx, { workspaceId, reached }: { workspaceId: string; reached: Reached }): Promise<ReadConnection[]> {
  const rows = reached.accounts.length === 0 ? [] : await listConnections(tx, { workspaceId });
  return rows.filter(
    (row) =>
      row.state !== "gone" &&
      row.state !== "erasing" &&
      systemKeyOf(row.integration) === systemKeyOf(reached.integration) &&
      !(row.integration === reached.integration && row.nangoConnectionId === reached.nangoConnectionId) &&
      accountsOf(row).some((account) => reached.accounts.includes(account)),
  );
}

function accountsOf({ integration, facts }: ReadConnection): string[] {
  const { account, calibration } = readFacts(facts);
  return [account, accountKeyOf(integration, calibration?.accountDomain)].filter((key) => key !== null);
}

/** Whether Nango still knows it: one that was deleted there stands in nobody's way. @throws NangoError when Nango does not answer */
export async function isAtNango(nango: NangoClient, place: NangoPlace): Promise<boolean> {
  try {
    await nango.getConnection(place);
  } catch (error) {
    if (!(error instanceof NangoError)) throw error;
    if (error.isUnknownConnection) return false;
    // Its access has ended, which connecting it again mends.
    if (!error.isInvalidCredentials) throw error;
  }
  return true;
}
