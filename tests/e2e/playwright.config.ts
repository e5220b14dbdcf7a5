import { defineConfig } from "@playwright/test";
import { chromiumOptions } from "./chromium.ts";

const launchOptions = await chromiumOptions();

/** Seen to pass, but not yet twice on one build: not part of `npm test` until it is. E2E=all runs it too. */
const NOT_YET_PROVEN = ["loop.spec.ts", "provenance.spec.ts"];
const left = process.env["E2E"] === "all" ? [] : NOT_YET_PROVEN;
if (left.length > 0) console.log(`Not run: ${left.join(", ")} (E2E=all runs them).`);

/** One production build and one server for all browser tests; see server-for-tests.ts. */
export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results",
  globalSetup: "./server-for-tests.ts",
  fullyParallel: false,
  // All tests share one installation: those of one file may build on each other, those of different files use different workspaces.
  workers: 2,
  retries: 0,
  // Waits end when what they wait for is there; these are for machines that do much else at the same time.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  // A new installation can be looked at once: after that somebody has set it up.
  projects: [
    { name: "first run", testMatch: "first-run.spec.ts" },
    { name: "portal", testIgnore: ["first-run.spec.ts", ...left], dependencies: ["first run"] },
  ],
  use: {
    ...(process.env["SLIPSTREAM_E2E_URL"] ? { baseURL: process.env["SLIPSTREAM_E2E_URL"] } : {}),
    locale: "en-GB",
    timezoneId: "UTC",
    // A trace doubles the time of every test: it is made when asked for. The page as it stood comes with every failure.
    trace: process.env["E2E_TRACE"] ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions,
  },
});
