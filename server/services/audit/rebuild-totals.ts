import * as z from "zod";
import type { AuditedLog } from "#db/queries/audit-events.ts";
import { deleteAuditBatches, listAuditBatches, lockAuditState, replaceAuditState, updateAuditState } from "#db/queries/audit-totals.ts";
import type { JobContext } from "#server/context.ts";
import { blankView, viewOfTotals, type AuditView } from "#server/domain/audit/audit-in-depth.ts";
import { addTotals, type Totals } from "#server/domain/audit/totals.ts";
import type { AuditSettings } from "./audit-settings.ts";
import { recountAccounts } from "./read-accounts.ts";
import { caseSlices, daySlices, SHARE_EVENTS, SLICE_EVENTS, type DayPlace } from "./read-slices.ts";
import { addToStored, readAllTotals, storedView, StoredView, viewOf } from "./stored-totals.ts";

const Run = z.object({
  actor: z.string(),
  workflow: z.string().nullable(),
  activity: z.string(),
  lastMs: z.number(),
  firstCase: z.string(),
  touches: z.number(),
  mixed: z.boolean(),
});

/** How far a rebuild has come: first the days of all accounts, then those found to be bots once more, then the cases. */
export const RebuildProgress = z.object({
  /** Names this rebuild: another that began anew is told from it. */
  id: z.string(),
  phase: z.enum(["days", "bots", "cases"]),
  /** Days from here on are not counted yet, and what those before left open. */
  days: z.object({ fromMs: z.number().nullable(), lastTouches: z.record(z.string(), z.number()), runs: z.array(Run) }),
  /** Cases after this place are not counted yet. */
  cases: z.object({ shares: z.number().int(), cases: z.number().int() }),
  events: z.number().int(),
});
type RebuildProgress = z.infer<typeof RebuildProgress>;

const placeOf = ({ id, phase, days, cases, events }: RebuildProgress) => JSON.stringify([id, phase, days.fromMs, cases, events]);

type Tx = Parameters<typeof lockAuditState>[0];

/** A save writes some megabytes; what a kill costs is at most this much counting, some seconds. */
const PACE = { sliceEvents: SLICE_EVENTS, shareEvents: SHARE_EVENTS, saveEveryEvents: 5_000_000 };

/** Forgets all totals and notes which deliveries the new ones will count: those that are there now. */
export async function beginRebuild(
  tx: Tx,
  { workspaceId, now, newId }: Pick<JobContext, "workspaceId" | "now" | "newId">,
  { fingerprint, kindsSaid }: Pick<AuditSettings, "fingerprint" | "kindsSaid">,
): Promise<void> {
  const batches = (await listAuditBatches(tx, { workspaceId })).map(({ batch }) => batch);
  const progress: RebuildProgress = {
    id: newId(),
    phase: "days",
    days: { fromMs: null, lastTouches: {}, runs: [] },
    cases: { shares: 0, cases: 0 },
    events: 0,
  };
  await replaceAuditState(tx, { workspaceId, fingerprint, view: storedView(blankView(kindsSaid)), progress, now: now() });
  await deleteAuditBatches(tx, { workspaceId, batches });
}

type Report = (events: number) => Promise<void>;

/**
 * Counts the whole log from its blocks, slice by slice. What was counted is saved from time to time together with the place it was
 * counted to: killed at any moment, the next call goes on from there, and the totals are the same.
 *
 * @param report events read so far, of twice as many as the log has: once by day, once by case
 */
