import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import * as z from "zod";
import { columnsOf, type EventColumns } from "#server/domain/event-log/columns.ts";
import { guessMapping, parseRow } from "#server/domain/event-log/csv-mapping.ts";
import { rowIds } from "#server/domain/event-log/content-hash.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { auxiliary, FEATURES, momentsByActivity, type Moments } from "#server/domain/effort/auxiliary.ts";
import { estimateMinutes } from "#server/domain/effort/estimate-minutes.ts";
import { normalQuantile } from "#server/domain/effort/normal-quantile.ts";
import { seededRandom } from "#server/domain/effort/random.ts";
import { touchBounds, WINSORISE_MS } from "#server/domain/effort/touch-bounds.ts";
import { officeHours, shiftClock } from "#server/domain/effort/work-calendar.ts";
import { syntheticLogs } from "./synthetic-logs.ts";

const DRAWS = 300;
const TIMED_ITEMS = 30;
const COVERAGE = 0.9;
/** Coverage and width are judged on activities with more events than this: smaller ones are nearly all timed. */
const JUDGED_EVENTS = 60;
const BOUNDS = { medianError: 0.08, coverageFrom: 0.85, coverageTo: 0.97 };

type Log = { name: string; events: OpsEvent[]; refused: number; withoutStart: number };

/**
 * How far the estimator is from the truth on logs that record start and end. Starts are hidden; thirty items of each activity, drawn
 * at random, are timed; the rest is estimated. Truth: durations winsorised at four hours.
 *
 * @param args a folder of CSV logs (columns are guessed), or `--held-out` for synthetic logs the estimator was not made on
 * @returns 0 when every bound holds, 1 when one is missed, 2 when there is nothing to measure
 */
export function benchEffort(args: readonly string[]): number {
  const [folder] = args;
  if (folder === undefined) {
    console.error("Usage: npm run bench -- effort DIR (a folder of CSV logs with start and end times), or: effort --held-out");
    return 2;
  }
  const logs = folder === "--held-out" ? syntheticLogs() : readLogs(folder);
  const measured = logs.flatMap((log) => {
    if (log.events.length > 0) return [measure(log)];
    console.log(
      `${log.name}: no row has a start and an end (${log.refused} rows refused, ${log.withoutStart} without a start); not measured`,
    );
    return [];
  });
  if (measured.length === 0) {
    console.log("effort: no log to measure");
    return 2;
  }
  for (const result of measured) print(result);
  return summarise(measured);
}

function readLogs(folder: string): Log[] {
  return readdirSync(folder)
    .filter((name) => name.toLowerCase().endsWith(".csv"))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name));
      const options = { bom: true, delimiter: delimiterOf(text), relax_column_count: true, relax_quotes: true };
      const [header = [], ...rows] = z.array(z.array(z.string())).parse(parse(text, options));
      const mapping = guessMapping(header, rows.slice(0, 200), "UTC");
      const idOfRow = rowIds();
      const parsed = rows.map((row) => parseRow(row, mapping, idOfRow));
      const events = parsed.flatMap((row) => (row.ok ? [row.event] : []));
      const reasons = new Set(parsed.flatMap((row) => (row.ok ? [] : [row.reason])));
      for (const reason of [...reasons].slice(0, 3)) console.log(`${name}: refused: ${reason}`);
      return {
        name,
        events: events.filter((event) => event.startedAtMs !== null).map((event) => ({ ...event, actorKind: "person" })),
        refused: parsed.length - events.length,
        withoutStart: events.filter((event) => event.startedAtMs === null).length,
      };
    });
}

