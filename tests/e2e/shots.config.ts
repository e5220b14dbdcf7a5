import tests from "./playwright.config.ts";

/** Pictures of every page instead of tests: npm run shots. */
export default { ...tests, projects: [{ name: "shots", testMatch: "shots.ts" }] };
