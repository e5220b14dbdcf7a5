import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import type { Tx } from "#db/client.ts";
import type { Context } from "#server/context.ts";
import { auditOfTotals } from "#server/domain/audit/audit-log.ts";
import { rolesOfTotals } from "#server/domain/audit/touch-totals.ts";
import { partsOfWeeks, totalsOfWeeks } from "#server/domain/audit/weeks-of-totals.ts";
import { mondayOf } from "#server/domain/effort/work-calendar.ts";
import { localToUtcMs } from "#server/domain/event-log/time-zone.ts";
import { AuditReport } from "./audit-report.ts";
import { readAuditSettings, type AuditSettings } from "./audit-settings.ts";
import { ratesOfReport } from "./rates-of-report.ts";
import { readParts } from "./stored-totals.ts";

/** from: any ISO day; the week begins on its Monday. */
export type WeeksAsked = { from: string; weeks: number };

export const WeeksReport = AuditReport.pick({ rate: true, roleRates: true, workflows: true, activities: true });

/** What was done by hand in some whole weeks; days are ISO, `to` is their last. */
export type WeeksFound = { from: string; to: string; weeks: number; report: ReturnType<typeof WeeksReport.parse> };

const DAY_MS = 86_400_000;

/**
 * Two stretches of whole weeks beside each other, from what is counted already: no event is read. Both are measured with the timed samples
 * of today, each at the rates of its own last day. Ranked by drag alone, since decisions are not kept by week.
 *
 * @returns null where no audit was made yet: nothing is counted
 */
export async function compareWeeks(
  { store, workspaceId }: Context,
  { earlier, later }: { earlier: WeeksAsked; later: WeeksAsked },
): Promise<{ auditId: string; computedAt: Date; earlier: WeeksFound; later: WeeksFound } | null> {
  return store.within({ workspaceId }, async (tx) => {
    const snapshot = await findAuditSnapshot(tx, { workspaceId });
    if (!snapshot) return null;
    const settings = await readAuditSettings(tx, { workspaceId });
    const found = (asked: WeeksAsked) => weeksOf(tx, { workspaceId, settings, asked });
    return { auditId: snapshot.id, computedAt: snapshot.computedAt, earlier: await found(earlier), later: await found(later) };
  });
}

async function weeksOf(
  tx: Tx,
  { workspaceId, settings, asked }: { workspaceId: string; settings: AuditSettings; asked: WeeksAsked },
): Promise<WeeksFound> {
  const { timeZone, count, timedSamples } = settings;
  const { weeks } = asked;
  const monday = mondayOf(Date.parse(asked.from) / DAY_MS);
  const end = monday + 7 * weeks;
  const totals = totalsOfWeeks(await readParts(tx, workspaceId, { parts: partsOfWeeks({ monday, weeks }) }), { monday, weeks });
  const roles = rolesOfTotals(totals);
  const priced = ratesOfReport(settings, isoDay(end - 1));
  const audit = auditOfTotals(
    totals,
    {
      ...count,
      ...priced.options,
      timedSamples: timedSamples.map(({ workflow, activity, minutes, chance }) => ({
        workflow,
        activity,
        minutes,
        eventId: null,
        ...(chance === null ? {} : { chance }),
      })),
      window: { fromMs: localToUtcMs(monday * DAY_MS, timeZone), toMs: localToUtcMs(end * DAY_MS, timeZone) },
    },
    undefined,
    (actor) => roles.get(actor) ?? null,
  );
  return { from: isoDay(monday), to: isoDay(end - 1), weeks, report: WeeksReport.parse({ ...audit, ...priced.report }) };
}

const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
