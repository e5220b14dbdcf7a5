import { defineConfig } from "vitest/config";

const root = new URL("..", import.meta.url).pathname;

/** `unit` needs nothing but Node; `database` clones a template database per file on the embedded server. */
export default defineConfig({
  root,
  test: {
    passWithNoTests: false,
    projects: [
      {
        root,
        test: { name: "unit", include: ["server/**/*.test.ts", "app/**/*.test.{ts,tsx}", "db/**/*.test.ts", "connectors/**/*.test.ts", "tests/layers/**/*.test.ts"], exclude: ["**/*.db.test.ts", "**/node_modules/**"] },
      },
      {
        root,
        test: { name: "database", include: ["{server,db,app,tests}/**/*.db.test.ts"], globalSetup: ["./db/test-server.ts"], testTimeout: 30_000, hookTimeout: 60_000 },
      },
    ],
  },
});
