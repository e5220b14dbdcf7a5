import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { runCommand } from "./run-command.ts";
import { FAILED, firstLine, withExitCode, type Step } from "./step.ts";

const result = z.object({ error: z.object({ message: z.string().optional() }).optional() });
const suite = z.object({
  file: z.string(),
  specs: z.array(z.object({ title: z.string(), tests: z.array(z.object({ status: z.string(), results: z.array(result) })) })),
  get suites() {
    return z.array(suite).optional();
  },
});
const report = z.object({
  suites: z.array(suite),
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

/** The browser tests. One that passed only on a second try is named: there is something to mend in it or in what it tests. */
export const browserStep: Step = {
  name: "browser",
  title: "Browser tests",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "slipstream-report-"));
    const file = join(folder, "report.json");
    try {
      const code = await runCommand("playwright", ["test", "--config", "tests/e2e/playwright.config.ts", "--reporter=list,json"], {
        PLAYWRIGHT_JSON_OUTPUT_FILE: file,
      });
      const text = await readFile(file, "utf8").catch(() => undefined);
      if (text === undefined) return FAILED;
      const { suites, stats } = report.parse(JSON.parse(text));
      const { expected, unexpected, flaky, skipped } = stats;
      const count = { passed: expected + flaky, failed: unexpected, skipped };
      const [failures, unsteady] = [linesOf(suites, "unexpected"), linesOf(suites, "flaky")];
      return withExitCode({ ...count, failures, unsteady }, code);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** The tests that ended so, a line each with what the first try that failed said. */
function linesOf(found: readonly z.infer<typeof suite>[], ended: "unexpected" | "flaky"): string[] {
  return found.flatMap(({ file, specs, suites = [] }) => [
    ...specs
      .filter(({ tests }) => tests.some(({ status }) => status === ended))
      .map(({ title, tests }) => {
        const message = tests.flatMap(({ results }) => results).find(({ error }) => error)?.error?.message ?? "";
        return `${file} > ${title}: ${firstLine(message)}`;
      }),
    ...linesOf(suites, ended),
  ]);
}
