import * as z from "zod";

/** Ways to fail on demand. `times` counts requests (or webhooks) that the fault may still spoil. */
export const Fault = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("throttled"), times: z.int().positive() }),
  z.strictObject({ kind: z.literal("http 429"), times: z.int().positive(), retryAfter: z.string().nullable().default(null) }),
  z.strictObject({ kind: z.literal("http 5xx"), times: z.int().positive(), status: z.int().min(500).max(599).default(503) }),
  z.strictObject({ kind: z.literal("cut after success"), times: z.int().positive() }),
  z.strictObject({ kind: z.literal("slow loris"), times: z.int().positive() }),
  z.strictObject({ kind: z.literal("short page"), times: z.int().positive() }),
  z.strictObject({ kind: z.literal("cursor expired"), times: z.int().positive() }),
  z.strictObject({ kind: z.literal("unknown value"), times: z.int().positive() }),
  z.strictObject({ kind: z.literal("poison record"), times: z.int().positive() }),
  z.strictObject({ kind: z.literal("hostile text"), times: z.int().positive() }),
  z.strictObject({ kind: z.literal("tokens expire") }),
  z.strictObject({ kind: z.literal("tokens revoked") }),
  z.strictObject({ kind: z.literal("scope removed"), scope: z.string() }),
  z.strictObject({ kind: z.literal("webhook lost"), times: z.int().positive() }),
  z.strictObject({ kind: z.literal("webhook duplicated"), times: z.int().positive(), copies: z.int().min(2).max(1000).default(2) }),
  z.strictObject({ kind: z.literal("webhook delayed"), times: z.int().positive() }),
  z.strictObject({ kind: z.literal("webhooks shuffled"), times: z.int().positive() }),
  z.strictObject({ kind: z.literal("webhook forged"), times: z.int().positive() }),
]);
export type Fault = z.infer<typeof Fault>;
type Counted = Extract<Fault, { times: number }>;
type Kind = Counted["kind"];

/** What is set to go wrong, and how often it did. */
export interface Switchboard {
  set(fault: Counted): void;
  clear(): void;
  /** Uses up one of the fault's times; null when it is not set. */
  take<K extends Kind>(kind: K): Extract<Counted, { kind: K }> | null;
  note(kind: Fault["kind"]): void;
  report(): { pending: readonly Counted[]; injected: Readonly<Record<string, number>> };
}

export function createSwitchboard(): Switchboard {
  const pending = new Map<Kind, Counted>();
  const injected: Record<string, number> = {};
  function note(kind: Fault["kind"]): void {
    injected[kind] = (injected[kind] ?? 0) + 1;
  }
  function isOf<K extends Kind>(fault: Counted, kind: K): fault is Extract<Counted, { kind: K }> {
    return fault.kind === kind;
  }
  return {
    set: (fault) => void pending.set(fault.kind, { ...fault }),
    clear: () => pending.clear(),
    take(kind) {
      const fault = pending.get(kind);
      if (!fault || !isOf(fault, kind)) return null;
      note(kind);
      if (fault.times <= 1) pending.delete(kind);
      else pending.set(kind, { ...fault, times: fault.times - 1 });
      return fault;
    },
    note,
    report: () => ({ pending: [...pending.values()], injected: { ...injected } }),
  };
}
