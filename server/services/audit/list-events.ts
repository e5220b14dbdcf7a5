import { listEventsOf } from "#db/queries/events.ts";
import type { Context } from "#server/context.ts";
import { nameCases } from "../cases/name-cases.ts";
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
  const { rows, nameOf } = await store.within({ workspaceId }, async (tx) => {
    const { definitions } = await loadWorkflows(tx, { workspaceId });
    const found = await listEventsOf(tx, { workspaceId, definitions, workflow, activity, limit: limit + 1, before });
    return { rows: found, nameOf: await nameCases(tx, { workspaceId, caseIds: found.map(({ caseId }) => caseId) }) };
  });
  const events = rows.slice(0, limit).map(({ attributes: _attributes, actor, ...row }) => ({
    ...row,
    caseName: nameOf(row.caseId),
    actor: actor === null ? null : pseudonym(settings.secret, workspaceId, actor),
  }));
  return { events, more: rows.length > limit };
}
