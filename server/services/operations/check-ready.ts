import { ping } from "#db/queries/ping.ts";
import type { Services } from "#server/context.ts";

/** Whether the database answers within two seconds. */
export async function checkReady({ store, log }: Services): Promise<boolean> {
  try {
    await Promise.race([
      ping(store.db),
      new Promise((_, reject) => setTimeout(() => reject(new Error("no answer within 2 s")), 2_000).unref()),
    ]);
    return true;
  } catch (error) {
    log.warn({ err: error }, "not ready");
    return false;
  }
}
