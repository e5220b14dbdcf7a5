import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { z } from "zod";
import { runCommand } from "./run-command.ts";
import { FAILED, firstLine, withExitCode, type Found, type Step } from "./step.ts";

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() })),
    }),
  ),
});

/** All tests of one Vitest project. */
export function vitestStep(name: string, title: string, extra: readonly string[] = []): Step {
  return { name, title, run: () => runVitest(["run", "--project", name, ...extra]) };
}

/** Runs Vitest and counts by its own report. */
export async function runVitest([command, ...args]: readonly [string, ...string[]]): Promise<Found> {
  const folder = await mkdtemp(join(tmpdir(), "slipstream-report-"));
  const file = join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const code = await runCommand("vitest", [command, "--config", "tests/vitest.config.ts", ...args, ...reporters]);
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) return FAILED;
    const found = report.parse(JSON.parse(text));
    const skipped = found.numPendingTests + found.numTodoTests;
    return withExitCode({ passed: found.numPassedTests, failed: found.numFailedTests, skipped, failures: failuresOf(found) }, code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function failuresOf({ testResults }: z.infer<typeof report>): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(process.cwd(), name);
    const failed = assertionResults.filter((test) => test.status === "failed");
    // A file that could not even be read has no tests.
    if (failed.length === 0 && status === "failed") return [`${file}: ${firstLine(message)}`];
    return failed.map(({ fullName, failureMessages }) => `${file} > ${fullName}: ${firstLine(failureMessages?.[0] ?? "")}`);
  });
}
