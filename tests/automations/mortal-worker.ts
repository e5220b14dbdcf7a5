import type { JobContext } from "#server/context.ts";

/** What a worker that died throws from then on, whatever it asks for. */
export class Died extends Error {
  constructor() {
    super("the worker died");
    this.name = "Died";
  }
}

export type Worker = { context: JobContext; die: () => void; readonly transactions: number };

/**
 * A worker that can die between any two steps: from then on no transaction of it begins, so that nothing it remembers reaches the database.
 *
 * @param at the transaction, counted from 1, before which or after whose commit it dies
 */
export function mortalWorker(context: JobContext, at: { transaction: number; when: "before" | "after" } | null = null): Worker {
  let isDead = false;
  let transactions = 0;
  const within: JobContext["store"]["within"] = async (scope, work) => {
    transactions += 1;
    if (at?.when === "before" && transactions === at.transaction) isDead = true;
    if (isDead) throw new Died();
    const result = await context.store.within(scope, work);
    if (at?.when === "after" && transactions === at.transaction) isDead = true;
    if (isDead) throw new Died();
    return result;
  };
  return {
    context: { ...context, store: { ...context.store, within } },
    die: () => {
      isDead = true;
    },
    get transactions() {
      return transactions;
    },
  };
}
