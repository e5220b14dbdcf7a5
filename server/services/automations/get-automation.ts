import { findControl, listStageChanges } from "#db/queries/automations.ts";
import { listChangesOf } from "#db/queries/change-log.ts";
import * as z from "zod";
import type { Context } from "#server/context.ts";
import { movesFrom } from "#server/domain/automations/stages.ts";
import { nameOfActor } from "../changes/name-of-actor.ts";
import { loadAutomation, loadRules } from "./load-automation.ts";
import { offerOf } from "./offer-of.ts";
import { SettingChanges, WhatChanged } from "./shapes.ts";

const StopOfAll = z.enum(["stop all", "resume all"]);
const Reason = z.object({ reason: z.string() });
const Evidence = z.object({ changed: SettingChanges });

/** One automation with its present rules, its settings and its way up and down the ladder. @throws AppError NOT_FOUND */
export const getAutomation = ({ store, workspaceId }: Context, { automationId }: { automationId: string }) =>
  store.within({ workspaceId }, async (tx) => {
    const { playbook, settings, ...automation } = await loadAutomation(tx, { workspaceId, automationId });
    const rules = await loadRules(tx, { workspaceId, automationId, version: automation.version });
    const control = await findControl(tx, { workspaceId });
    const changes = await listStageChanges(tx, { workspaceId, automationId });
    const ofAll = await listStopsOfAll(tx, { workspaceId, since: automation.createdAt, own: changes });
    return {
      automation: { ...automation, playbook: playbook.name, title: playbook.title, workflow: playbook.workflow },
      settings,
      table: rules.table,
      tests: [...rules.tests],
      facts: [...playbook.facts],
      outcomes: [...(await offerOf(tx, { workspaceId, playbook })).outcomes],
      atRisk: playbook.atRisk,
      prices: playbook.alternatives ? { formula: playbook.alternatives.formula, note: playbook.alternatives.note } : null,
      moves: [...movesFrom(automation.stage)],
      stopped: control?.stoppedAt != null,
      changes: [...ofAll, ...changes].sort(newestFirst).map(({ actor, evidence, ...change }) => ({
        ...change,
        what: WhatChanged.parse(change.what),
        settings: Evidence.safeParse(evidence).data?.changed ?? [],
        by: nameOfActor(actor),
      })),
    };
  });

type StageChange = Awaited<ReturnType<typeof listStageChanges>>[number];

const newestFirst = (a: StageChange, b: StageChange): number => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1);

/** When all automations were stopped or let run again, as it was for one of them: with the stage and the version that it had then. */
async function listStopsOfAll(
  tx: Parameters<typeof findControl>[0],
  { workspaceId, since, own }: { workspaceId: string; since: Date; own: readonly StageChange[] },
): Promise<StageChange[]> {
  const kept = await listChangesOf(tx, { workspaceId, noun: "automation", nounIds: [workspaceId] });
  return kept.flatMap(({ id, at, actor, verb, after }) => {
    const what = StopOfAll.safeParse(verb).data;
    const then = own.find((change) => change.at <= at);
    if (what === undefined || then === undefined || at < since) return [];
    const reason = Reason.safeParse(after).data?.reason ?? "";
    return [{ id, version: then.version, from: then.to, to: then.to, what, reason, evidence: null, actor, at }];
  });
}
