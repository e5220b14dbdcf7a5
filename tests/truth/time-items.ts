import { sql } from "kysely";
import type { Tx } from "#db/client.ts";
import { findAuditView } from "#db/queries/audit-totals.ts";
import { insertItemsToTime } from "#db/queries/items-to-time.ts";
import { insertTimedSamples } from "#db/queries/timed-samples.ts";
import { newId } from "#db/new-id.ts";
import { contextOf } from "#server/domain/audit/audit-in-depth.ts";
import { drawItems } from "#server/domain/audit/draw-items.ts";
import { ENOUGH_SAMPLES } from "#server/domain/effort/estimate-minutes.ts";
import { seededRandom } from "#server/domain/effort/random.ts";
import { classifiedLog } from "#server/domain/event-log/classified-log.ts";
import { readAuditSettings } from "#server/services/audit/audit-settings.ts";
import { newestPart } from "#server/services/audit/newest-part.ts";
import { viewFrom, wholeLog } from "#server/services/audit/whole-log.ts";

/**
 * How the items are chosen: as the page "Items to look up" draws them, or purely at random by somebody who enters a file of minutes that
 * names no event.
 */
export type Choice = "listed" | "at random";

/** An event of the log with what a stop-watch would have shown; null where no person worked on it. */
export type TimeableEvent = { eventId: string; workflow: string; activity: string; minutes: number | null };

type Given = { workspaceId: string; userId: string; now: Date; events: readonly TimeableEvent[]; draw: number };

/** Times thirty items of each activity anew, to the second; what was timed before is put aside. @returns how many were timed */
export async function timeItems(tx: Tx, choice: Choice, given: Given): Promise<number> {
  await sql`update timed_sample set discarded_at = now() where discarded_at is null`.execute(tx);
  return choice === "listed" ? timeListed(tx, given) : timeAtRandom(tx, given);
}

/** With the very draw and rows of the page; only its dice are ours, so that a measurement can be repeated. */
async function timeListed(tx: Tx, { workspaceId, userId, now, events, draw }: Given): Promise<number> {
  const random = seededRandom(draw);
  const trueMinutes = new Map(events.map(({ eventId, minutes }) => [eventId, minutes]));
  const settings = await readAuditSettings(tx, { workspaceId });
  const view = viewFrom(await findAuditView(tx, { workspaceId }), settings.kindsSaid);
  const part = await newestPart(tx, await wholeLog(tx, { workspaceId, ...settings }));
  const log = classifiedLog(part.events, view);
  let timed = 0;
  for (const { workflow, activity } of activitiesOf(events)) {
    const among = (event: number) => log.columns.endedAtMs[event]! >= part.fromMs;
    const drawn = drawItems(log, contextOf(view, settings.count), { workflow, activity, among, wanted: ENOUGH_SAMPLES, random });
    if (drawn.length === 0) continue;
    const items = drawn.map(({ endedAtMs, ...item }) => ({ ...item, id: newId(), endedAt: new Date(endedAtMs) }));
    await insertItemsToTime(tx, { workspaceId, workflow, activity, listId: newId(), drawnAt: now, items });
    const samples = items.flatMap(({ id, eventId }) => {
      const minutes = trueMinutes.get(eventId) ?? null;
      return minutes === null ? [] : [{ ...sampleOf({ workflow, activity, minutes }, { userId, now }), itemId: id }];
    });
    await insertTimedSamples(tx, { workspaceId, samples });
    timed += samples.length;
  }
  return timed;
}

async function timeAtRandom(tx: Tx, { workspaceId, userId, now, events, draw }: Given): Promise<number> {
  const random = seededRandom(draw);
  const samples = activitiesOf(events).flatMap(({ workflow, activity, minutes }) => {
    const left = [...minutes];
    return Array.from({ length: Math.min(ENOUGH_SAMPLES, left.length) }, () => {
      const [one = 0] = left.splice(Math.floor(random() * left.length), 1);
      return { ...sampleOf({ workflow, activity, minutes: one }, { userId, now }), itemId: null };
    });
  });
  await insertTimedSamples(tx, { workspaceId, samples });
  return samples.length;
}

/** Each activity with the minutes of all its items that a person worked on. */
function activitiesOf(events: readonly TimeableEvent[]): { workflow: string; activity: string; minutes: number[] }[] {
  const found = new Map<string, { workflow: string; activity: string; minutes: number[] }>();
  for (const { workflow, activity, minutes } of events) {
    if (minutes === null) continue;
    const key = `${workflow}:${activity}`;
    const entry = found.get(key) ?? { workflow, activity, minutes: [] };
    found.set(key, entry);
    entry.minutes.push(minutes);
  }
  return [...found.values()];
}

/** A stop-watch shows whole seconds, and at least one. */
export const shownMinutes = (minutes: number): number => (minutes === 0 ? 0 : Math.max(1, Math.round(minutes * 60)) / 60);

function sampleOf(
  { workflow, activity, minutes }: { workflow: string; activity: string; minutes: number },
  { userId, now }: { userId: string; now: Date },
) {
  return { id: newId(), workflow, activity, minutes: shownMinutes(minutes), takenAt: now, takenBy: userId, note: null, how: "entered", importKey: null } as const; // prettier-ignore
}
