import { systemKeyOf } from "#connectors/records/integrations.ts";
import { listRecordsSince } from "#db/queries/case-histories.ts";
import { listConnections } from "#db/queries/connections.ts";
import { countRecords } from "#db/queries/records.ts";
import type { Context } from "#server/context.ts";
import { convergenceBoundMs } from "#server/domain/stock/bound.ts";
import { stockStanding } from "#server/domain/stock/standing.ts";
import type { Converges } from "#server/playbooks/define.ts";
import { loadAutomation } from "./load-automation.ts";

type Tx = Parameters<typeof listRecordsSince>[0];

const DAY_MS = 86_400_000;
const WINDOW_DAYS = 30;
const CHUNK = 2_000;
const MOST_SHOWN = 50;

/**
 * How the channels that an automation keeps in step stand by our copy: how many item-channels are at their target, those apart for longest,
 * and how long the gaps were open that were closed within the window. null for one that keeps nothing in step.
 *
 * @throws AppError NOT_FOUND
 */
export const getInStep = ({ store, workspaceId, now }: Context, { automationId }: { automationId: string }) =>
  store.within({ workspaceId }, async (tx) => {
    const { playbook } = await loadAutomation(tx, { workspaceId, automationId });
    const { converges, integration, caseModel } = playbook;
    if (!converges) return null;
    const nowMs = now().getTime();
    const connections = (await listConnections(tx, { workspaceId })).filter(
      (row) => systemKeyOf(row.integration) === integration && row.state !== "erasing",
    );
    const cases: unknown[] = [];
    let levels = 0;
    for (const { id: connectionId } of connections) {
      const place = { workspaceId, connectionId };
      levels += (await countRecords(tx, place)).find(({ model }) => model === converges.levelModel)?.present ?? 0;
      const since = new Date(nowMs - WINDOW_DAYS * DAY_MS);
      cases.push(...(await casesOf(tx, { ...place, model: caseModel, since, orInStates: converges.openStates })));
    }
    const named = converges.read(cases);
    const standing = stockStanding(named, { atMs: nowMs, sinceMs: nowMs - WINDOW_DAYS * DAY_MS, tolerance: converges.tolerance });
    const waits = new Map(named.map(({ item, channel, caseId, waitsFor }) => [`${item} ${channel}`, { caseId, waitsFor }]));
    const { apart, closed } = standing;
    return {
      // Of levels that no difference was found at, the app that compares says by its silence that they stand.
      count: Math.max(levels, standing.count),
      atTarget: standing.atTarget + Math.max(0, levels - standing.count),
      unknown: standing.unknown,
      apartCount: apart.length,
      apart: apart.slice(0, MOST_SHOWN).map(({ sinceMs, ...row }) => ({
        ...row,
        since: new Date(sinceMs),
        ...(waits.get(`${row.item} ${row.channel}`) ?? { caseId: "", waitsFor: null }),
      })),
      closed,
      windowDays: WINDOW_DAYS,
      bound: boundOf(converges),
      asOf: now(),
    };
  });

const boundOf = ({ delays, beyond, tolerance }: Converges) => ({ ms: convergenceBoundMs(delays), delays, beyond, tolerance });

async function casesOf(tx: Tx, place: Omit<Parameters<typeof listRecordsSince>[1], "after" | "limit">): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let after = ""; ;) {
    const rows = await listRecordsSince(tx, { ...place, after, limit: CHUNK });
    found.push(...rows.map(({ content }) => content));
    if (rows.length < CHUNK) return found;
    after = rows.at(-1)?.recordId ?? "";
  }
}