/** The commonest of comma, semicolon and tab in the first line. */
function delimiterOf(text: Buffer): string {
  const end = text.indexOf("\n");
  const first = text.toString("utf8", 0, end < 0 ? text.length : end);
  const count = (mark: string) => first.split(mark).length;
  return [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

type Activity = { minutes: Float64Array; rows: Float64Array[]; moments: Moments; truth: number };

type Result = {
  log: Log;
  activities: number;
  truthHours: number;
  rawHours: number;
  errors: number[];
  rawErrors: number[];
  plainErrors: number[];
  covered: boolean[];
  plainCovered: boolean[];
  widths: number[];
  plainWidths: number[];
};

function measure(log: Log): Result {
  const truth = columnsOf(log.events);
  const { activities, rawHours } = activitiesOf(truth);
  const truthMinutes = sum(activities.map(({ minutes, truth: mean }) => mean * minutes.length));
  const result: Result = {
    log,
    activities: activities.length,
    truthHours: truthMinutes / 60,
    rawHours,
    errors: [],
    rawErrors: [],
    plainErrors: [],
    covered: [],
    plainCovered: [],
    widths: [],
    plainWidths: [],
  };
  for (let seed = 1; seed <= DRAWS; seed += 1) oneDraw(activities, seed, truthMinutes, result);
  return result;
}

/** Each activity's true minutes, and what the log knows of it once the starts are hidden. */
function activitiesOf(truth: EventColumns): { activities: Activity[]; rawHours: number } {
  const hidden = { ...truth, startedAtMs: new Float64Array(truth.length).fill(Number.NaN) };
  const shifts = shiftClock(officeHours("UTC"));
  const variables = auxiliary(hidden, touchBounds(hidden, shifts).gapMs, shifts.clock);
  const moments = momentsByActivity(hidden, variables, () => true);
  let rawMs = 0;
  const gathered = truth.activities.map(() => ({ minutes: [] as number[], rows: [] as Float64Array[] }));
  for (let i = 0; i < truth.length; i += 1) {
    const durationMs = truth.endedAtMs[i]! - truth.startedAtMs[i]!;
    rawMs += durationMs;
    const row = new Float64Array(FEATURES);
    variables.read(i, row);
    const into = gathered[truth.activityIx[i]!]!;
    into.minutes.push(Math.min(durationMs, WINSORISE_MS) / 60_000);
    into.rows.push(row);
  }
  const activities = gathered.map(({ minutes, rows }, number) => ({
    minutes: Float64Array.from(minutes),
    rows,
    moments: moments[number]!,
    truth: sum(minutes) / minutes.length,
  }));
  return { activities, rawHours: rawMs / 3_600_000 };
}

function oneDraw(activities: readonly Activity[], seed: number, truthMinutes: number, result: Result): void {
  const random = seededRandom(seed * 7919);
  const samples = activities.map(({ minutes, rows }) =>
    draw(minutes.length, random).map((i) => ({ minutes: minutes[i]!, features: rows[i]! })),
  );
  const estimates = estimateMinutes(
    activities.map(({ minutes, moments }, k) => ({ count: minutes.length, moments, samples: samples[k]! })),
    COVERAGE,
  );
  const total = sum(estimates.map((estimate, k) => estimate!.minutesPerTouch.point * activities[k]!.minutes.length));
  const plains = samples.map((sample, k) =>
    plainInterval(
      sample.map(({ minutes }) => minutes),
      activities[k]!.minutes.length,
    ),
  );
  const plainTotal = sum(plains.map(({ point }, k) => point * activities[k]!.minutes.length));
  result.errors.push(Math.abs(total - truthMinutes) / truthMinutes);
  result.rawErrors.push(Math.abs(total - result.rawHours * 60) / (result.rawHours * 60));
  result.plainErrors.push(Math.abs(plainTotal - truthMinutes) / truthMinutes);
  for (const [k, { minutes, truth }] of activities.entries()) {
    if (minutes.length <= JUDGED_EVENTS) continue;
    const estimate = estimates[k]!.minutesPerTouch;
    result.covered.push(contains(estimate, truth));
    result.plainCovered.push(contains(plains[k]!, truth));
    if (truth === 0) continue;
    result.widths.push((estimate.high - estimate.low) / truth);
    result.plainWidths.push((plains[k]!.high - plains[k]!.low) / truth);
  }
}

/** Thirty numbers below `count` without repeats, all of them when there are no more. */
function draw(count: number, random: () => number): number[] {
  const numbers = Array.from({ length: count }, (_, i) => i);
  const wanted = Math.min(TIMED_ITEMS, count);
  for (let i = 0; i < wanted; i += 1) {
    const j = i + Math.floor(random() * (count - i));
    [numbers[i], numbers[j]] = [numbers[j]!, numbers[i]!];
  }
  return numbers.slice(0, wanted);
}

/** What a plain timed mean would say: mean, normal interval, finite population. */
function plainInterval(minutes: readonly number[], count: number): { low: number; point: number; high: number } {
  const n = minutes.length;
  const point = sum(minutes) / n;
  const variance = sum(minutes.map((value) => (value - point) ** 2)) / Math.max(1, n - 1);
  const half = normalQuantile(0.5 + COVERAGE / 2) * Math.sqrt((variance / n) * (1 - n / count));
  return { low: point - half, point, high: point + half };
}

/** Sums of the same numbers in another order differ in the last digits: a billionth is not a miss. */
const contains = ({ low, high }: { low: number; high: number }, truth: number) => low <= truth * (1 + 1e-9) && truth <= high * (1 + 1e-9);

function print(result: Result): void {
  const { log, activities, truthHours, rawHours } = result;
  console.log(
    `${log.name}: ${log.events.length} events (${log.refused} rows refused, ${log.withoutStart} without a start), ${activities} activities`,
  );
  console.log(`  truth ${truthHours.toFixed(1)} h winsorised at 4 h an item, ${rawHours.toFixed(1)} h raw`);
  console.log(
    `  median error of the total: ${percent(median(result.errors))} of winsorised truth (plain mean ${percent(median(result.plainErrors))}), ${percent(median(result.rawErrors))} of raw truth`,
  );
  console.log(
    `  ${COVERAGE * 100} % interval covers ${percent(shareOf(result.covered))} (plain mean ${percent(shareOf(result.plainCovered))}), median width ${percent(median(result.widths))} (plain mean ${percent(median(result.plainWidths))})`,
  );
}

function summarise(results: readonly Result[]): number {
  const worst = Math.max(...results.map(({ errors }) => median(errors)));
  const covered = results.flatMap((result) => result.covered);
  const coverage = shareOf(covered);
  const width = median(results.flatMap((result) => result.widths));
  const plainWidth = median(results.flatMap((result) => result.plainWidths));
  const wider = results.filter((result) => median(result.widths) > median(result.plainWidths)).map(({ log }) => log.name);
  const missed = [
    ...(worst <= BOUNDS.medianError ? [] : [`median error above ${percent(BOUNDS.medianError)}`]),
    ...(covered.length === 0 || (coverage >= BOUNDS.coverageFrom && coverage <= BOUNDS.coverageTo) ? [] : ["coverage outside 85 to 97 %"]),
    ...(width <= plainWidth ? [] : ["wider than a plain mean"]),
  ];
  for (const name of wider) console.log(`${name}: the median interval is wider than a plain mean's`);
  const verdict = missed.length === 0 ? "every bound holds" : `MISSED: ${missed.join(", ")}`;
  console.log(
    `effort: ${results.length} logs, ${DRAWS} draws of ${TIMED_ITEMS}: worst median error ${percent(worst)}, coverage ${percent(coverage)}, median width ${percent(width)} against ${percent(plainWidth)}: ${verdict}`,
  );
  return missed.length === 0 ? 0 : 1;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const shareOf = (values: readonly boolean[]) => (values.length === 0 ? 1 : values.filter(Boolean).length / values.length);
const percent = (value: number) => `${(value * 100).toFixed(1)} %`;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
