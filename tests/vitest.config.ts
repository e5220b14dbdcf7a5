import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));
// Vitest leaves a core free for people who work meanwhile, which on two cores is half of them.
const WORKERS = Math.max(2, availableParallelism() - 1);

/** `unit` needs nothing but Node; `database` clones a template database per file on the embedded server; `faults` kills real processes. */
export default defineConfig({
  root,
  test: {
    passWithNoTests: false,
    projects: [
      {
        root,
        test: {
          name: "unit",
          maxWorkers: WORKERS,
          // The files of a worker share the modules they load: none keeps anything between tests, and loading them anew was half of the work.
          isolate: false,
          // A machine with much else to do takes many times as long; no test here waits for the clock.
          testTimeout: 30_000,
          include: [
            "server/**/*.test.ts",
            "app/**/*.test.{ts,tsx}",
            "db/**/*.test.ts",
            "connectors/**/*.test.ts",
            "tests/bench/**/*.test.ts",
            "tests/layers/**/*.test.ts",
            "tests/automations/**/*.test.ts",
            "tests/weight/**/*.test.ts",
          ],
          exclude: ["**/*.db.test.ts", "**/node_modules/**"],
        },
      },
      {
        root,
        test: {
          name: "database",
          maxWorkers: WORKERS,
          // As above; each file has a database of its own all the same.
          isolate: false,
          include: ["{server,db,app,tests}/**/*.db.test.ts"],
          globalSetup: ["./db/test-server.ts"],
          // As above.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        root,
        // Two at a time: each test runs a whole installation of its own, and more would only wait for each other.
        test: { name: "faults", include: ["tests/faults/**/!(*.db).test.ts"], testTimeout: 120_000, hookTimeout: 120_000, maxWorkers: 2 },
      },
    ],
  },
});
