import { findAuditView } from "#db/queries/audit-totals.ts";
import { contextOf } from "#server/domain/audit/audit-in-depth.ts";
import { auxiliary, FEATURES } from "#server/domain/effort/auxiliary.ts";
import { ENOUGH_SAMPLES } from "#server/domain/effort/estimate-minutes.ts";
import { touchBounds } from "#server/domain/effort/touch-bounds.ts";
import { classifiedLog } from "#server/domain/event-log/classified-log.ts";
import { PERSON } from "#server/domain/event-log/columns.ts";
import { readAuditSettings } from "#server/services/audit/audit-settings.ts";
import { newestPart } from "#server/services/audit/newest-part.ts";
import { viewFrom, wholeLog } from "#server/services/audit/whole-log.ts";
import type { ShopGiven, Vendor } from "#tests/connected-shop.ts";
import type { AuditedShop } from "#tests/truth/audited-shop.ts";
import { trueLog } from "#tests/truth/measure.ts";
import { shownMinutes } from "#tests/truth/time-items.ts";
import { workflowsOf, type WorkflowName } from "#tests/truth/true-events.ts";
import { leastStandardError } from "./information-limit.ts";

type Known = { workflow: WorkflowName; minutes: number[]; rows: Float64Array[]; after: number[] };

/** What comes before in fewer than one in so many items of an activity is no variable of its own. */
const KIND_SHARE = 0.05;

/**
 * For each workflow the standard error of its hours, relative to the truth, that thirty timed items an activity allow, about: with the shop's own spread
 * of minutes and with what its log knows of each touch.
 */
export async function leastErrors(
  opened: AuditedShop,
  { shop, vendors }: { shop: ShopGiven; vendors: readonly Vendor[] },
): Promise<{ workflow: WorkflowName; standardError: number }[]> {
  const activities = await knownActivities(opened, { shop, vendors });
  return workflowsOf(vendors).map((workflow) => {
    const own = activities.filter((activity) => activity.workflow === workflow);
    const known = own.map(({ minutes, rows, after }) => ({
      minutes: Float64Array.from(minutes),
      rows: withKinds(rows, after),
      timed: ENOUGH_SAMPLES,
    }));
    return { workflow, standardError: leastStandardError(known) };
  });
}

/** The variables, and for each frequent activity that may have come before whether it did. */
function withKinds(rows: readonly Float64Array[], after: readonly number[]): Float64Array[] {
  const kinds = Map.groupBy(after.keys(), (item) => after[item]!);
  const frequent = [...kinds].flatMap(([kind, items]) => (items.length >= KIND_SHARE * after.length ? [kind] : []));
  return rows.map((row, item) => Float64Array.from([...row, ...frequent.map((kind) => (after[item] === kind ? 1 : 0))]));
}

/** Of each activity the true minutes of every touch and what the audited log knows of it. */
async function knownActivities(
  { house, owner, sandbox }: AuditedShop,
  { shop, vendors }: { shop: ShopGiven; vendors: readonly Vendor[] },
): Promise<Known[]> {
  const { workspaceId } = owner;
  const { events } = await trueLog({ house, owner, sandbox }, { shop, vendors });
  const trueMinutes = new Map(events.map(({ eventId, minutes }) => [eventId, minutes]));
  return house.store.within({ workspaceId }, async (tx) => {
    const settings = await readAuditSettings(tx, { workspaceId });
    const view = viewFrom(await findAuditView(tx, { workspaceId }), settings.kindsSaid);
    const part = await newestPart(tx, await wholeLog(tx, { workspaceId, ...settings }));
    const { columns, events: inOrder } = classifiedLog(part.events, view);
    const { shifts, winsoriseMs } = contextOf(view, settings.count);
    const variables = auxiliary(columns, touchBounds(columns, shifts, winsoriseMs).gapMs, shifts.clock);
    const found = new Map<number, Known>();
    for (let i = 0; i < columns.length; i += 1) {
      const number = columns.activityIx[i]!;
      const workflow = workflowsOf(vendors).find((name) => name === columns.activities[number]!.workflow);
      const minutes = trueMinutes.get(inOrder[i]!.eventId) ?? null;
      if (columns.kind[i] !== PERSON || workflow === undefined || minutes === null) continue;
      const into = found.get(number) ?? { workflow, minutes: [], rows: [], after: [] };
      found.set(number, into);
      const row = new Float64Array(FEATURES);
      variables.read(i, row);
      into.minutes.push(shownMinutes(minutes));
      into.rows.push(row);
      into.after.push(variables.after(i));
    }
    return [...found.values()];
  });
}
