import { listAutomations } from "#db/queries/automations.ts";
import { listBackTests } from "#db/queries/back-tests.ts";
import type { Tx } from "#db/client.ts";
import { triedOn, triedShare, type TriedShare } from "#server/domain/automations/tried-share.ts";
import { asLoaded } from "./load-automation.ts";
import { ReportShape } from "./shapes.ts";

/** By workflow, what the newest back-test of its automation's present rules says. A workflow whose rules were not tried is not in it. */
export async function triedShares(tx: Tx, { workspaceId }: { workspaceId: string }): Promise<Map<string, TriedShare>> {
  const shares = new Map<string, TriedShare>();
  for (const { id: automationId, version, stage, playbook } of (await listAutomations(tx, { workspaceId })).map(asLoaded)) {
    if (stage === "retired" || shares.has(playbook.workflow)) continue;
    const tests = await listBackTests(tx, { workspaceId, automationId });
    const newest = tests.find((row) => row.version === version && row.report !== null);
    if (!newest) continue;
    const window = { fromDay: isoDay(newest.fromDay), toDay: isoDay(newest.toDay) };
    const share = triedShare(triedOn(ReportShape.parse(newest.report), window), { automationId, version });
    if (share) shares.set(playbook.workflow, share);
  }
  return shares;
}

const isoDay = (day: Date): string => day.toISOString().slice(0, 10);
