import { addCounts, FAILED, type Found, type Step } from "./step.ts";

type Outcome = { step: Step; count: Found; seconds: number };

/**
 * Runs the steps in order, all of them whatever fails, and ends with a summary whose last line a machine can read.
 * Resolves to the exit code.
 *
 * @param only names of steps; [] means all
 */
export async function runSteps(steps: readonly Step[], only: readonly string[], write: (text: string) => void): Promise<number> {
  const unknown = only.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    write(`There is no step ${unknown.join(", ")}. Steps: ${steps.map(({ name }) => name).join(", ")}.\n0 passed, 1 failed\n`);
    return 1;
  }
  const chosen = only.length === 0 ? steps : steps.filter(({ name }) => only.includes(name));
  const outcomes: Outcome[] = [];
  for (const step of chosen) outcomes.push(await runStep(step, write));
  // Once more at the end, where a log that was cut to its last lines still has it.
  const remarks = outcomes.flatMap(({ step, count }) => [
    ...(count.failures ?? []).map((failure) => `✗ ${step.name}: ${failure}\n`),
    ...(count.unsteady ?? []).map((test) => `! ${step.name}: passed only on a second try: ${test}\n`),
  ]);
  if (remarks.length > 0) write(`\n${remarks.join("")}`);
  write(`\n${outcomes.map(summaryLine).join("")}\n`);
  const { passed, failed, skipped } = addCounts(outcomes.map(({ count }) => count));
  write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`);
  return failed > 0 ? 1 : 0;
}

async function runStep(step: Step, write: (text: string) => void): Promise<Outcome> {
  const startedAt = performance.now();
  write(`\n── ${step.title} (${step.name})\n`);
  const count = await step.run().catch((error: unknown) => {
    write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return FAILED;
  });
  const outcome = { step, count, seconds: (performance.now() - startedAt) / 1000 };
  write(summaryLine(outcome));
  return outcome;
}

function summaryLine({ step, count, seconds }: Outcome): string {
  const { passed, failed, skipped } = count;
  return `${failed > 0 ? "✗" : "✓"} ${step.title.padEnd(26)} ${seconds.toFixed(1).padStart(6)} s  ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`;
}
