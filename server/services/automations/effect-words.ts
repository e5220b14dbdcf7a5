import * as z from "zod";
import type { listAttempts } from "#db/queries/effects.ts";
import type { Context } from "#server/context.ts";
import { answerLines, type AnswerLine } from "#server/domain/automations/answer-lines.ts";
import { may } from "#server/permissions.ts";
import type { Money, Playbook } from "#server/playbooks/define.ts";

const Planned = z.object({
  kind: z.string(),
  subject: z.object({ type: z.string(), id: z.string() }),
  input: z.record(z.string(), z.unknown()),
});
const Left = z.object({ after: z.string().nullable() });

/** One thing that a change alters; both sides are null where it is about somebody outside and not for this role. */
export type ShownAlteration = { what: string; before: string | null; after: string | Money | null };

/** What an effect alters, as this role may see it; [] for one that its playbook does not know any more, or whose input it cannot read. */
export function alterationsFor(
  { role }: Pick<Context, "role">,
  playbook: Playbook | undefined,
  effect: { kind: string; subject: unknown; input: unknown },
): ShownAlteration[] {
  const planned = Planned.safeParse(effect).data;
  const kind = planned && playbook?.effects[planned.kind];
  if (!planned || !kind) return [];
  return kind
    .alters(planned)
    .map(({ what, before, after, isPersonal = false }) =>
      isPersonal && !seesRecords(role) ? { what, before: null, after: null } : { what, before, after },
    );
}

/** What the vendor said once a change was made: what it answered, and how the record was read back. null: it made no change. */
export type ShownAnswer = {
  at: Date;
  /** It stood so already, and nothing was sent. */
  wasSo: boolean;
  /** null where this role does not see records. */
  answered: AnswerLine[] | null;
  readBack: AnswerLine[] | null;
};

/** The last try that ended well, and how the record stood after it; null while there is none. */
export function answerFor(
  { role }: Pick<Context, "role">,
  { answer, attempts }: { answer: unknown; attempts: Awaited<ReturnType<typeof listAttempts>> },
): ShownAnswer | null {
  const last = attempts.findLast(({ result }) => result === "done" || result === "already done");
  if (!last) return null;
  const after = Left.safeParse(answer).data?.after ?? null;
  const sees = seesRecords(role);
  return {
    at: last.at,
    wasSo: last.result === "already done" && last.what === "look",
    answered: sees ? answerLines(last.answer) : null,
    readBack: sees && after !== null ? answerLines(parsed(after)) : null,
  };
}

/** Where customers live, and what records hold, is for those who have to judge a change by it. */
const seesRecords = (role: Context["role"]): boolean => may(role, "automations.approve");

/** A fingerprint is JSON; one that is not says itself. */
function parsed(fingerprint: string): unknown {
  try {
    return JSON.parse(fingerprint);
  } catch {
    return fingerprint;
  }
}
