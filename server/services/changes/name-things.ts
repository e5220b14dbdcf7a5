import type { Tx } from "#db/client.ts";
import { listAutomations } from "#db/queries/automations.ts";
import { listCasesOf } from "#db/queries/decisions.ts";
import { listInputsOf, listKindsOf } from "#db/queries/effects.ts";
import { findPlaybook } from "#server/playbooks/index.ts";
import { nameCases } from "../cases/name-cases.ts";

type Line = { noun: string; nounId: string };
/** What a line is about, as people call it, and the decision that tells more; null where the line has to say it itself. */
export type Thing = { name: string | null; decisionId: string | null };

const UNKNOWN: Thing = { name: null, decisionId: null };

/**
 * What lines of the log are about, named as it is called now: an automation by its name, a decision or a change at the vendor by what it does,
 * to which case, and whose it is. A case that was erased since has no name any more.
 */
export async function nameThings(tx: Tx, workspaceId: string, lines: readonly Line[]): Promise<(line: Line) => Thing> {
  const idsOf = (noun: string): string[] => lines.flatMap((line) => (line.noun === noun ? [line.nounId] : []));
  const effects = await listKindsOf(tx, { workspaceId, ids: idsOf("effect") });
  const decisionIds = [...new Set([...idsOf("decision"), ...effects.map(({ decisionId }) => decisionId)])];
  const cases = await listCasesOf(tx, { workspaceId, decisionIds });
  const nameOf = await nameCases(tx, { workspaceId, caseIds: cases.map(({ caseId }) => caseId) });
  const planned = Map.groupBy(await listInputsOf(tx, { workspaceId, decisionIds }), ({ decisionId }) => decisionId);
  const automations = new Map((await listAutomations(tx, { workspaceId })).map((row) => [row.id, row]));

  function ofDecision(decisionId: string, kinds: readonly string[]): Thing {
    const found = cases.find(({ id }) => id === decisionId);
    const automation = found && automations.get(found.automationId);
    if (!found || !automation) return UNKNOWN;
    const titles = kinds.map((kind) => findPlaybook(automation.playbook)?.effects[kind]?.title ?? kind);
    const does = titles.length === 0 ? "the decision" : [...new Set(titles)].join(", ");
    return { name: `${does}: ${nameOf(found.caseId)} (${automation.name})`, decisionId };
  }
  return ({ noun, nounId }) => {
    if (noun === "automation")
      return { name: nounId === workspaceId ? "all automations" : (automations.get(nounId)?.name ?? null), decisionId: null };
    if (noun === "decision") return ofDecision(nounId, planned.get(nounId)?.map(({ kind }) => kind) ?? []);
    const effect = noun === "effect" ? effects.find(({ id }) => id === nounId) : undefined;
    return effect ? ofDecision(effect.decisionId, [effect.kind]) : UNKNOWN;
  };
}
