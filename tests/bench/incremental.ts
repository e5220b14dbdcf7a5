import { randomBytes } from "node:crypto";
import { newId } from "#db/new-id.ts";
import { ingestEvents } from "#db/queries/ingest-events.ts";
import { buildAudit } from "#server/services/audit/build-audit.ts";
import { benchDatabase, type BenchDatabase } from "./bench-database.ts";
import { shopEvent, shopWorkspace } from "./shop-log.ts";

const NEW_EVENTS = 10_000;
const ROUNDS = 5;
const MOST_SECONDS = 1;
const MOST_RATIO = 2;
const MOST_MEMORY_MB = 1024;

type Measured = { events: number; rebuildSeconds: number; seconds: number };

/**
 * How long the audit of 10,000 new events takes in a large log and in a small one, from the database to the kept report; and the full
 * rebuild before it, end to end, with the memory of this process.
 *
 * @param args events of the large log, 10,000,000 unless told, and of the small one, 100,000
 * @returns 0 when within a second, within twice the time of the small log and below 1 GB, else 1
 */
export async function benchIncremental(args: readonly string[]): Promise<number> {
  const [large = 10_000_000, small = 100_000] = args.map(Number);
  const database = await benchDatabase();
  try {
    const few = await measure(database, small);
    const many = await measure(database, large);
    const ratio = many.seconds / few.seconds;
    const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
    const ok = many.seconds <= MOST_SECONDS && ratio <= MOST_RATIO && memoryMb < MOST_MEMORY_MB;
    console.log(
      `incremental: ${NEW_EVENTS} new events into ${large} audited in ${many.seconds.toFixed(2)} s (wanted ${MOST_SECONDS}), ${ratio.toFixed(2)} x of ${small} (wanted ${MOST_RATIO}), ${memoryMb} MB at most (wanted ${MOST_MEMORY_MB}): ${ok ? "within" : "MISSED"}`,
    );
    return ok ? 0 : 1;
  } finally {
    await database.close();
  }
}

async function measure({ admin, store }: BenchDatabase, events: number): Promise<Measured> {
  const filled = performance.now();
  const log = await shopWorkspace(admin, { events, newId });
  const { workspaceId, sourceId } = log;
  console.log(`  ${log.events} events at hand after ${((performance.now() - filled) / 1000).toFixed(1)} s`);
  const context = { store, workspaceId, now: () => new Date(), newId, settings: { secret: randomBytes(32).toString("hex") } };
  const progress = { report: () => Promise.resolve(), signal: new AbortController().signal };
  const audit = async () => {
    const from = performance.now();
    const before = process.cpuUsage();
    const { eventCount } = await buildAudit(context, { jobRunId: newId() }, progress);
    const cpu = process.cpuUsage(before);
    return { eventCount, seconds: (performance.now() - from) / 1000, cpuSeconds: (cpu.user + cpu.system) / 1e6 };
  };
  const { rows: known } = await admin.query("select from audit_state where workspace_id = $1 and progress is null", [workspaceId]);
  const rebuild = await audit();
  if (known.length > 0) console.log(`  ${events}: counted by an earlier run, so nothing was rebuilt`);
  else
    console.log(
      `  ${events}: rebuilt from the database in ${rebuild.seconds.toFixed(1)} s, ${Math.round(events / rebuild.seconds)} events/s; ${rebuild.cpuSeconds.toFixed(1)} s of this process`,
    );
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const from = log.events + round * NEW_EVENTS;
    await ingestEvents(store, {
      workspaceId,
      sourceId,
      importId: null,
      events: Array.from({ length: NEW_EVENTS }, (_, i) => shopEvent(from + i)),
    });
    const { eventCount, seconds, cpuSeconds } = await audit();
    if (eventCount !== from + NEW_EVENTS) throw new Error(`The audit counts ${eventCount} of ${from + NEW_EVENTS} events.`);
    console.log(`  ${events}: ${NEW_EVENTS} more audited in ${seconds.toFixed(2)} s, ${cpuSeconds.toFixed(2)} s of this process`);
    rounds.push(seconds);
  }
  return { events, rebuildSeconds: rebuild.seconds, seconds: rounds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]! };
}
