import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import * as z from "zod";
import { columnsOf, type EventColumns } from "#server/domain/event-log/columns.ts";
import { guessMapping, parseRow } from "#server/domain/event-log/csv-mapping.ts";
import { rowIds } from "#server/domain/event-log/content-hash.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { auxiliary, FEATURES, momentsByActivity, type Moments } from "#server/domain/effort/auxiliary.ts";
import { chooseItems, likelySize, type ChosenItem } from "#server/domain/effort/choose-items.ts";
import { estimateMinutes } from "#server/domain/effort/estimate-minutes.ts";
import { normalQuantile } from "#server/domain/effort/normal-quantile.ts";
import { seededRandom } from "#server/domain/effort/random.ts";
import { touchBounds, WINSORISE_MS } from "#server/domain/effort/touch-bounds.ts";
import { officeHours, shiftClock } from "#server/domain/effort/work-calendar.ts";
import { officeLogs } from "./office-logs.ts";
import { syntheticLogs } from "./synthetic-logs.ts";

const DRAWS = 300;
const TIMED_ITEMS = 30;
const COVERAGE = 0.9;
/** Coverage and width are judged on activities with more events than this: smaller ones are nearly all timed. */
const JUDGED_EVENTS = 60;
const BOUNDS = { medianError: 0.08, coverageFrom: 0.85, coverageTo: 0.97 };

type Log = { name: string; events: OpsEvent[]; refused: number; withoutStart: number };

/**
 * How far the estimator is from the truth on logs that record start and end. Starts are hidden; thirty items of each activity are timed; the
 * rest is estimated. Truth: durations winsorised at four hours. Which thirty is drawn in two ways, both printed: chosen by what the log
 * knows of every item, and with like chances for all. The plain timed mean beside them is that of items drawn with like chances.
 *
 * @param args a folder of CSV logs (columns are guessed); or `--held-out` for synthetic logs that nothing was chosen on; or `--tuned` for those
 *   that the estimator's constants were chosen on. With `--at-random` the bounds are asked of items drawn with like chances.
 * @returns 0 when every bound holds, 1 when one is missed, 2 when there is nothing to measure
 */
export function benchEffort(args: readonly string[]): number {
  const draw: Draw = args.includes("--at-random") ? "at random" : "chosen";
  const folder = args.find((arg) => arg !== "--at-random");
  if (folder === undefined) {
    console.error(
      "Usage: npm run bench -- effort DIR [--at-random] (a folder of CSV logs with start and end times), or: effort --held-out, effort --tuned",
    );
    return 2;
  }
  const measured = logsOf(folder).flatMap((log) => {
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
  return summarise(measured, draw);
}

function logsOf(folder: string): Log[] {
  const made = (logs: { name: string; events: OpsEvent[] }[]): Log[] => logs.map((log) => ({ ...log, refused: 0, withoutStart: 0 }));
  if (folder === "--held-out") return made(officeLogs("held out"));
  if (folder === "--tuned") return made([...syntheticLogs(), ...officeLogs("tuned")]);
  return readLogs(folder);
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

type Activity = { minutes: Float64Array; rows: Float64Array[]; sizes: number[]; moments: Moments; truth: number };

type Draw = "chosen" | "at random";

/** Over all draws: errors of the total, and for each activity judged whether its interval covers the truth and its relative width. */
type Judged = { errors: number[]; rawErrors: number[]; covered: boolean[]; widths: number[] };

type Result = { log: Log; activities: number; truthHours: number; rawHours: number; draws: Record<Draw, Judged>; plain: Judged };

const nothingJudged = (): Judged => ({ errors: [], rawErrors: [], covered: [], widths: [] });

function measure(log: Log): Result {
  const { activities, rawHours } = activitiesOf(columnsOf(log.events));
  const truthHours = sum(activities.map(({ minutes, truth: mean }) => mean * minutes.length)) / 60;
  const draws = { chosen: nothingJudged(), "at random": nothingJudged() };
  const result: Result = { log, activities: activities.length, truthHours, rawHours, draws, plain: nothingJudged() };
  for (let seed = 1; seed <= DRAWS; seed += 1) oneDraw(activities, seed, result);
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
    sizes: rows.map(likelySize),
    moments: moments[number]!,
    truth: sum(minutes) / minutes.length,
  }));
  return { activities, rawHours: rawMs / 3_600_000 };
}

function oneDraw(activities: readonly Activity[], seed: number, result: Result): void {
  const random = seededRandom(seed * 7919);
  const atRandom = activities.map(({ minutes }) => draw(minutes.length, random));
  const plain = activities.map(({ minutes }, k) =>
    plainInterval(
      atRandom[k]!.map((i) => minutes[i]!),
      minutes.length,
    ),
  );
  const chosen = activities.map(({ sizes }) => chooseItems(sizes, TIMED_ITEMS, random));
  judge(activities, plain, result, result.plain);
  judge(
    activities,
    estimated(
      activities,
      atRandom.map((items) => items.map((item) => ({ item }))),
    ),
    result,
    result.draws["at random"],
  );
  judge(activities, estimated(activities, chosen), result, result.draws.chosen);
}

