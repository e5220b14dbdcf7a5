import { sql } from "kysely";
import { findAuditView } from "#db/queries/audit-totals.ts";
import { slotKey, slotOf } from "#server/domain/event-log/clock-slot.ts";
import { shopSettings } from "#server/sandbox/shop/settings.ts";
import { simulateWithTruth } from "#server/sandbox/truth/simulate-with-truth.ts";
import type { AuditReport } from "#server/services/audit/audit-report.ts";
import { pseudonym } from "#server/services/audit/pseudonym.ts";
import { StoredView, viewOf } from "#server/services/audit/stored-totals.ts";
import { runJobs } from "#tests/run-jobs.ts";
import type { ShopGiven, Vendor } from "#tests/connected-shop.ts";
import type { AuditedShop } from "./audited-shop.ts";
import { shownMinutes, timeItems, type Choice, type TimeableEvent } from "./time-items.ts";
import { truthOf, VENDOR_OF_WORKFLOW, workflowsOf, type LogRow, type WorkflowName, type WorkflowTruth } from "./true-events.ts";

/** Of a workflow, how the audit stands to what really happened. Errors are shares of the truth, with their sign. */
export type Measured = {
  workflow: WorkflowName;
  vendor: Vendor;
  choice: Choice;
  touches: { audit: number; truth: number; error: number };
  kinds: { events: number; right: number; share: number };
  hours: { audit: number; low: number; high: number; truth: number; error: number; covered: boolean };
  /** Activities of the log with their true time by the stop-watch, each with the interval that the audit gives it. */
  activities: { activity: string; touches: number; minutes: number; low: number; high: number; truth: number; covered: boolean }[];
};

/** `loggedId`: the event's name in the audited log, where it bears the name of its source. */
type Row = LogRow & { loggedId: string; source: string; actor: string | null; recordedKind: string };

/**
 * Times thirty items of each activity that people touch, as somebody with a stop-watch would, audits again, and holds the audit against
 * the shop's truth.
 *
 * @param vendors those that are connected
 * @param draw another number is another person with a stop-watch: what was timed before is put aside
 */
export async function measureAgainstTruth(
  { house, owner, sandbox }: AuditedShop,
  { shop, vendors, draw, choice }: { shop: ShopGiven; vendors: readonly Vendor[]; draw: number; choice: Choice },
): Promise<{ measured: Measured[]; report: AuditReport }> {
  const { userId, workspaceId } = owner;
  const { truths, events } = await trueLog({ house, owner, sandbox }, { shop, vendors });
  await house.store.within({ workspaceId }, (tx) => timeItems(tx, choice, { workspaceId, userId, now: house.clock.now, events, draw }));
  await owner.call((api) => api.audit.request({}));
  await runJobs(house);
  const { audit } = await owner.call((api) => api.audit.get({}));
  if (!audit) throw new Error("no audit was made");
  const { report } = audit;
  const bots = new Set(report.hiddenBots.map(({ account }) => account));
  const clocks = await house.store.within({ workspaceId }, async (tx) => {
    const view = await findAuditView(tx, { workspaceId });
    return view === undefined ? new Set<string>() : viewOf(StoredView.parse(view)).clocks;
  });
  const isProgram = (row: Row): boolean =>
    row.actor === null ? clocks.has(slotKey(slotOf(row))) : bots.has(pseudonym(house.services.settings.secret, workspaceId, row.actor));
  const kindOf = (row: Row): string => (row.recordedKind === "person" && isProgram(row) ? "app" : row.recordedKind);

  const measured = truths.map(({ workflow, known, rows: own }): Measured => {
    // Where nothing was granted that would show it, the audit has no such workflow.
    const { touches, minutes: counted } = report.workflows.find((row) => row.workflow === workflow) ?? NOTHING_AUDITED;
    const right = own.filter((row) => known.of(row).kind === kindOf(row)).length;
    const { low, point, high } = counted;
    return {
      workflow,
      vendor: VENDOR_OF_WORKFLOW[workflow],
      choice,
      touches: { audit: touches, truth: known.touches, error: touches / known.touches - 1 },
      kinds: { events: own.length, right, share: own.length === 0 ? 1 : right / own.length },
      hours: {
        audit: point / 60,
        low: low / 60,
        high: high / 60,
        truth: known.hours,
        error: point / 60 / known.hours - 1,
        covered: holds(counted, 60 * known.hours, touches),
      },
      activities: report.activities
        .filter((row) => row.workflow === workflow && row.touches > 0)
        .map(({ activity, touches: count, minutes }) => {
          const same = own.filter((row) => row.activity === activity);
          const trueMinutes = same.reduce((total, row) => total + shownMinutes(known.of(row).minutes ?? 0), 0);
          const covered = holds(minutes, trueMinutes, count);
          return { activity, touches: count, minutes: minutes.point, low: minutes.low, high: minutes.high, truth: trueMinutes, covered };
        }),
    };
  });
  return { measured, report };
}

