import type { AuditedLog } from "#db/queries/audit-events.ts";
import type { JobContext } from "#server/context.ts";
import { blankView, viewOfTotals, type AuditView } from "#server/domain/audit/audit-in-depth.ts";
import { addTotals, type Totals } from "#server/domain/audit/totals.ts";
import type { AuditSettings } from "./audit-settings.ts";
import { NOTHING_OPEN } from "#server/domain/audit/touch-totals.ts";
import { recountAccounts } from "./read-accounts.ts";
import { caseSlices, daySlices } from "./read-slices.ts";
import { changeOfSeen } from "./update-totals.ts";

/**
 * The totals of a log that is cut at a time, counted anew from the events and kept nowhere: first the accounts, then those found to be bots
 * once more, then the cases, as a rebuild does, and those with a program's touches that name nobody once more.
 *
 * @param report events read so far, of twice as many as are seen
 */
export async function totalsOfDay(
  { store, workspaceId }: Pick<JobContext, "store" | "workspaceId">,
  log: AuditedLog,
  settings: Pick<AuditSettings, "kindsSaid" | "count">,
  report: (events: number) => Promise<void>,
): Promise<{ totals: Totals; view: AuditView }> {
  const within: Parameters<typeof recountAccounts>[0] = (work) => store.within({ workspaceId }, work);
  const options = settings.count;
  const totals: Totals = new Map();
  const blank = blankView(settings.kindsSaid);
  let events = 0;
  const into = () => totals;
  const count = async (page: { events: number }) => {
    events += page.events;
    await report(events);
  };
  for await (const page of daySlices(store, log, { view: blank, options, into, place: { fromMs: null, open: NOTHING_OPEN } }))
    await count(page);
  const { bots } = viewOfTotals(totals, settings.kindsSaid);
  addTotals(totals, await recountAccounts(within, log, { actors: [...bots], before: blank, after: { ...blank, bots }, options }));
  const view = { ...blank, bots, roles: viewOfTotals(totals, settings.kindsSaid).roles };
  for await (const page of caseSlices(store, log, { view, options, into, place: { shares: 0, cases: 0 } })) await count(page);
  const { clocks } = viewOfTotals(totals, settings.kindsSaid);
  const after = { ...view, clocks };
  addTotals(totals, await changeOfSeen(within, log, { kind: [], role: [], clocks: [...clocks], before: view, after, options }));
  return { totals, view: after };
}
