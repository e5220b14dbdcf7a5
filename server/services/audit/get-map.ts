import { createHash } from "node:crypto";
import type { Context } from "#server/context.ts";
import { mapOfPath, withoutRareEdges, type ProcessMap } from "#server/domain/mining/directly-follows.ts";
import { getWorkflow } from "./get-workflow.ts";
import { layOutMap, type DrawnMap } from "./lay-out-map.ts";

const KEPT_LAYOUTS = 100;
/** Layouts by what they show: a snapshot never changes, and placing takes longer than all the rest of the page. */
const layouts = new Map<string, Promise<DrawnMap>>();

const MOST_ACTIVITIES = 60; // More can neither be read nor be placed in a moment; the table has them all.

export type WorkflowMap = {
  drawn: DrawnMap;
  cases: number;
  /** Which of the paths of the report is shown; null: all of them. */
  path: number | null;
  hidden: { edges: number; successions: number; activities: number };
};

/**
 * The process map of a workflow by the newest audit, or the one of that id, ready to be drawn; null where there is none.
 *
 * @param path number of a path among the most frequent ones of the report; null: all cases
 * @param share 0..1 of all successions that have to be shown; rarer ones are left out unless an activity hangs on them
 */
export async function getMap(
  context: Context,
  { workflow, auditId, path, share }: { workflow: string; auditId?: string | undefined; path: number | null; share: number },
): Promise<WorkflowMap | null> {
  const report = await getWorkflow(context, { workflow, auditId });
  if (!report?.map) return null;
  const chosen = path === null ? undefined : report.variants.top[path];
  const whole = chosen ? mapOfPath(chosen.activities, chosen.cases, report.map) : report.map;
  const shown = new Set(whole.activities.slice(0, MOST_ACTIVITIES).map(({ activity }) => activity));
  const inside = (activity: string | null) => activity === null || shown.has(activity);
  const { hidden, ...map } = withoutRareEdges(
    {
      ...whole,
      activities: whole.activities.filter(({ activity }) => shown.has(activity)),
      edges: whole.edges.filter(({ from, to }) => inside(from) && inside(to)),
    },
    chosen ? 1 : share,
  );
  return {
    drawn: await drawnOnce(map),
    cases: whole.cases,
    path: chosen ? path : null,
    hidden: { ...hidden, activities: whole.activities.length - shown.size },
  };
}

async function drawnOnce(map: ProcessMap): Promise<DrawnMap> {
  const key = createHash("sha256").update(JSON.stringify(map)).digest("base64");
  const known = layouts.get(key) ?? layOutMap(map);
  // The last that was asked for is the last to go.
  layouts.delete(key);
  layouts.set(key, known);
  const oldest = layouts.keys().next().value;
  if (layouts.size > KEPT_LAYOUTS && oldest !== undefined) layouts.delete(oldest);
  return known.catch((error: unknown) => {
    layouts.delete(key);
    throw error;
  });
}
