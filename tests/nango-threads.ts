import { keptThreads } from "#server/emulator/runtime/threads.ts";

/** For every embedded Nango that the tests of this process start, one after another or side by side. */
export const nangoThreads = keptThreads();
