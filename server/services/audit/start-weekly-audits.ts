import { listWatchedWorkspaces } from "#db/queries/audit-watches.ts";
import type { Services } from "#server/context.ts";
import { auditSoon } from "./audit-soon.ts";

/** Enqueues an audit of every workspace that was ever audited, unless one is waiting there. @returns how many workspaces there are */
export async function startWeeklyAudits(services: Services): Promise<{ workspaces: number }> {
  const ids = await listWatchedWorkspaces(services.store);
  for (const workspaceId of ids) {
    const context = { ...services, workspaceId, actor: { type: "system", name: "weekly audit" } as const };
    await services.store.within({ workspaceId }, (tx) => auditSoon(context, tx, { title: "The weekly audit" }));
  }
  return { workspaces: ids.length };
}
