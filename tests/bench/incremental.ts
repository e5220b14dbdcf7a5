import { newId } from "#db/new-id.ts";
import { ingestEvents } from "#db/queries/ingest-events.ts";
import { auditOfTotals } from "#server/domain/audit/audit-log.ts";
import { readAuditSettings } from "#server/services/audit/audit-settings.ts";
import { countNew, rebuildWhereNeeded } from "#server/services/audit/count-log.ts";
import { packLog } from "#server/services/audit/pack-log.ts";
import { benchDatabase, type BenchDatabase } from "./bench-database.ts";
import { shopEvent, shopWorkspace } from "./shop-log.ts";

const NEW_EVENTS = 10_000;
const ROUNDS = 5;

/** A figure with the bound it has to keep. */
export type Bound = { name: string; value: number; digits: number; unit: string; least?: number; most?: number };

const kept = ({ value, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY }: Bound) => value >= least && value <= most;

/** Prints figures with their bounds. @returns 0 when all are kept, else 1 */
export function verdict(name: string, bounds: readonly Bound[]): number {
  for (const bound of bounds) {
    const wanted = bound.least === undefined ? `at most ${bound.most}` : `at least ${bound.least}`;
    console.log(
      `  ${bound.name}: ${bound.value.toFixed(bound.digits)} ${bound.unit}, wanted ${wanted}: ${kept(bound) ? "within" : "MISSED"}`,
    );
  }
  const missed = bounds.filter((bound) => !kept(bound)).map((bound) => bound.name);
  console.log(`${name}: ${missed.length === 0 ? "within" : `MISSED ${missed.join(", ")}`}`);
  return missed.length === 0 ? 0 : 1;
}

/**
 * How fast a log is counted, from the database to the kept totals and the measures that follow from them, without the bootstrap of ranks and
 * without decision trees: all of it anew, and 10,000 new events in a large log and in a small one.
 *
 * @param args events of the large log, 10,000,000 unless told, and of the small one, 100,000
 * @returns 0 when every bound is kept, else 1
 */
export async function benchIncremental(args: readonly string[]): Promise<number> {
  const [large = 10_000_000, small = 100_000] = args.map(Number);
  const database = await benchDatabase();
  try {
    return verdict("incremental", await measureCounting(database, { large, small }));
  } finally {
    await database.close();
  }
}

export async function measureCounting(database: BenchDatabase, { large, small }: { large: number; small: number }): Promise<Bound[]> {
  const few = await measure(database, small);
  const many = await measure(database, large);
  return [
    { name: `rebuild of ${large} events`, value: many.perSecond, digits: 0, unit: "events/s", least: 500_000 },
    { name: "memory of the rebuild", value: many.memoryMb, digits: 0, unit: "MB", most: 1023 },
    { name: `${NEW_EVENTS} new events into ${large}`, value: many.seconds, digits: 2, unit: "s", most: 1 },
    { name: `the same into ${large} against ${small}`, value: many.seconds / few.seconds, digits: 2, unit: "times as long", most: 2 },
  ];
}

type Measured = { perSecond: number; memoryMb: number; seconds: number };

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number; cpuSeconds: number }> {
  const from = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  const cpu = process.cpuUsage(before);
  return { result, seconds: (performance.now() - from) / 1000, cpuSeconds: (cpu.user + cpu.system) / 1e6 };
}

async function measure({ admin, store }: BenchDatabase, events: number): Promise<Measured> {
  const filled = await timed(() => shopWorkspace(admin, { events, newId }));
  const log = filled.result;
  const { workspaceId, sourceId } = log;
  console.log(`  ${log.events} events at hand after ${filled.seconds.toFixed(1)} s`);
  const context = { store, workspaceId, now: () => new Date(), newId };
  const scope = { workspaceId };
  const settings = await store.within(scope, (tx) => readAuditSettings(tx, scope));
  // The server wrote the events into the log itself: they are packed as those of an older installation are, once.
  const packed = await timed(() => packLog(context, { report: () => Promise.resolve() }, { eventsTotal: log.events }));
  console.log(`  what was not packed yet of them was after ${packed.seconds.toFixed(1)} s`);
  await admin.query("delete from audit_state where workspace_id = $1", [workspaceId]);
  // What the server alone takes to write out the log once, whatever reads it.
  const copied = await timed(() =>
    admin.query(`copy (select ended_at, started_at, case_id, actor, activity, recorded_kind, role, workflow from event
      where workspace_id = '${workspaceId}') to '/dev/null' (format binary)`),
  );
  const rebuilt = await timed(() => rebuildWhereNeeded(context, settings, { report: () => Promise.resolve() }));
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(
    `  ${events}: rebuilt in ${rebuilt.seconds.toFixed(1)} s (${rebuilt.cpuSeconds.toFixed(1)} s of this process), ${Math.round(log.events / rebuilt.seconds)} events/s, ${(rebuilt.seconds / copied.seconds).toFixed(2)} times a bare COPY of the log to nowhere`,
  );
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const from = log.events + round * NEW_EVENTS;
    const delivery = Array.from({ length: NEW_EVENTS }, (_, i) => shopEvent(from + i));
    await ingestEvents(store, { workspaceId, sourceId, importId: null, events: delivery });
    const counted = await timed(() =>
      store.within(scope, async (tx) => {
        const { totals } = await countNew(tx, context, settings);
        const loadedRate = { minorPerHour: 3_500, currency: settings.currency };
        return auditOfTotals(totals, { ...settings.count, loadedRate, timedSamples: [] });
      }),
    );
    const found = counted.result.total.events;
    if (found !== from + NEW_EVENTS) throw new Error(`The audit counts ${found} of ${from + NEW_EVENTS} events.`);
    console.log(
      `  ${events}: ${NEW_EVENTS} more audited in ${counted.seconds.toFixed(2)} s, ${counted.cpuSeconds.toFixed(2)} s of this process`,
    );
    rounds.push(counted.seconds);
  }
  return { perSecond: log.events / rebuilt.seconds, memoryMb, seconds: rounds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]! };
}