/** The log of a shop by workflow, beside what really happened; and each of its events with what a stop-watch would have shown. */
export async function trueLog(
  { house, owner: { workspaceId }, sandbox }: Pick<AuditedShop, "house" | "owner" | "sandbox">,
  { shop, vendors }: { shop: ShopGiven; vendors: readonly Vendor[] },
): Promise<{ truths: { workflow: WorkflowName; known: WorkflowTruth; rows: Row[] }[]; events: TimeableEvent[] }> {
  const truth = simulateWithTruth(shopSettings(shop));
  truth.advance(sandbox.shop.state.nowMs);
  const rows = await logOf(house, workspaceId);
  const truths = workflowsOf(vendors).map((workflow) => ({
    workflow,
    known: truthOf(workflow, truth),
    rows: rows.filter((row) => row.workflow === workflow),
  }));
  const events = truths.flatMap(({ known, rows: own }) =>
    own.map((row) => {
      const { kind, minutes } = known.of(row);
      const { loggedId: eventId, workflow, activity } = row;
      return { eventId, workflow, activity, minutes: kind === "person" ? minutes : null };
    }),
  );
  return { truths, events };
}

const NOTHING_AUDITED = { touches: 0, minutes: { low: 0, point: 0, high: 0 } };

/** A stop-watch shows whole seconds: where every item was timed, the interval is exact to half a second a touch. */
const HALF_A_SECOND = 1 / 120;
const holds = ({ low, high }: { low: number; high: number }, trueMinutes: number, touches: number): boolean =>
  low - HALF_A_SECOND * touches <= trueMinutes && trueMinutes <= high + HALF_A_SECOND * touches;

async function logOf(house: AuditedShop["house"], workspaceId: string): Promise<Row[]> {
  const { rows } = await house.store.within({ workspaceId }, (tx) =>
    sql<
      Omit<Row, "endedAtMs"> & { endedAt: Date }
    >`select event_id as "eventId", source_id || '/' || event_id as "loggedId", s.name as source, activity, workflow, actor, recorded_kind as "recordedKind",
        attributes->>'actorId' as "actorId", ended_at as "endedAt"
      from event join event_source s on s.id = source_id order by event_id`.execute(tx),
  );
  return rows.map(({ endedAt, ...row }) => ({ ...row, endedAtMs: endedAt.getTime() }));
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** A measurement as lines to print. */
export function linesOf({ workflow, vendor, touches, kinds, hours, activities }: Measured): string[] {
  const covered = activities.filter((row) => row.covered).length;
  return [
    `${workflow} (${vendor}): touches ${touches.audit} of ${touches.truth} (${percent(touches.error)}), kind right for ${kinds.right} of ${kinds.events} events (${percent(kinds.share)})`,
    `  hours ${hours.audit.toFixed(1)} [${hours.low.toFixed(1)}, ${hours.high.toFixed(1)}], truly ${hours.truth.toFixed(1)} (${percent(hours.error)}), ${hours.covered ? "covered" : "NOT covered"}; of ${activities.length} activities ${covered} covered`,
    ...activities.map(
      ({ activity, touches: count, minutes, low, high, truth, covered: within }) =>
        `    ${activity}: ${count} touches, ${minutes.toFixed(0)} min [${low.toFixed(0)}, ${high.toFixed(0)}], truly ${truth.toFixed(0)}${within ? "" : " NOT covered"}`,
    ),
  ];
}
