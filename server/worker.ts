import { openHouse } from "./boot.ts";
import { houseJobs, jobs } from "./jobs/index.ts";
import { createQueues, workForHouse, workOn } from "./jobs/work.ts";

const house = await openHouse("worker", process.env).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
await createQueues(house.boss, jobs, houseJobs);
await workOn(house.boss, jobs, house.services);
await workForHouse(house.boss, houseJobs, house.services);
house.services.log.info({ jobs: jobs.map(({ name }) => name) }, "working");

let stopping = false;
/** Finishes what is running, takes nothing new. */
const stop = (why: string) => {
  if (stopping) return;
  stopping = true;
  house.services.log.info({ why }, "draining");
  house.close().then(
    () => process.exit(0),
    (error: unknown) => {
      house.services.log.error({ err: error }, "drain failed");
      process.exit(1);
    },
  );
};
process.on("SIGTERM", () => stop("SIGTERM"));
process.on("SIGINT", () => stop("SIGINT"));
// The supervisor's pipe closes when it dies, however it dies.
process.on("disconnect", () => stop("the supervisor is gone"));
process.send?.("ready");
