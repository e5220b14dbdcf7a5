import * as z from "zod";
import { INTEGRATIONS } from "#connectors/records/integrations.ts";
import type { Tx } from "#db/client.ts";
import { listChangesOf } from "#db/queries/change-log.ts";
import { AppError } from "#server/errors.ts";
import type { ReadConnection } from "./read-connection.ts";

const Refusal = z.object({
  name: z.string().describe("of the connection that is there"),
  system: z.string(),
  account: z.string(),
});

/** Why an account was not taken in once more: the connection that reads it. */
export type Refusal = z.infer<typeof Refusal>;

export const refusalFor = (twin: ReadConnection, account: string): Refusal => ({
  name: twin.name,
  system: INTEGRATIONS.find(({ key }) => key === twin.integration)?.name ?? twin.provider,
  account,
});

/** The refusal of a connection that was made at Nango, as the log of changes keeps it. */
export async function findRefusal(
  tx: Tx,
  { workspaceId, nangoConnectionId }: { workspaceId: string; nangoConnectionId: string },
): Promise<Refusal | undefined> {
  const lines = await listChangesOf(tx, { workspaceId, noun: "connection", nounIds: [nangoConnectionId] });
  return Refusal.safeParse(lines.findLast(({ verb }) => verb === "refuse")?.after).data;
}

/** The refusal as the person who connects is told it. */
export function alreadyConnected({ name, system, account }: Refusal): AppError {
  const as = name === system ? name : `${name} (${system})`;
  return new AppError(
    "ALREADY_CONNECTED",
    `The account ${account} is connected already, as ${as}. Nothing was added, and no second access to it is kept.`,
  );
}
