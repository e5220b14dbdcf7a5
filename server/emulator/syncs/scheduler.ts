import type { Emulator } from "../context.ts";
import { dueSyncs, setNextRun } from "../store/syncs.ts";
import type { SyncRunner } from "./sync-runner.ts";

const LOOK_EVERY_MS = 1000; // the shortest frequency is 30 s
const CLAIM_MS = 300_000; // a run sets its own next time when it ends; this is for one that never does

/** Starts syncs when their time has come, until stopped. */
export function openScheduler(emulator: Emulator, runner: SyncRunner): { stop: () => Promise<void> } {
  let looking = Promise.resolve();
  let isStopped = false;
  let isFailing = false;

  async function look(): Promise<void> {
    for (const sync of await dueSyncs(emulator.database)) {
      if (isStopped || runner.isRunning(sync.id)) continue;
      await setNextRun(emulator.database, sync.id, CLAIM_MS);
      emulator.background(runner.run(sync));
    }
  }

  const timer = setInterval(() => {
    looking = looking
      .then(() => (isStopped ? undefined : look()))
      .then(() => {
        isFailing = false;
      })
      .catch((error: unknown) => {
        // A database that is away is said once, and not every second.
        if (!isFailing) emulator.report(error, "schedule");
        isFailing = true;
      });
  }, LOOK_EVERY_MS);
  return {
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await looking;
    },
  };
}