export async function continueRebuild(
  context: Pick<JobContext, "store" | "workspaceId" | "now">,
  settings: AuditSettings,
  report: Report,
  pace = PACE,
): Promise<void> {
  const { store, workspaceId, now } = context;
  const within = <T>(work: (tx: Tx) => Promise<T>) => store.within({ workspaceId }, work);
  const log: AuditedLog = { workspaceId, consuming: [], withAttributes: false, until: null, definitions: settings.count.definitions };

  const state = async (tx: Tx) => {
    const row = await lockAuditState(tx, { workspaceId });
    return row ? { view: viewOf(StoredView.parse(row.view)), progress: RebuildProgress.nullable().parse(row.progress) } : undefined;
  };
  const save = (from: RebuildProgress, to: RebuildProgress | null, view: AuditView, change: Totals) =>
    within(async (tx) => {
      const found = await state(tx);
      if (!found?.progress || placeOf(found.progress) !== placeOf(from))
        throw new Error("The totals were forgotten or counted by another job meanwhile: this one begins again.");
      await addToStored(tx, workspaceId, change);
      await updateAuditState(tx, { workspaceId, view: storedView(view), progress: to, events: null, now: now() });
    });

  for (;;) {
    const found = await within(state);
    if (!found) throw new Error("The totals were forgotten meanwhile: the job begins again.");
    const { view, progress } = found;
    if (progress === null) return;
    if (progress.phase === "days") await countDays(view, progress);
    else if (progress.phase === "bots") await recountBots(view, progress);
    else await countCases(view, progress);
  }

  async function countDays(view: AuditView, begun: RebuildProgress): Promise<void> {
    let saved = begun;
    let change: Totals = new Map();
    let events = begun.events;
    await report(events);
    const { fromMs, lastTouches, runs } = begun.days;
    const place: DayPlace = { fromMs, open: { lastTouches: new Map(Object.entries(lastTouches)), runs } };
    for await (const slice of daySlices(store, log, {
      view,
      options: settings.count,
      into: () => change,
      place,
      leastEvents: pace.sliceEvents,
    })) {
      events += slice.events;
      await report(events);
      if (slice.place === null || events - saved.events < pace.saveEveryEvents) continue;
      const { open } = slice.place;
      const days = { fromMs: slice.place.fromMs, lastTouches: Object.fromEntries(open.lastTouches), runs: [...open.runs] };
      const next: RebuildProgress = { ...saved, days, events };
      await save(saved, next, view, change);
      saved = next;
      change = new Map();
    }
    await save(saved, { ...saved, phase: "bots", days: { fromMs: null, lastTouches: {}, runs: [] }, events }, view, change);
  }

  async function recountBots(view: AuditView, progress: RebuildProgress): Promise<void> {
    const totals = await within((tx) => readAllTotals(tx, workspaceId));
    const { bots } = viewOfTotals(totals, view.kindsSaid);
    const seen: AuditView = { ...view, bots };
    const change = await recountAccounts(within, log, { actors: [...bots], before: view, after: seen, options: settings.count });
    addTotals(totals, change);
    const { roles } = viewOfTotals(totals, view.kindsSaid);
    const inRoles: AuditView = { ...seen, roles };
    // Roles are known only now: accounts whose team has a calendar of its own were counted by the workspace's.
    const { calendarsByRole } = settings.count;
    const other = [...roles].flatMap(([actor, role]) => (calendarsByRole?.has(role) ? [actor] : []));
    if (other.length > 0)
      addTotals(change, await recountAccounts(within, log, { actors: other, before: seen, after: inRoles, options: settings.count }));
    await save(progress, { ...progress, phase: "cases" }, inRoles, change);
  }

  async function countCases(view: AuditView, begun: RebuildProgress): Promise<void> {
    let saved = begun;
    let change: Totals = new Map();
    let events = begun.events;
    await report(events);
    for await (const slice of caseSlices(store, log, {
      view,
      options: settings.count,
      into: () => change,
      place: begun.cases,
      leastEvents: pace.sliceEvents,
      shareEvents: pace.shareEvents,
    })) {
      events += slice.events;
      await report(events);
      if (events - saved.events < pace.saveEveryEvents) continue;
      const next: RebuildProgress = { ...saved, cases: slice.place, events };
      await save(saved, next, view, change);
      saved = next;
      change = new Map();
    }
    await save(saved, null, view, change);
  }
}
