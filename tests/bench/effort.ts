import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import * as z from "zod";
import { columnsOf, type EventColumns } from "#server/domain/event-log/columns.ts";
import { guessMapping, parseRow, type Mapping } from "#server/domain/event-log/csv-mapping.ts";
import { provenDateOrder } from "#server/domain/event-log/parse-time.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { auxiliary, FEATURES, momentsByActivity, type Moments } from "#server/domain/effort/auxiliary.ts";
import { candidateOf, itemChooser, type ChosenItem } from "#server/domain/effort/choose-items.ts";
import { estimateMinutes } from "#server/domain/effort/estimate-minutes.ts";
import { normalQuantile } from "#server/domain/effort/normal-quantile.ts";
import { seededRandom } from "#server/domain/effort/random.ts";
import { touchBounds, WINSORISE_MS } from "#server/domain/effort/touch-bounds.ts";
import { officeHours, shiftClock } from "#server/domain/effort/work-calendar.ts";
import { informationLimit } from "./information-limit.ts";
import { drawnLogs } from "./drawn-logs.ts";
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
 * rest is estimated. Truth: durations winsorised at four hours. Which thirty is drawn in two ways, both printed: as the portal's list of items to look
 * up draws them, by how long each may have taken as far as the log knows, and purely at random. The plain timed mean beside them is that of items drawn with like chances.
 *
 * @param args a folder of CSV logs (columns are guessed); or `--held-out` for synthetic logs that nothing was chosen on, `--drawn` for those whose
 *   every trait is drawn, `--tuned` for the logs that the constants were chosen on. With `--at-random` the bounds are asked of items drawn with like chances.
 * @returns 0 when every bound holds, 1 when one is missed, 2 when there is nothing to measure
 */
