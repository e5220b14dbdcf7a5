import { browserStep } from "./steps/browser-step.ts";
import { buildStep } from "./steps/build-step.ts";
import { commandStep, endWithCommands } from "./steps/run-command.ts";
import { runSteps } from "./steps/run-steps.ts";
import { vitestStep } from "./steps/vitest-step.ts";

endWithCommands();

process.exitCode = await runSteps(
  [
    commandStep("types", "Types", ["next", "typegen"], ["tsc", "-p", "."]),
    commandStep("lint", "Lint and layers", ["oxlint", "--type-aware", "--deny-warnings"]),
    commandStep("format", "Format", ["oxfmt", "--check"]),
    commandStep("dead-code", "Dead code", ["knip"]),
    vitestStep("unit", "Unit tests"),
    vitestStep("database", "Database tests"),
    vitestStep("faults", "Faults"),
    buildStep,
    browserStep,
  ],
  process.argv.slice(2),
  (text) => process.stdout.write(text),
);
