import type { Tx } from "#db/client.ts";
import { insertChange } from "#db/queries/change-log.ts";
import type { Actor, Services } from "#server/context.ts";

export type Change = Pick<Services, "newId" | "now"> & {
  workspaceId: string;
  actor: Actor;
  /** What was changed, as "rate" or "invitation". */
  noun: string;
  nounId: string;
  /** What was done to it, as "update" or "revoke". */
  verb: string;
  /** The configured values before and after; null where there was none. Never a secret. */
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

const SECRET_KEY = /password|token|secret|hash|cookie|credential/i;

/**
 * Writes one line of the log of changes, in the transaction that makes the change: both are there or neither.
 *
 * @throws Error when a value looks like a secret by its key; that is a bug of the caller
 */
export async function recordChange(tx: Tx, { workspaceId, actor, noun, nounId, verb, before, after, newId, now }: Change): Promise<void> {
  const leak = [before, after].flatMap((values) => keysOf(values)).find((key) => SECRET_KEY.test(key));
  if (leak !== undefined) throw new Error(`the log of changes never holds secrets, and "${leak}" of ${noun} looks like one`);
  await insertChange(tx, { workspaceId, id: newId(), at: now(), actor, noun, nounId, verb, before, after });
}

const keysOf = (value: unknown): string[] =>
  typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]) : [];
