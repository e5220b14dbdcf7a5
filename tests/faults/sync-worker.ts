import { openHouse } from "#server/boot.ts";
import { jobs } from "#server/jobs/index.ts";
import { createQueues, workOn } from "#server/jobs/work.ts";

const OF_CONNECTIONS: ReadonlySet<string> = new Set(["sync-connection", "ingest-records", "erase-connection", "pause-connection"]);

/** A worker process for the jobs of connections, as `npm start` has one; told when it works, and ended with the parent. */
const house = await openHouse("worker", process.env);
const own = jobs.filter(({ name }) => OF_CONNECTIONS.has(name));
process.on("disconnect", () => process.exit(0));
await createQueues(house.boss, jobs);
await workOn(house.boss, own, house.services);
process.send?.("ready");
