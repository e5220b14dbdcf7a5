import { listEventImports } from "#db/queries/event-imports.ts";
import type { Context } from "#server/context.ts";

const SHOWN = 100;

/** The newest imports of the workspace with their counts; [] when none was made. */
export const listImports = ({ store, workspaceId }: Context) =>
  store.within({ workspaceId }, (tx) => listEventImports(tx, { workspaceId, limit: SHOWN }));