export function benchEffort(args: readonly string[]): number {
  const draw: Draw = args.includes("--at-random") ? "at random" : "chosen";
  const folder = args.find((arg) => arg !== "--at-random");
  if (folder === undefined) {
    console.error(
      "Usage: npm run bench -- effort DIR [--at-random] (a folder of CSV logs with start and end times), or: effort --held-out, effort --drawn, effort --tuned",
    );
    return 2;
  }
  if (!folder.startsWith("--") && !isFolder(folder)) {
    console.log(`effort: there is no folder ${folder}`);
    return 2;
  }
  const measured: Result[] = [];
  for (const log of logsOf(folder)) {
    const result = log.events.length === 0 ? null : measure(log);
    if (result === null || result.truthHours === 0) {
      const why = result === null ? "no row has both a start and an end" : "no item took any time";
      console.log(`${log.name}: not measured, ${why} (${log.refused} rows refused, ${log.withoutStart} without a start)`);
      continue;
    }
    print(result);
    measured.push(result);
  }
  if (measured.length === 0) {
    console.log("effort: no log to measure: none of the CSV files has rows with a start and an end");
    return 2;
  }
  return summarise(measured, draw);
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

function* logsOf(folder: string): Generator<Log> {
  const made = (logs: { name: string; events: OpsEvent[] }[]): Log[] => logs.map((log) => ({ ...log, refused: 0, withoutStart: 0 }));
  if (folder === "--held-out") yield* made(officeLogs("held out"));
  else if (folder === "--drawn") yield* made(drawnLogs("held out"));
  else if (folder === "--tuned") yield* made([...syntheticLogs(), ...officeLogs("tuned"), ...drawnLogs("tuned")]);
  else {
    const names = readdirSync(folder).filter((name) => name.toLowerCase().endsWith(".csv"));
    for (const name of names.sort()) yield readLog(name, readFileSync(join(folder, name)));
  }
}

function readLog(name: string, text: Buffer): Log {
  const [header = [], ...rows] = rowsOfCsv(name, text);
  const mapping = readable(name, header, rows);
  for (const question of mapping.questions.slice(0, 3)) console.log(`${name}: ${question}`);
  const log: Log = { name, events: [], refused: 0, withoutStart: 0 };
  const reasons = new Set<string>();
  for (const row of rows) {
    const parsed = parseRow(row, mapping);
    if (!parsed.ok) {
      log.refused += 1;
      reasons.add(parsed.reason);
    } else if (parsed.event.startedAtMs === null) log.withoutStart += 1;
    else log.events.push({ ...parsed.event, actorKind: "person" });
  }
  for (const reason of [...reasons].slice(0, 3)) console.log(`${name}: refused: ${reason}`);
  return log;
}

/** The guess from the first rows; where they leave the order of day and month open all rows are asked, and day first is taken at last, with a word. */
function readable(name: string, header: readonly string[], rows: readonly string[][]): Mapping {
  const sample = rows.slice(0, 200);
  const guessed = guessMapping(header, sample, "UTC");
  const { startedAt, endedAt } = guessed.columns;
  if (guessed.dateOrder !== null || endedAt === null) return guessed;
  const times = rows.flatMap((row) => [row[endedAt] ?? "", startedAt === null ? "" : (row[startedAt] ?? "")]);
  if (!times.some((text) => /^\s*\d{1,2}[-/]/.test(text))) return guessed;
  const proven = provenDateOrder(times);
  if (proven === null) console.log(`${name}: no date tells whether the day or the month stands first; read as day first`);
  const questions = guessed.questions.filter((question) => !question.startsWith("Are dates written"));
  return { ...guessed, dateOrder: proven ?? "day-month", questions };
}

/** [] with a word why for a file that is no table. */
function rowsOfCsv(name: string, text: Buffer): string[][] {
  const options = { bom: true, delimiter: delimiterOf(text), relax_column_count: true, relax_quotes: true, skip_empty_lines: true };
  try {
    return z.array(z.array(z.string())).parse(parse(text, options));
  } catch (error) {
    console.log(`${name}: cannot be read as CSV: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

/** The commonest of comma, semicolon and tab in the first line. */
function delimiterOf(text: Buffer): string {
  const end = text.indexOf("\n");
  const first = text.toString("utf8", 0, end < 0 ? text.length : end);
  const count = (mark: string) => first.split(mark).length;
  return [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

type Activity = {
  minutes: Float64Array;
  rows: Float64Array[];
  choose: (random: () => number) => ChosenItem[];
  moments: Moments;
  truth: number;
};

type Draw = "chosen" | "at random";

/** Over all draws: errors of the total, and for each activity judged whether its interval covers the truth and its relative width. */
type Judged = { errors: number[]; rawErrors: number[]; covered: boolean[]; widths: number[] };

/** limit: the median error of the total that the log's variables allow, worked out only where the bound was missed. */
type Result = {
  log: Log;
  activities: number;
  limit: number | null;
  truthHours: number;
  rawHours: number;
  draws: Record<Draw, Judged>;
  plain: Judged;
};

const nothingJudged = (): Judged => ({ errors: [], rawErrors: [], covered: [], widths: [] });

function measure(log: Log): Result {
  const { activities, rawHours } = activitiesOf(columnsOf(log.events));
  const truthHours = sum(activities.map(({ minutes, truth: mean }) => mean * minutes.length)) / 60;
  const draws = { chosen: nothingJudged(), "at random": nothingJudged() };
  const result: Result = { log, activities: activities.length, limit: null, truthHours, rawHours, draws, plain: nothingJudged() };
  for (let seed = 1; seed <= DRAWS; seed += 1) oneDraw(activities, seed, result);
  if (median(draws.chosen.errors) <= BOUNDS.medianError) return result;
  return { ...result, limit: informationLimit(activities.map(({ minutes, rows }) => ({ minutes, rows, timed: TIMED_ITEMS }))) };
}

/** Each activity's true minutes, and what the log knows of it once the starts are hidden. */
function activitiesOf(truth: EventColumns): { activities: Activity[]; rawHours: number } {
  const hidden = { ...truth, startedAtMs: new Float64Array(truth.length).fill(Number.NaN) };
  const shifts = shiftClock(officeHours("UTC"));
  const variables = auxiliary(hidden, touchBounds(hidden, shifts).gapMs, shifts.clock);
  const moments = momentsByActivity(hidden, variables, () => true);
  let rawMs = 0;
  const gathered = truth.activities.map(() => ({ minutes: [] as number[], rows: [] as Float64Array[], after: [] as number[] }));
  for (let i = 0; i < truth.length; i += 1) {
    const durationMs = truth.endedAtMs[i]! - truth.startedAtMs[i]!;
    rawMs += durationMs;
    const row = new Float64Array(FEATURES);
    variables.read(i, row);
    const into = gathered[truth.activityIx[i]!]!;
    into.minutes.push(Math.min(durationMs, WINSORISE_MS) / 60_000);
    into.rows.push(row);
    into.after.push(variables.after(i));
  }
  const activities = gathered.map(({ minutes, rows, after }, number) => ({
    minutes: Float64Array.from(minutes),
    rows,
    choose: itemChooser(
      rows.map((row, item) => candidateOf(row, after[item]!)),
      TIMED_ITEMS,
    ),
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
  const chosen = activities.map(({ choose }) => choose(random));
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

const WAYS = {
  chosen: "by likely length, chances taken out again",
  "at random": "purely at random",
  plain: "purely at random, and a plain mean",
};
const WIDTHS = [Math.max(...Object.values(WAYS).map((way) => way.length)), 9, 12, 8, 8];

const line = (cells: readonly string[]) =>
  `  ${cells.map((cell, column) => (column === 0 ? cell.padEnd(WIDTHS[0]!) : cell.padStart(WIDTHS[column]!))).join("  ")}`;

/** One row: median error of the total, the same against raw truth, coverage of the 90 % intervals and their median relative width. */
const row = (way: string, { errors, rawErrors, covered, widths }: Judged) =>
  line([
    way,
    percent(median(errors)),
    percent(median(rawErrors)),
    covered.length === 0 ? "-" : percent(shareOf(covered)),
    percent(median(widths)),
  ]);

const table = ({ draws, plain }: Pick<Result, "draws" | "plain">) => [
  line(["how the thirty items were chosen", "error", "of raw truth", "covered", "width"]),
  row(WAYS.chosen, draws.chosen),
  row(WAYS["at random"], draws["at random"]),
  row(WAYS.plain, plain),
];

function print({ log, activities, truthHours, rawHours, ...judged }: Result): void {
  console.log(
    `${log.name}: ${log.events.length} events (${log.refused} rows refused, ${log.withoutStart} without a start), ${activities} activities`,
  );
  console.log(`  truth ${truthHours.toFixed(1)} h winsorised at 4 h an item, ${rawHours.toFixed(1)} h raw`);
  for (const text of table(judged)) console.log(text);
}

const allowed = (limit: number | null) =>
  limit === null ? "" : `; about ${percent(limit)} is the least that ${TIMED_ITEMS} items allow with what the log knows of all items`;

/** All draws of all logs in one. */
const pooled = (all: readonly Judged[]): Judged => ({
  errors: all.flatMap(({ errors }) => errors),
  rawErrors: all.flatMap(({ rawErrors }) => rawErrors),
  covered: all.flatMap(({ covered }) => covered),
  widths: all.flatMap(({ widths }) => widths),
});

function summarise(results: readonly Result[], draw: Draw): number {
  const all = {
    draws: {
      chosen: pooled(results.map(({ draws }) => draws.chosen)),
      "at random": pooled(results.map(({ draws }) => draws["at random"])),
    },
    plain: pooled(results.map(({ plain }) => plain)),
  };
  if (results.length > 1) {
    console.log(`All ${results.length} logs:`);
    for (const text of table(all)) console.log(text);
  }
  const { covered, widths } = all.draws[draw];
  const worst = Math.max(...results.map(({ draws }) => median(draws[draw].errors)));
  const coverage = shareOf(covered);
  const width = median(widths);
  const plainWidth = median(all.plain.widths);
  const missed = [
    ...(worst <= BOUNDS.medianError ? [] : [`median error above ${percent(BOUNDS.medianError)}`]),
    ...(covered.length === 0 || (coverage >= BOUNDS.coverageFrom && coverage <= BOUNDS.coverageTo) ? [] : ["coverage outside 85 to 97 %"]),
    ...(width <= plainWidth ? [] : ["wider than a plain mean"]),
  ];
  for (const { log, draws, plain, limit } of results) {
    if (median(draws[draw].errors) > BOUNDS.medianError)
      console.log(`${log.name}: median error ${percent(median(draws[draw].errors))}${allowed(limit)}`);
    if (median(draws[draw].widths) > median(plain.widths)) console.log(`${log.name}: the median interval is wider than a plain mean's`);
  }
  const beyond = results.filter(({ limit }) => limit !== null && limit > BOUNDS.medianError).length;
  if (beyond > 0)
    console.log(
      `${beyond} of ${results.length} logs: no choice of ${TIMED_ITEMS} items and no estimator gets to ${percent(BOUNDS.medianError)}`,
    );
  const verdict = missed.length === 0 ? "every bound holds" : `MISSED: ${missed.join(", ")}`;
  console.log(
    `effort: ${results.length} logs, ${DRAWS} draws of ${TIMED_ITEMS} items chosen ${WAYS[draw]}: worst median error ${percent(worst)}, ${covered.length === 0 ? "no activity with more than 60 events to judge the intervals by" : `coverage ${percent(coverage)}, median width ${percent(width)} against ${percent(plainWidth)}`}: ${verdict}`,
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
