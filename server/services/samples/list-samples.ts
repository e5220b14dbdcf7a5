import { findAuditView } from "#db/queries/audit-totals.ts";
import { listSamplesOf } from "#db/queries/timed-samples.ts";
import type { Context } from "#server/context.ts";
import { readAuditSettings } from "../audit/audit-settings.ts";
import { matchSamples } from "../audit/match-samples.ts";
import { viewFrom, wholeLog } from "../audit/whole-log.ts";

export type SamplesQuery = { workflow: string; activity: string; limit: number; afterId: string | null };

/** Which event of the log a sample is; not looked for where nobody knows when exactly it was timed. */
export type SampleEvent = "drawn" | "matched" | "none" | "several" | "not looked for";

/** The samples of one activity, newest first, a page at a time; who took them is not shown: it measures work, not workers. */
export async function listSamples({ store, workspaceId }: Context, { limit, ...query }: SamplesQuery) {
  return store.within({ workspaceId }, async (tx) => {
    const rows = await listSamplesOf(tx, { workspaceId, ...query, limit: limit + 1 });
    const settings = await readAuditSettings(tx, { workspaceId });
    const view = viewFrom(await findAuditView(tx, { workspaceId }), settings.kindsSaid);
    const timed = rows.filter(({ how }) => how === "stop-watch").map((row) => ({ ...row, ...query }));
    const matches = await matchSamples(tx, await wholeLog(tx, { workspaceId, ...settings }), { view, samples: timed });
    const samples = rows.slice(0, limit).map(({ account: _account, itemId, ...row }) => {
      const kind = matches.get(row.id)?.kind;
      const event: SampleEvent = itemId !== null ? "drawn" : kind === undefined ? "not looked for" : kind === "event" ? "matched" : kind;
      return { ...row, event };
    });
    return { samples, more: rows.length > limit };
  });
}
