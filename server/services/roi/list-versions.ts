import * as z from "zod";
import { listScenarioVersions } from "#db/queries/scenarios.ts";
import type { Context } from "#server/context.ts";
import { nameOfActor } from "../changes/name-of-actor.ts";

const MOST = 100;

/** Versions saved before ranges were compared have none. */
const Ends = z.object({ low: z.number(), high: z.number() }).nullable().default(null);

/** What differed from the version before, as it was kept with the version. */
export const KeptChange = z.object({
  of: z.string(),
  input: z.string(),
  unit: z.discriminatedUnion("kind", [
    z.object({ kind: z.enum(["money", "moneyPerHour"]), currency: z.string() }),
    z.object({ kind: z.enum(["hours", "minutes", "months", "days", "share"]) }),
    z.object({ kind: z.literal("count"), of: z.string() }),
  ]),
  from: z.number().nullable(),
  to: z.number().nullable(),
  fromRange: Ends,
  toRange: Ends,
});

/** Who saved which version when, and what it changed; newest first, [] for no such scenario. */
export async function listVersions({ store, workspaceId }: Context, { scenarioId }: { scenarioId: string }) {
  const rows = await store.within({ workspaceId }, (tx) => listScenarioVersions(tx, { workspaceId, scenarioId, limit: MOST }));
  return rows.map(({ version, changes, savedBy, savedAt }) => ({
    version,
    savedAt,
    savedBy: nameOfActor(savedBy),
    changes: z.array(KeptChange).parse(changes),
  }));
}
