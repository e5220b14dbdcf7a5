import { commandStep, endWithCommands } from "./steps/run-command.ts";
import { runSteps } from "./steps/run-steps.ts";
import { runVitest } from "./steps/vitest-step.ts";

endWithCommands();

/** What to run before each commit: no database, under a minute. */
process.exitCode = await runSteps(
  [
    commandStep("types", "Types", ["next", "typegen"], ["tsc", "-p", "."]),
    commandStep("lint", "Lint and layers", ["oxlint", "--type-aware", "--deny-warnings"]),
    commandStep("format", "Format", ["oxfmt", "--check"]),
    { name: "unit", title: "Tests of what changed", run: () => runVitest(["run", "--project", "unit", "--changed", "--passWithNoTests"]) },
  ],
  process.argv.slice(2),
  (text) => process.stdout.write(text),
);
