import { seedDemo } from "#server/services/demo/seed-demo.ts";
import { defineJob } from "./define.ts";

/** Fills a demo workspace with the simulated shop's evidence. Safe to run twice. */
export const seedDemoJob = defineJob({ name: "seed-demo", retries: 2, timeoutSeconds: 600, run: seedDemo });
