import { listEventBlocks, readEventBlocks, readIdsOfBlocks, type BlockPlace } from "#db/queries/event-blocks.ts";
import type { AuditedLog } from "#db/queries/audit-events.ts";
import type { JobContext } from "#server/context.ts";
import type { AuditView } from "#server/domain/audit/audit-in-depth.ts";
import { totalsOfCases, totalsOfDays, type CountOptions } from "#server/domain/audit/change-of-totals.ts";
import type { OpenTouches } from "#server/domain/audit/touch-totals.ts";
import type { Totals } from "#server/domain/audit/totals.ts";
import { placeOfTime, GatheredEvents, type BlockPart } from "#server/domain/event-log/gathered-events.ts";
import { localToUtcMs } from "#server/domain/event-log/time-zone.ts";
import { shiftClock } from "#server/domain/effort/work-calendar.ts";
import { readAhead } from "./read-ahead.ts";

/** Some 150 bytes an event while they are counted: what is found is added up once for so many. */
export const SLICE_EVENTS = 600_000;

/** Some forty bytes an event, names of cases included: so many are sorted into cases at once, since any may be anywhere in the log. */
export const SHARE_EVENTS = 5_500_000;
/** With what was typed in each some hundreds of bytes. */
const TYPED_SHARE_EVENTS = 1_000_000;

/** Some 35 bytes an event as they are kept. */
const READ_AT_ONCE = 250_000;

const DAY_MS = 86_400_000;

type Store = JobContext["store"];

/** Where the reading of days goes on, and what those before left open. */
export type DayPlace = { fromMs: number | null; open: OpenTouches };

/** How events are seen and counted. into: gives the totals that the next slice is added to. */
type Counting = { view: AuditView; options: CountOptions; into: () => Totals; leastEvents?: number };

/** Counts the days of all accounts, slice by slice. place null: this was the last. */
export async function* daySlices(
  store: Store,
  log: AuditedLog,
  { view, options, into, place, leastEvents = SLICE_EVENTS }: Counting & { place: DayPlace },
): AsyncGenerator<{ events: number; place: DayPlace | null }> {
  const shifts = shiftClock(options.calendar);
  let { open } = place;
  // Blocks whose events are not all counted yet: those that reach into the days to come.
  let waiting: BlockPart[] = [];
  const fromMs = place.fromMs ?? Number.NEGATIVE_INFINITY;
  for await (const { part, nextMs } of blockParts(store, log, { fromMs, withTyped: false })) {
    waiting.push(part);
    const untilMs = nextMs === null ? Number.POSITIVE_INFINITY : localToUtcMs(shifts.dayOf(nextMs) * DAY_MS, shifts.clock.zone);
    const complete = waiting.map((own) => ({ ...own, to: Math.max(own.from, Math.min(own.to, placeOfTime(own.block, untilMs))) }));
    const length = complete.reduce((sum, own) => sum + own.to - own.from, 0);
    if (nextMs !== null && length < leastEvents) continue;
    const gathered = new GatheredEvents({ capacity: length });
    for (const own of complete) if (own.to > own.from) gathered.add(own);
    waiting = waiting.map((own, at) => ({ ...own, from: complete[at]!.to })).filter(({ from, to }) => from < to);
    const events = await gathered.byActor((ids) => readIdsOfBlocks(store, { ...log, ids }));
    ({ open } = totalsOfDays(events, view, options, { before: open, untilMs }, into()));
    yield { events: length, place: nextMs === null ? null : { fromMs: untilMs, open } };
  }
}

/** Where the reading of cases goes on: as many shares of them are counted, and as many cases of the next. */
export type CasePlace = { shares: number; cases: number };

/** Counts whole cases, slice by slice. */
export async function* caseSlices(
  store: Store,
  log: AuditedLog,
  {
    view,
    options,
    into,
    place,
    leastEvents = SLICE_EVENTS,
    shareEvents = SHARE_EVENTS,
  }: Counting & { place: CasePlace; shareEvents?: number },
): AsyncGenerator<{ events: number; place: CasePlace }> {
  const said = [...view.kindsSaid].flatMap(([actor, kind]) => (kind === "person" ? [actor] : []));
  const blocks = await blocksOf(store, log);
  const total = blocks.reduce((sum, { events }) => sum + events, 0);
  // Only what was typed in two sources can have been typed twice.
  const withTyped = new Set(blocks.map(({ sourceId }) => sourceId)).size > 1;
  const of = Math.max(1, Math.ceil(total / (withTyped ? Math.min(shareEvents, TYPED_SHARE_EVENTS) : shareEvents)));
  let { cases } = place;
  for (let number = place.shares; number < of; number += 1) {
    const gathered = new GatheredEvents({ share: { number, of }, said, capacity: of === 1 ? total : Math.ceil((1.1 * total) / of) });
    for await (const { part } of blockParts(store, log, { withTyped })) gathered.add(part);
    for await (const slice of gathered.byCase(cases, leastEvents, (ids) => readIdsOfBlocks(store, { ...log, ids }))) {
      totalsOfCases(slice.events, view, options, into());
      yield { events: slice.events.length, place: { shares: number, cases: slice.cases } };
    }
    cases = 0;
  }
}

const blocksOf = (store: Store, log: AuditedLog): Promise<BlockPlace[]> =>
  store.within({ workspaceId: log.workspaceId }, (tx) => listEventBlocks(tx, log));

/** The events of all blocks that an audit may see, in the order of their first. nextMs: when the first event of the next block ends. */
async function* blockParts(
  store: Store,
  log: AuditedLog,
  { fromMs = Number.NEGATIVE_INFINITY, withTyped }: { fromMs?: number; withTyped: boolean },
): AsyncGenerator<{ part: BlockPart; nextMs: number | null }> {
  const untilMs = log.until?.getTime() ?? Number.POSITIVE_INFINITY;
  const blocks = (await blocksOf(store, log)).filter((block) => block.toMs >= fromMs && block.fromMs < untilMs);
  const bundles = bundlesOf(blocks);
  const read = (bundle: readonly BlockPlace[]) =>
    readAhead(() => readEventBlocks(store, { workspaceId: log.workspaceId, ids: bundle.map(({ id }) => id), withTyped }));
  let reading = bundles[0] && read(bundles[0]);
  for (const [number, bundle] of bundles.entries()) {
    const found = await reading!;
    const next = bundles[number + 1];
    reading = next && read(next);
    for (const [at, { id, sourceId, source }] of bundle.entries()) {
      const { block, typed } = found.get(id)!;
      const nextMs = (bundle[at + 1] ?? next?.[0])?.fromMs ?? null;
      yield { part: { id, sourceId, source, block, typed, from: placeOfTime(block, fromMs), to: placeOfTime(block, untilMs) }, nextMs };
    }
  }
}

/** Blocks that are read at once. */
function bundlesOf(blocks: readonly BlockPlace[]): BlockPlace[][] {
  const bundles: BlockPlace[][] = [];
  let events = Number.POSITIVE_INFINITY;
  for (const block of blocks) {
    events += block.events;
    if (events > READ_AT_ONCE) {
      bundles.push([]);
      events = block.events;
    }
    bundles.at(-1)!.push(block);
  }
  return bundles;
}
