import { listAuditSnapshots } from "#db/queries/audit-snapshots.ts";
import type { Context } from "#server/context.ts";

/** The audits of the workspace, newest first, without what they found. */
export const listAudits = ({ store, workspaceId }: Context, { limit }: { limit: number }) =>
  store.within({ workspaceId }, (tx) => listAuditSnapshots(tx, { workspaceId, limit }));
