import { findAuditView } from "#db/queries/audit-totals.ts";
import { endOfDrawn, insertItemsToTime, listItemsToTime, lockItemsOf, settleItemToTime } from "#db/queries/items-to-time.ts";
import { insertTimedSamples } from "#db/queries/timed-samples.ts";
import type { Context } from "#server/context.ts";
import { contextOf } from "#server/domain/audit/audit-in-depth.ts";
import { drawItems } from "#server/domain/audit/draw-items.ts";
import { ENOUGH_SAMPLES } from "#server/domain/effort/estimate-minutes.ts";
import { seededRandom } from "#server/domain/effort/random.ts";
import { classifiedLog } from "#server/domain/event-log/classified-log.ts";
import { AppError } from "#server/errors.ts";
import { readAuditSettings } from "../audit/audit-settings.ts";
import { auditSoon } from "../audit/audit-soon.ts";
import { newestPart } from "../audit/newest-part.ts";
import { viewFrom, wholeLog } from "../audit/whole-log.ts";

type Activity = { workflow: string; activity: string };

/** The items of an activity that wait to be looked up, in the order in which to do it; [] when no list is open. */
export async function listItems({ store, workspaceId }: Context, activity: Activity) {
  return store.within({ workspaceId }, (tx) => listItemsToTime(tx, { workspaceId, ...activity }));
}

/**
 * Draws thirty past items of an activity to look up, the likely long ones more often, from the newest part of the log. While a list is open
 * nothing is drawn; the next one is of items that ended after all those of the lists before, so that none is drawn twice.
 *
 * @returns how many items wait now
 * @throws AppError NOT_FOUND when no item has ended since the last list that a person did and whose start is not recorded
 */
export async function drawItemsToTime(context: Context, activity: Activity): Promise<{ waiting: number }> {
  const { store, workspaceId, now, newId } = context;
  return store.within({ workspaceId }, async (tx) => {
    const place = { workspaceId, ...activity };
    await lockItemsOf(tx, place);
    const open = (await listItemsToTime(tx, place)).items.length;
    if (open > 0) return { waiting: open };
    const settings = await readAuditSettings(tx, { workspaceId });
    const view = viewFrom(await findAuditView(tx, { workspaceId }), settings.kindsSaid);
    const part = await newestPart(tx, await wholeLog(tx, { workspaceId, ...settings }));
    const after = Math.max(part.fromMs - 1, (await endOfDrawn(tx, place))?.getTime() ?? Number.NEGATIVE_INFINITY);
    const log = classifiedLog(part.events, view);
    const items = drawItems(log, contextOf(view, settings.count), {
      ...activity,
      among: (event) => log.columns.endedAtMs[event]! > after && log.columns.endedAtMs[event]! <= now().getTime(),
      wanted: ENOUGH_SAMPLES,
      random: seededRandom(seedOf(newId())),
    });
    if (items.length === 0) throw new AppError("NOT_FOUND", "There is no item to look up that a person did since the last list.");
    const rows = items.map(({ endedAtMs, ...item }) => ({ ...item, id: newId(), endedAt: new Date(endedAtMs) }));
    await insertItemsToTime(tx, { ...place, listId: newId(), drawnAt: now(), items: rows });
    return { waiting: rows.length };
  });
}

/** The last eight hexadecimal digits of an id. */
const seedOf = (id: string) => Number.parseInt(id.slice(-8), 16);

/**
 * Keeps how long an item of a list took, or that nobody can tell with minutes null.
 *
 * @returns the sample; null where nobody can tell
 * @throws AppError NOT_FOUND when there is no such item or it was settled before
 */
export async function settleItem(
  context: Context,
  { itemId, minutes, note }: { itemId: string; minutes: number | null; note: string | null },
): Promise<{ sampleId: string | null }> {
  const { store, workspaceId, user, now, newId } = context;
  return store.within({ workspaceId }, async (tx) => {
    const item = await settleItemToTime(tx, { workspaceId, id: itemId, now: now() });
    if (!item) throw new AppError("NOT_FOUND", "There is no such item, or it was looked up already.");
    if (minutes === null) return { sampleId: null };
    const sampleId = newId();
    const sample = { ...item, id: sampleId, minutes, takenAt: now(), takenBy: user.id, note, importKey: null, itemId };
    await insertTimedSamples(tx, { workspaceId, samples: [{ ...sample, how: "entered" }] });
    await auditSoon(context, tx, { title: "Audit again with new samples" });
    return { sampleId };
  });
}
