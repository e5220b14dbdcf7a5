import type { Job } from "./define.ts";

/** Every job of the product: one line each. */
export const jobs: readonly Job[] = [];
