import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { runCommand } from "./run-command.ts";
import { FAILED, withExitCode, type Step } from "./step.ts";

const report = z.object({ stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }) });

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
      const { expected, unexpected, flaky, skipped } = report.parse(JSON.parse(text)).stats;
      return withExitCode({ passed: expected, failed: unexpected + flaky, skipped }, code);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
