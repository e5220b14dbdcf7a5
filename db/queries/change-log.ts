import type { Tx } from "#db/client.ts";

export type NewChange = {
  workspaceId: string;
  id: string;
  at: Date;
  actor: object;
  noun: string;
  nounId: string;
  verb: string;
  before: unknown;
  after: unknown;
};

export async function insertChange(tx: Tx, change: NewChange): Promise<void> {
  await tx
    .insertInto("change_log")
    .values({
      workspace_id: change.workspaceId,
      id: change.id,
      at: change.at,
      actor: JSON.stringify(change.actor),
      noun: change.noun,
      noun_id: change.nounId,
      verb: change.verb,
      before: change.before === null ? null : JSON.stringify(change.before),
      after: change.after === null ? null : JSON.stringify(change.after),
    })
    .execute();
}
