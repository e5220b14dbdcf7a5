import { listEventsOf } from "#db/queries/events.ts";
import type { Context } from "#server/context.ts";
import { pseudonym } from "./pseudonym.ts";

export type EventsPage = {
  /** null: the whole log. */
  workflow: string | null;
  activity: string | null;
  limit: number;
  before: { endedAt: Date; eventId: string } | null;
};

/** The events behind a number, newest first, a page at a time. Actors stand under a pseudonym: it measures work, not workers. */
export async function listEvents({ store, workspaceId, settings }: Context, { workflow, activity, limit, before }: EventsPage) {
  const rows = await store.within({ workspaceId }, (tx) => listEventsOf(tx, { workspaceId, workflow, activity, limit: limit + 1, before }));
  const events = rows.slice(0, limit).map(({ attributes: _attributes, actor, ...row }) => ({
    ...row,
    actor: actor === null ? null : pseudonym(settings.secret, workspaceId, actor),
  }));
  return { events, more: rows.length > limit };
}
