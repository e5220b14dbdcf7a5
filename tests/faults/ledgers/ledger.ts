import type { Sandbox } from "#server/sandbox/open-sandbox.ts";
import type { Drift } from "../drift.ts";

/** Whether a record is compared field by field is the ledger's business: its content is whatever the connector wrote. */
export type Content = any; // oxlint-disable-line typescript/no-explicit-any -- compared field by field, whole
export type HeldEvent = {
  id: string;
  caseId: string;
  workflow: string;
  at: Date;
  kind: string;
  action: string;
};

/** What our database holds: live records by model, and events. */
export type Held = { recordsOf: (model: string) => Content[]; events: readonly HeldEvent[] };

type Named = {
  name: string;
  /** What the vendor's own state says, past every fault: one line a record. */
  there: (sandbox: Sandbox, drift: Drift) => string[];
  /** Nothing may be held that is not there; but whether it was ever seen is chance. */
  isChance?: true;
};
/** How the vendor's own state of one kind, and our copy of it, are said in the same words. */
export type RecordLedger = Named & {
  model: string;
  /** Which records of the model are this vendor's; absent where it alone delivers them. */
  owns?: (record: Content) => boolean;
  here: (record: Content, held: Held) => string;
};
export type EventLedger = Named & { isOf: (event: HeldEvent) => boolean; here: (event: HeldEvent, held: Held) => string };
export type Ledger = RecordLedger | EventLedger;

export const line = (...fields: readonly unknown[]): string => JSON.stringify(fields);

/** Vendors print whole seconds. */
export const iso = (ms: number): string => new Date(Math.floor(ms / 1000) * 1000).toISOString();
export const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

/** As our database holds a text: Postgres takes no NUL and no half of a surrogate pair. */
export const heldText = (text: string): string => text.toWellFormed().replaceAll("\0", "\uFFFD");
