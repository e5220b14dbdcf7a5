import { listEventsOf } from "#db/queries/events.ts";
import type { Context } from "#server/context.ts";
import { loadWorkflows } from "../workflows/workflow-definition.ts";
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
  const rows = await store.within({ workspaceId }, async (tx) => {
    const { definitions } = await loadWorkflows(tx, { workspaceId });
    return listEventsOf(tx, { workspaceId, definitions, workflow, activity, limit: limit + 1, before });
  });
  const events = rows.slice(0, limit).map(({ attributes: _attributes, actor, ...row }) => ({
    ...row,
    actor: actor === null ? null : pseudonym(settings.secret, workspaceId, actor),
  }));
  return { events, more: rows.length > limit };
}
