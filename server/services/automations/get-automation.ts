import { findControl, listStageChanges } from "#db/queries/automations.ts";
import * as z from "zod";
import type { Context } from "#server/context.ts";
import { movesFrom } from "#server/domain/automations/stages.ts";
import { nameOfActor } from "../changes/name-of-actor.ts";
import { loadAutomation, loadRules } from "./load-automation.ts";
import { offerOf } from "./offer-of.ts";
import { SettingChanges, WhatChanged } from "./shapes.ts";

const Evidence = z.object({ changed: SettingChanges });

/** One automation with its present rules, its settings and its way up and down the ladder. @throws AppError NOT_FOUND */
export const getAutomation = ({ store, workspaceId }: Context, { automationId }: { automationId: string }) =>
  store.within({ workspaceId }, async (tx) => {
    const { playbook, settings, ...automation } = await loadAutomation(tx, { workspaceId, automationId });
    const rules = await loadRules(tx, { workspaceId, automationId, version: automation.version });
    const control = await findControl(tx, { workspaceId });
    const changes = await listStageChanges(tx, { workspaceId, automationId });
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
      changes: changes.map(({ actor, evidence, ...change }) => ({
        ...change,
        what: WhatChanged.parse(change.what),
        settings: Evidence.safeParse(evidence).data?.changed ?? [],
        by: nameOfActor(actor),
      })),
    };
  });
