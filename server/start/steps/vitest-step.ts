import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { runCommand } from "./run-command.ts";
import { FAILED, withExitCode, type Count, type Step } from "./step.ts";

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

/** All tests of one Vitest project. */
export function vitestStep(name: string, title: string, extra: readonly string[] = []): Step {
  return { name, title, run: () => runVitest(["run", "--project", name, ...extra]) };
}

/** Runs Vitest and counts by its own report. */
export async function runVitest([command, ...args]: readonly [string, ...string[]]): Promise<Count> {
  const folder = await mkdtemp(join(tmpdir(), "slipstream-report-"));
  const file = join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const code = await runCommand("vitest", [command, "--config", "tests/vitest.config.ts", ...args, ...reporters]);
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) return FAILED;
    const counts = report.parse(JSON.parse(text));
    const skipped = counts.numPendingTests + counts.numTodoTests;
    return withExitCode({ passed: counts.numPassedTests, failed: counts.numFailedTests, skipped }, code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
