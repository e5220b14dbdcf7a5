import { buildAuditJob } from "./build-audit.ts";
import type { Job } from "./define.ts";
import { importEventsJob } from "./import-events.ts";
import { seedDemoJob } from "./seed-demo.ts";

/** Every job of the product: one line each. */
export const jobs: readonly Job[] = [buildAuditJob, importEventsJob, seedDemoJob];
