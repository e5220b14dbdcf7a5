import { defineConfig } from "@playwright/test";
import { chromiumOptions } from "./chromium.ts";

const launchOptions = await chromiumOptions();

/** One production build and one server for all browser tests; see server-for-tests.ts. */
export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results",
  globalSetup: "./server-for-tests.ts",
  fullyParallel: false,
  // All tests share one installation: those of one file may build on each other, those of different files use different workspaces.
  workers: 2,
  // A machine that stalls for half a minute fails one test of many hundred. What passes on the second try only is named at the end.
  retries: 1,
  // Waits end when what they wait for is there; these are for machines that do much else at the same time.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  projects: [
    // The longest walk, on an installation of its own: it begins first, so that nothing waits for it at the end.
    { name: "loop", testMatch: "loop.spec.ts" },
    { name: "minimal scopes", testMatch: "minimal-scopes.spec.ts" },
    // A new installation can be looked at once: after that somebody has set it up.
    { name: "first run", testMatch: "first-run.spec.ts" },
    { name: "portal", testIgnore: ["first-run.spec.ts", "loop.spec.ts", "minimal-scopes.spec.ts"], dependencies: ["first run"] },
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
