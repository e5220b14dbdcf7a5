import { listLoadedRates } from "#db/queries/loaded-rates.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";

/** The rates of the workspace in its currency; the default one first. */
export const listRates = ({ store, workspaceId }: Context) =>
  store.within({ workspaceId }, async (tx) => ({
    currency: (await findWorkspace(tx, { workspaceId }))?.currency ?? "USD",
    rates: await listLoadedRates(tx, { workspaceId }),
  }));
