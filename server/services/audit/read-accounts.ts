import { pageByActor, type ActorPlace, type AuditedLog } from "#db/queries/audit-events.ts";
import { changeOfTouches, lastCut, type CountOptions } from "#server/domain/audit/change-of-totals.ts";
import type { AuditView } from "#server/domain/audit/audit-in-depth.ts";
import { shiftClock } from "#server/domain/effort/work-calendar.ts";
import { readAhead } from "./read-ahead.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { addTotals, type Totals } from "#server/domain/audit/totals.ts";

const PAGE_ROWS = 50_000; // Half a kilobyte an event as an object: a page takes 25 MB.

type Tx = Parameters<typeof pageByActor>[0];

/** What the events of some accounts add to the totals, page by page in bounded memory. @param within runs the reading of one page */
async function* accountPages(
  within: Within,
  log: AuditedLog,
  { actors, view, options }: { actors: readonly string[]; view: AuditView; options: CountOptions },
): AsyncGenerator<Totals> {
  const shifts = shiftClock(options.calendar);
  const read = (from: ActorPlace | null, limit: number) =>
    readAhead(async () => (await within((tx) => pageByActor(tx, log, { after: from, limit, actors }))).map(({ event }) => event));
  let limit = PAGE_ROWS;
  let place: ActorPlace | null = null;
  let reading = read(place, limit);
  // The last touch of an account whose events go on in the next page: the gap to it is counted there.
  let before: OpsEvent[] = [];
  for (;;) {
    const page = await reading;
    if (page.length === 0) return;
    const last = page.length < limit;
    const cut = last ? page.length - 1 : lastCut(page, shifts);
    if (cut < 0) {
      limit *= 2;
      reading = read(place, limit);
      continue;
    }
    limit = PAGE_ROWS;
    const events = page.slice(0, cut + 1);
    const end = events.at(-1)!;
    const here: ActorPlace = { actor: end.actor ?? "", endedAtMs: end.endedAtMs };
    place = here;
    if (!last) reading = read(here, limit);
    const context = before.filter(({ actor }) => actor === events[0]!.actor);
    const change = changeOfTouches({ events: context, view }, { events: [...context, ...events], view }, options);
    const complete = last || page[cut + 1]!.actor !== end.actor;
    yield change;
    if (last) return;
    const touch = [...context, ...events].findLast((event) => event.actor === end.actor && isTouch(event, view));
    before = complete || touch === undefined ? [] : [touch];
  }
}

function isTouch({ actor, actorKind }: OpsEvent, { kindsSaid }: AuditView): boolean {
  return ((actor === null ? undefined : kindsSaid.get(actor)) ?? actorKind) === "person";
}

type Within = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** How the totals of accounts change when all their events are seen with other eyes. */
export async function recountAccounts(
  within: Within,
  log: AuditedLog,
  { actors, before, after, options }: { actors: readonly string[]; before: AuditView; after: AuditView; options: CountOptions },
): Promise<Totals> {
  const change: Totals = new Map();
  if (actors.length === 0) return change;
  for await (const page of accountPages(within, log, { actors, view: before, options })) addTotals(change, page, -1);
  for await (const page of accountPages(within, log, { actors, view: after, options })) addTotals(change, page);
  return change;
}
