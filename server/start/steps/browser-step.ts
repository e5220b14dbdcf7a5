import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { runCommand } from "./run-command.ts";
import { FAILED, firstLine, withExitCode, type Step } from "./step.ts";

const result = z.object({ error: z.object({ message: z.string().optional() }).optional() });
const suite = z.object({
  file: z.string(),
  specs: z.array(z.object({ title: z.string(), ok: z.boolean(), tests: z.array(z.object({ results: z.array(result) })) })),
  get suites() {
    return z.array(suite).optional();
  },
});
const report = z.object({
  suites: z.array(suite),
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

/** The browser tests. One that passed only on a second try has failed. */
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
      return withExitCode({ passed: expected, failed: unexpected + flaky, skipped, failures: suites.flatMap(failuresOf) }, code);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

function failuresOf({ file, specs, suites = [] }: z.infer<typeof suite>): string[] {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ title, tests }) => {
      const message = tests.flatMap(({ results }) => results).find(({ error }) => error)?.error?.message ?? "";
      return `${file} > ${title}: ${firstLine(message)}`;
    });
  return [...own, ...suites.flatMap(failuresOf)];
}
