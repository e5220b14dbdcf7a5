import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { columnsOf, type EventColumns } from "../event-log/columns.ts";
import { guessMapping, parseRow } from "../event-log/csv-mapping.ts";
import type { OpsEvent } from "../event-log/event.ts";
import { throughputMs } from "./case-times.ts";
import { handovers, pingPongs } from "./handovers.ts";
import { reworkOf, reworkTotals } from "./rework.ts";
import { variants } from "./variants.ts";

const CHECKS = join(import.meta.dirname, "../../../tests/independent");
// Logs of others, too large to keep here: what was computed of them by measures.py is kept, and compared where the logs are at hand.
const LOGS = join(import.meta.dirname, "../../../../shared/data/logs");
const SHARED = ["Insurance_Claims_train", "LoanApp_simplified_train", "PurchasingExample"];

if (!existsSync(LOGS)) console.warn("The shared logs are not beside the project: they are not compared with what was computed of them.");

function readEvents(path: string): OpsEvent[] {
  const [header = [], ...rows] = readFileSync(path, "utf8")
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  const mapping = { ...guessMapping(header, rows.slice(0, 200), "UTC"), attributes: [] };
  return rows.map((row, number) => {
    const parsed = parseRow(row, mapping);
    if (!parsed.ok) throw new Error(parsed.reason);
    return { ...parsed.event, eventId: String(number).padStart(6, "0") };
  });
}

function measured(events: readonly OpsEvent[]) {
  const columns: EventColumns = columnsOf(events);
  const durationMs: Record<string, number> = {};
  for (let i = 0; i < columns.length; i += 1) {
    const { activity } = columns.activities[columns.activityIx[i]!]!;
    durationMs[activity] = (durationMs[activity] ?? 0) + columns.endedAtMs[i]! - columns.startedAtMs[i]!;
  }
  const paths = variants(columns, Number.POSITIVE_INFINITY);
  const nameOf = (activities: readonly number[]) => activities.map((number) => columns.activities[number]!.activity).join(" > ");
  return {
    events: columns.length,
    cases: columns.cases.length,
    durationMs,
    throughputMs: throughputMs(columns).reduce((sum, ms) => sum + ms, 0),
    rework: reworkTotals(reworkOf(columns)),
    handovers: handovers(columns)
      .map(({ from, to, count }) => [from, to, count] as const)
      .sort(byText),
    pingPongs: pingPongs(columns),
    variants: paths.count,
    casesByVariant: paths.top.map(({ cases }) => cases),
    variantsTakenOften: paths.top
      .filter(({ cases }) => cases * 50 >= columns.cases.length)
      .map(({ activities, cases }) => [nameOf(activities), cases] as const)
      .sort(byText),
  };
}

function byText(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  const place = a.findIndex((part, index) => part !== b[index]);
  return place < 0 ? 0 : a[place]! < b[place]! ? -1 : 1;
}

const expected = (name: string): unknown => JSON.parse(readFileSync(join(CHECKS, "expected", `${name}.json`), "utf8"));

test("a made log with ties, gaps and unknown actors measures as an independent program says", () => {
  expect(measured(readEvents(join(CHECKS, "made-log.csv")))).toEqual(expected("made-log"));
});

describe.runIf(existsSync(LOGS))("the shared logs measure as an independent program says", () => {
  test.each(SHARED)("%s", { timeout: 60_000 }, (name) => {
    expect(measured(readEvents(join(LOGS, `${name}.csv`)))).toEqual(expected(name));
  });
});
