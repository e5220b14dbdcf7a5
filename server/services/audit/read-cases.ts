import { pageByCase, type AuditedLog } from "#db/queries/audit-events.ts";
import { listEventSources } from "#db/queries/event-sources.ts";
import type { AuditView } from "#server/domain/audit/audit-in-depth.ts";
import { changeOfCases, type CountOptions } from "#server/domain/audit/change-of-totals.ts";
import type { Totals } from "#server/domain/audit/totals.ts";
import { PAGE_ROWS } from "./read-accounts.ts";
import { readAhead } from "./read-ahead.ts";

type Tx = Parameters<typeof pageByCase>[0];
type Within = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** The log with attributes where there are several sources: only what was typed in two can have been typed twice. */
export async function withTypedTwice(within: Within, log: AuditedLog): Promise<AuditedLog> {
  const sources = await within((tx) => listEventSources(tx, { workspaceId: log.workspaceId }));
  return { ...log, withAttributes: sources.length > 1 };
}

/**
 * What whole cases add to the totals, page by page in bounded memory.
 *
 * @param after goes on after this case
 */
export async function* casePages(
  within: Within,
  log: AuditedLog,
  { view, options, after, pageRows = PAGE_ROWS }: { view: AuditView; options: CountOptions; after: string | null; pageRows?: number },
): AsyncGenerator<{ change: Totals; events: number; after: string | null; last: boolean }> {
  const read = (from: string | null, limit: number) =>
    readAhead(async () => (await within((tx) => pageByCase(tx, log, { after: from, limit }))).map(({ event }) => event));
  let place = after;
  let limit = pageRows;
  let reading = read(place, limit);
  for (;;) {
    const page = await reading;
    const last = page.length < limit;
    const cut = page.at(-1)?.caseId;
    const events = last ? page : page.filter(({ caseId }) => caseId !== cut);
    limit = events.length === 0 && !last ? limit * 2 : pageRows;
    place = events.at(-1)?.caseId ?? place;
    if (!last) reading = read(place, limit);
    if (events.length === 0 && !last) continue;
    yield { change: changeOfCases(null, { events, view }, options), events: events.length, after: place, last };
    if (last) return;
  }
}
