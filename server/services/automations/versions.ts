import { listAutomationVersions } from "#db/queries/automations.ts";
import type { Context } from "#server/context.ts";
import { nameOfActor } from "../changes/name-of-actor.ts";
import { loadAutomation, loadRules } from "./load-automation.ts";
import { LearningShape } from "./shapes.ts";

type Of = { automationId: string };

/** Every version of the rules, newest first. @throws AppError NOT_FOUND */
export const listVersions = ({ store, workspaceId }: Context, { automationId }: Of) =>
  store.within({ workspaceId }, async (tx) => {
    await loadAutomation(tx, { workspaceId, automationId });
    const rows = await listAutomationVersions(tx, { workspaceId, automationId });
    return rows.map(({ madeBy, madeAt, learned, ...row }) => ({
      ...row,
      learned: LearningShape.nullable().parse(learned),
      by: nameOfActor(madeBy),
      at: madeAt,
    }));
  });

/** One version with its table and tests. @throws AppError NOT_FOUND */
export const getVersion = ({ store, workspaceId }: Context, { automationId, version }: Of & { version: number }) =>
  store.within({ workspaceId }, async (tx) => {
    const { table, tests, note, engine, learned, madeBy, madeAt } = await loadRules(tx, { workspaceId, automationId, version });
    return { version, table, tests: [...tests], note, engine, learned, by: nameOfActor(madeBy), at: madeAt, rows: table.rows.length };
  });
