import { listChangesOf } from "#db/queries/change-log.ts";
import type { findDecision } from "#db/queries/decisions.ts";
import type { EffectRow } from "#db/queries/effects.ts";
import * as z from "zod";
import type { Tx } from "#db/client.ts";
import { nameOfActor } from "../changes/name-of-actor.ts";

/** What people said about a decision, as the log of changes keeps it. `effectId` is null where it is said of the whole decision. */
export type Said = { at: Date; what: z.infer<typeof SaidWhat>; by: string; reason: string | null; effectId: string | null };

export const SaidWhat = z.enum(["approve", "reject", "undo", "redo", "close reply page"]);
const WithReason = z.object({ reason: z.string() });
const reasonIn = (value: unknown): string | null => WithReason.safeParse(value).data?.reason ?? null;

/**
 * Who approved, rejected, asked to undo or to try again, when and why, in order of time. From before the log kept answers, the answer to the
 * decision tells when, and the effects who; an undo of a whole version stands on the effects that take back.
 */
export async function listSaid(
  tx: Tx,
  workspaceId: string,
  { decision, effects }: { decision: NonNullable<Awaited<ReturnType<typeof findDecision>>>; effects: readonly EffectRow[] },
): Promise<Said[]> {
  const ofDecision = await listChangesOf(tx, { workspaceId, noun: "decision", nounIds: [decision.id] });
  const ofEffects = await listChangesOf(tx, { workspaceId, noun: "effect", nounIds: effects.map(({ id }) => id) });
  const kept = [...ofDecision, ...ofEffects].flatMap(({ at, actor, nounId, verb, after }): Said[] => {
    const what = SaidWhat.safeParse(verb).data;
    if (what === undefined) return [];
    return [{ at, what, by: nameOfActor(actor), reason: reasonIn(after), effectId: nounId === decision.id ? null : nounId }];
  });
  return [...kept, ...answerBefore(decision, effects, kept), ...undosBefore(effects, kept)].sort((a, b) => a.at.getTime() - b.at.getTime());
}

function answerBefore(
  { answeredBy, answeredAt, agreed }: NonNullable<Awaited<ReturnType<typeof findDecision>>>,
  effects: readonly EffectRow[],
  kept: readonly Said[],
): Said[] {
  if (answeredBy !== "approval" || answeredAt === null || kept.some(({ what }) => what === "approve" || what === "reject")) return [];
  const own = effects.find(({ undoes, decidedBy }) => undoes === null && decidedBy !== null);
  const what = agreed === true ? "approve" : "reject";
  return [
    { at: answeredAt, what, by: nameOfActor(own?.decidedBy), reason: what === "reject" ? (own?.problem ?? null) : null, effectId: null },
  ];
}

const undosBefore = (effects: readonly EffectRow[], kept: readonly Said[]): Said[] =>
  effects.flatMap(({ undoes, createdAt, decidedBy }): Said[] => {
    const isKept = kept.some(({ what, effectId, at }) => what === "undo" && effectId === undoes && at <= createdAt);
    if (undoes === null || isKept) return [];
    return [{ at: createdAt, what: "undo", by: nameOfActor(decidedBy), reason: reasonIn(decidedBy), effectId: undoes }];
  });
