import { readFile } from "node:fs/promises";
import * as z from "zod";
import { checkCertificate } from "#server/domain/rollout/check-certificate.ts";
import { findCycle } from "#server/domain/rollout/find-cycle.ts";
import type { Problem } from "#server/domain/rollout/problem.ts";
import { solve } from "#server/domain/rollout/solve.ts";
import { waitingCurve } from "#server/domain/rollout/worth-curve.ts";
import { hardInstance, NUMBERS, SHAPES } from "#tests/rollout/hard-instances.ts";

const LIMIT_MS = 1000;
const LIMIT_MB = 1000;

const amount = z.number().nonnegative();
const instances = z.array(
  z
    .object({
      name: z.string(),
      p: z.array(amount),
      w: z.array(amount),
      /** [i, j]: i before j. */
      prec: z.array(z.tuple([z.int().nonnegative(), z.int().nonnegative()])),
      /** Least sum of w times completion time, where known. */
      optimum: z.number().optional(),
    })
    .refine(({ p, w }) => p.length === w.length, "p and w differ in length")
    .refine(({ p, prec }) => prec.flat().every((item) => item < p.length), "prec names an item that does not exist"),
);
type Instance = z.infer<typeof instances>[number];

/**
 * Solves every instance of a file and compares with the known optimum; without a file, instances of many shapes with 25 to 30 items, whose
 * optimum is what the certificate's checker finds when it goes through them again. 1 when any is missed, 2 when the file cannot be used.
 */
export async function benchRollout([file]: readonly string[]): Promise<number> {
  if (file === undefined) return summary(generated(), "generated");
  const content = await readJson(file);
  if (content instanceof Error) {
    console.error(`${file} cannot be used: ${content.message}`);
    return 2;
  }
  const parsed = instances.safeParse(content);
  if (!parsed.success) {
    console.error(`${file} cannot be used: ${z.prettifyError(parsed.error)}`);
    return 2;
  }
  return summary(
    parsed.data.map((instance) => ({ ...instance, problem: toWaitingProblem(instance) })),
    "of the file",
  );
}

type Case = { name: string; problem: Problem; optimum?: number | undefined };

/** Every shape with every kind of numbers, at 25, 28 and 30 items, twice. */
function generated(): Case[] {
  return Object.keys(SHAPES).flatMap((shape) =>
    Object.keys(NUMBERS).flatMap((numbers) =>
      [25, 28, 30, 25, 28, 30].map((count, at) => ({
        name: `${shape}, ${numbers} ${at + 1}`,
        problem: hardInstance(shape, numbers, count, 1_000 * (at + 1) + count),
      })),
    ),
  );
}

function summary(cases: readonly Case[], which: string): number {
  console.log(row(["instance", "n", "value", "optimum", "ms", "peak MB", "certificate", "check ms"]));
  const results = cases.map(measure);
  const missed = results.filter((result) => !result.reached);
  const p95Ms = percentile(
    results.map((result) => result.ms),
    0.95,
  );
  const peakMb = Math.max(0, ...results.map((result) => result.peakMb));
  const slow = p95Ms > LIMIT_MS || peakMb > LIMIT_MB;
  for (const { name } of missed) console.log(`missed: ${name}`);
  console.log(
    `rollout: ${results.length - missed.length} of ${results.length} ${which} solved to the optimum with an accepted certificate; ` +
      `p95 ${p95Ms.toFixed(0)} ms (limit ${LIMIT_MS}), peak ${peakMb.toFixed(0)} MB (limit ${LIMIT_MB})${slow ? ": over the limit" : ""}`,
  );
  return missed.length > 0 || slow || results.length === 0 ? 1 : 0;
}

/** The content of the file, or the error when it is not there or not JSON. */
async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

type Result = { name: string; reached: boolean; ms: number; peakMb: number };

function measure({ name, problem, optimum }: Case): Result {
  const cycle = findCycle(problem.before);
  if (cycle !== null) {
    console.log(`${name}: no order exists, ${cycle.join(" before ")}`);
    return { name, reached: false, ms: 0, peakMb: 0 };
  }
  const startedAt = performance.now();
  const solution = solve(problem);
  const ms = performance.now() - startedAt;
  const checkedAt = performance.now();
  const objection = checkCertificate(problem, solution.certificate);
  const checkMs = performance.now() - checkedAt;
  // The most memory the process has held so far, all earlier instances included.
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const value = 0 - solution.total;
  const right = optimum === undefined || Math.abs(value - optimum) <= 1e-9 * Math.abs(optimum);
  console.log(
    row([
      name,
      String(problem.ids.length),
      String(value),
      String(optimum ?? "unknown"),
      ms.toFixed(1),
      peakMb.toFixed(0),
      objection ?? (solution.proven ? "ok" : "not proven"),
      checkMs.toFixed(1),
    ]),
  );
  return { name, reached: right && solution.proven && objection === null, ms, peakMb };
}

function toWaitingProblem({ p, w, prec }: Instance): Problem {
  const before = p.map((): number[] => []);
  for (const [first, second] of prec) if (!before[second]!.includes(first)) before[second]!.push(first);
  return {
    ids: p.map((_, item) => String(item)),
    effort: p,
    worth: w,
    before,
    earliest: p.map(() => 0),
    family: p.map(() => -1),
    learning: 1,
    pinnedAt: p.map(() => -1),
    teams: 1,
    curve: waitingCurve,
  };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function row([name, ...cells]: readonly string[]): string {
  return (name ?? "").padEnd(52) + cells.map((cell) => cell.padStart(12)).join("");
}
