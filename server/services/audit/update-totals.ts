import { casesOfActors, eventsOfCases, placesOfFresh, type AuditedLog } from "#db/queries/audit-events.ts";
import { chosenEvents } from "#db/queries/chosen-events.ts";
import type { JobContext } from "#server/context.ts";
import { deleteAuditBatches, updateAuditState } from "#db/queries/audit-totals.ts";
import { changedAccounts, viewOfTotals, type AuditView } from "#server/domain/audit/audit-in-depth.ts";
import {
  changeByFreshOfCases,
  changeByFreshOfTouches,
  changeOfCases,
  daysOf,
  reachedOver,
  type CountOptions,
} from "#server/domain/audit/change-of-totals.ts";
import { addTotals, eventsCounted, rowsOf, type Totals } from "#server/domain/audit/totals.ts";
import { RHYTHM } from "#server/domain/audit/touch-totals.ts";
import { shiftClock } from "#server/domain/effort/work-calendar.ts";
import type { AuditSettings } from "./audit-settings.ts";
import { recountAccounts } from "./read-accounts.ts";
import { addToStored, readAllTotals, readParts, storedView } from "./stored-totals.ts";

type Tx = Parameters<typeof placesOfFresh>[0];
type Store = JobContext["store"];

/** Cases read at once; some six events each. */
const CASES_AT_ONCE = 5_000;
/** A bot found changes who has which role, and a role nothing more; but thresholds may swing, so it ends after a few rounds. */
const MOST_ROUNDS = 4;

/**
 * Brings the totals up to date: counts new deliveries, reading only the cases and account-days they touch, and then all that is seen with
 * other eyes since (an account that was said or found to be a bot, another role). In the transaction of the caller, who holds the state; events are copied by a connection of their own.
 *
 * @returns the totals as they now are, without variants and cases with decisions
 */
export async function updateTotals(
  { tx, store }: { tx: Tx; store: Store },
  log: AuditedLog,
  { settings, view, now }: { settings: AuditSettings; view: AuditView; now: Date },
): Promise<Totals> {
  const { workspaceId } = log;
  const options = settings.count;
  const change: Totals = new Map();
  if (log.consuming.length > 0) {
    const places = await placesOfFresh(tx, log);
    await addCases(store, log, { caseIds: [...new Set(places.map(({ caseId }) => caseId))], view, options, change });
    addTotals(change, await changeOfDays({ tx, store }, log, { places, view, options }));
  }
  const totals = await readAllTotals(tx, workspaceId);
  let seen = view;
  await addToStored(tx, workspaceId, change, totals);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const next = viewOfTotals(totals, settings.kindsSaid);
    const changed = changedAccounts(seen, next);
    if (changed.kind.length + changed.role.length + changed.clocks.length === 0) break;
    await addToStored(tx, workspaceId, await changeOfView(tx, log, { ...changed, before: seen, after: next, options }), totals);
    seen = next;
  }
  if (log.consuming.length > 0) await deleteAuditBatches(tx, { workspaceId, batches: log.consuming });
  await updateAuditState(tx, { workspaceId, view: storedView(seen), progress: null, events: eventsCounted(totals), now });
  return totals;
}

async function addCases(
  store: Store,
  log: AuditedLog,
  { caseIds, view, options, change }: { caseIds: readonly string[]; view: AuditView; options: CountOptions; change: Totals },
): Promise<void> {
  const said = saidPeople(view);
  for (let from = 0; from < caseIds.length; from += CASES_AT_ONCE) {
    const chosen = { by: "cases", caseIds: caseIds.slice(from, from + CASES_AT_ONCE), said } as const;
    addTotals(change, changeByFreshOfCases(await chosenEvents(store, log, chosen), view, options));
  }
}

const saidPeople = ({ kindsSaid }: AuditView) => [...kindsSaid].flatMap(([actor, kind]) => (kind === "person" ? [actor] : []));

async function changeOfDays(
  { tx, store }: { tx: Tx; store: Store },
  log: AuditedLog,
  { places, view, options }: { places: readonly { actor: string | null; endedAtMs: number }[]; view: AuditView; options: CountOptions },
): Promise<Totals> {
  const shifts = shiftClock(options.calendar);
  const said = saidPeople(view);
  // An account that never had a touch has none beside its days: to find that out its whole past would be read, an app's millions of events.
  const touching = new Set(rowsOf(await readParts(tx, log.workspaceId, { parts: [RHYTHM] }), RHYTHM).map(([actor]) => actor));
  let inside = places;
  for (;;) {
    const stretches = daysOf(inside, shifts);
    if (stretches.length === 0) return new Map();
    const beside = stretches.map((days) => ({ ...days, alone: !touching.has(days.actor) }));
    const events = await chosenEvents(store, log, { by: "stretches", stretches: beside, said });
    const reached = reachedOver(stretches, events);
    if (reached.length > 0) {
      inside = [...inside, ...reached];
      continue;
    }
    return changeByFreshOfTouches(events, view, options);
  }
}

/** An account of another kind changes its days and its cases; one in another role its cases, and its days where teams have calendars. */
async function changeOfView(
  tx: Tx,
  log: AuditedLog,
  change: Changed & { before: AuditView; after: AuditView; options: CountOptions },
): Promise<Totals> {
  const { kind, role, before, after, options } = change;
  const within = <T>(work: (same: Tx) => Promise<T>) => work(tx);
  const daysToo = (options.calendarsByRole?.size ?? 0) > 0 ? [...new Set([...kind, ...role])] : kind;
  const totals = await recountAccounts(within, log, { actors: daysToo, before, after, options });
  addTotals(totals, await changeOfSeen(within, log, change));
  return totals;
}

type Changed = Readonly<ReturnType<typeof changedAccounts>>;

/** How the totals of cases change that hold events which another view sees with other eyes. @param within runs the reading of some cases */
export async function changeOfSeen(
  within: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
  log: AuditedLog,
  { kind, role, clocks, before, after, options }: Changed & { before: AuditView; after: AuditView; options: CountOptions },
): Promise<Totals> {
  const change: Totals = new Map();
  let last: string | null = null;
  const actors = [...new Set([...kind, ...role])];
  for (;;) {
    const place = { actors, slots: clocks, after: last, limit: CASES_AT_ONCE };
    const { caseIds, events } = await within(async (tx) => {
      const ids = await casesOfActors(tx, log, place);
      return { caseIds: ids, events: ids.length === 0 ? [] : (await eventsOfCases(tx, log, ids)).map(({ event }) => event) };
    });
    const end = caseIds.at(-1);
    if (end === undefined) return change;
    addTotals(change, changeOfCases({ events, view: before }, { events, view: after }, options));
    last = end;
  }
}
