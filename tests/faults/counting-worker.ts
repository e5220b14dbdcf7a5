import { openHouse } from "#server/boot.ts";
import { defineJob } from "#server/jobs/define.ts";
import { createQueues, workOn } from "#server/jobs/work.ts";

/**
 * A worker process whose one job notes in table `finished` that it came to its end. With HANG_ON set, the named run is
 * begun, announced to the parent and never ended: the parent then kills this process.
 */
const house = await openHouse("worker", process.env);
const job = defineJob({
  name: "build-audit",
  retries: 3,
  timeoutSeconds: 600,
  run: async (_context, { jobRunId }) => {
    if (process.env["HANG_ON"] === jobRunId) {
      process.send?.({ begun: jobRunId });
      await new Promise(() => {});
    }
    await house.services.store.pool.query("insert into finished (job_run_id, pid) values ($1, $2)", [jobRunId, process.pid]);
  },
});
await createQueues(house.boss, [job]);
await workOn(house.boss, [job], house.services);
process.send?.("ready");
process.on("disconnect", () => process.exit(0));
