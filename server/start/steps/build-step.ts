import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildFolder, buildPages } from "../next-build.ts";
import { reportError } from "../report-error.ts";
import { scriptWeights } from "./script-weight.ts";
import { FAILED, type Count, type Step } from "./step.ts";

const SHOWN = 12;

/** Builds the pages and weighs the script that each of them needs. */
export const buildStep: Step = {
  name: "build",
  title: "Build and script weight",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "slipstream-build-"));
    const say = (line: string) => process.stdout.write(`${line}\n`);
    try {
      const built = await buildPages({ logFile: join(folder, "build.log"), signal: new AbortController().signal, say });
      say(built ? "pages built" : "pages are up to date");
      return await weigh(say);
    } catch (error) {
      reportError(error);
      return FAILED;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function weigh(say: (line: string) => void): Promise<Count> {
  const weights = await scriptWeights(buildFolder);
  const tooHeavy = weights.filter(({ kilobytes, limit }) => kilobytes > limit);
  const shown = [...tooHeavy, ...weights.filter((weight) => !tooHeavy.includes(weight)).slice(0, SHOWN)];
  for (const { what, kilobytes, limit } of shown)
    say(`${kilobytes > limit ? "✗" : "✓"} ${kilobytes.toFixed(1).padStart(6)} kB of ${limit}  ${what}`);
  if (weights.length > shown.length) say(`  and ${weights.length - shown.length} lighter ones`);
  return { passed: 1 + weights.length - tooHeavy.length, failed: tooHeavy.length, skipped: 0 };
}