type Range = { low: number; point: number; high: number };

function estimated(
  activities: readonly Activity[],
  timed: readonly (readonly (Pick<ChosenItem, "item"> & Partial<ChosenItem>)[])[],
): Range[] {
  const wanted = activities.map(({ minutes, rows, moments }, k) => ({
    count: minutes.length,
    moments,
    samples: timed[k]!.map(({ item, ...chance }) => ({ minutes: minutes[item]!, features: rows[item]!, ...chance })),
  }));
  return estimateMinutes(wanted, COVERAGE).map((estimate) => estimate!.minutesPerTouch);
}

function judge(activities: readonly Activity[], ranges: readonly Range[], { truthHours, rawHours }: Result, into: Judged): void {
  const hours = sum(ranges.map(({ point }, k) => point * activities[k]!.minutes.length)) / 60;
  into.errors.push(Math.abs(hours - truthHours) / truthHours);
  into.rawErrors.push(Math.abs(hours - rawHours) / rawHours);
  for (const [k, { minutes, truth }] of activities.entries()) {
    if (minutes.length <= JUDGED_EVENTS) continue;
    into.covered.push(contains(ranges[k]!, truth));
    if (truth > 0) into.widths.push((ranges[k]!.high - ranges[k]!.low) / truth);
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
function plainInterval(minutes: readonly number[], count: number): Range {
  const n = minutes.length;
  const point = sum(minutes) / n;
  const variance = sum(minutes.map((value) => (value - point) ** 2)) / Math.max(1, n - 1);
  const half = normalQuantile(0.5 + COVERAGE / 2) * Math.sqrt((variance / n) * (1 - n / count));
  return { low: point - half, point, high: point + half };
}

/** Sums of the same numbers in another order differ in the last digits: a billionth is not a miss. */
const contains = ({ low, high }: { low: number; high: number }, truth: number) => low <= truth * (1 + 1e-9) && truth <= high * (1 + 1e-9);

function print({ log, activities, truthHours, rawHours, draws, plain }: Result): void {
  console.log(
    `${log.name}: ${log.events.length} events (${log.refused} rows refused, ${log.withoutStart} without a start), ${activities} activities`,
  );
  console.log(`  truth ${truthHours.toFixed(1)} h winsorised at 4 h an item, ${rawHours.toFixed(1)} h raw`);
  console.log(row("items chosen by the log", draws.chosen));
  console.log(row("items at random", draws["at random"]));
  console.log(row("plain mean of items at random", plain));
}

const row = (title: string, { errors, rawErrors, covered, widths }: Judged) =>
  `  ${title}: median error of the total ${percent(median(errors))} (${percent(median(rawErrors))} of raw truth), 90 % interval covers ${percent(shareOf(covered))}, median width ${percent(median(widths))}`;

function summarise(results: readonly Result[], draw: Draw): number {
  const worst = Math.max(...results.map(({ draws }) => median(draws[draw].errors)));
  const covered = results.flatMap(({ draws }) => draws[draw].covered);
  const coverage = shareOf(covered);
  const width = median(results.flatMap(({ draws }) => draws[draw].widths));
  const plainWidth = median(results.flatMap(({ plain }) => plain.widths));
  const missed = [
    ...(worst <= BOUNDS.medianError ? [] : [`median error above ${percent(BOUNDS.medianError)}`]),
    ...(covered.length === 0 || (coverage >= BOUNDS.coverageFrom && coverage <= BOUNDS.coverageTo) ? [] : ["coverage outside 85 to 97 %"]),
    ...(width <= plainWidth ? [] : ["wider than a plain mean"]),
  ];
  for (const { log, draws, plain } of results) {
    if (median(draws[draw].errors) > BOUNDS.medianError) console.log(`${log.name}: median error ${percent(median(draws[draw].errors))}`);
    if (median(draws[draw].widths) > median(plain.widths)) console.log(`${log.name}: the median interval is wider than a plain mean's`);
  }
  const verdict = missed.length === 0 ? "every bound holds" : `MISSED: ${missed.join(", ")}`;
  console.log(
    `effort: ${results.length} logs, ${DRAWS} draws of ${TIMED_ITEMS} items ${draw === "chosen" ? "chosen by the log" : draw}: worst median error ${percent(worst)}, coverage ${percent(coverage)}, median width ${percent(width)} against ${percent(plainWidth)}: ${verdict}`,
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
