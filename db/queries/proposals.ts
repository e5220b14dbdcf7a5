import type { Tx } from "#db/client.ts";

/** Decisions that wait for a person's yes or no, by automation, and when the newest of them came to be. */
export function listWaitingByAutomation(tx: Tx, { workspaceId }: { workspaceId: string }) {
  return tx
    .selectFrom("effect")
    .select(["automation_id as automationId"])
    .select((eb) => [eb.fn.count<number>("decision_id").distinct().as("decisions"), eb.fn.max<Date>("created_at").as("newestAt")])
    .where("workspace_id", "=", workspaceId)
    .where("state", "=", "proposed")
    .groupBy("automation_id")
    .orderBy("automation_id")
    .execute();
}
