import * as z from "zod";

const Text = z.string().nullish().catch(null);

/** What the connector found out about the account when it was connected. Each connector writes what its vendor tells. */
export const Calibration = z.object({
  accountName: Text,
  accountDomain: Text,
  timeZone: Text,
  currency: Text,
  grantedScopes: Text.describe("comma list"),
  ourAppTitle: Text,
  oldestEventAt: Text,
});

const Count = z.record(z.string(), z.number());

/** What the events that arrived say of themselves. */
export const Evidence = z.object({
  events: z.number().int(),
  oldestAt: z.iso.datetime().nullable(),
  newestAt: z.iso.datetime().nullable(),
  byKind: Count,
  byGrade: Count,
  nameless: z.number().int().default(0).describe("events of people that name nobody"),
  actors: z.array(z.object({ actor: z.string(), kind: z.string(), events: z.number().int(), lastAt: z.iso.datetime() })),
});
export type Evidence = z.infer<typeof Evidence>;

const Facts = z.object({
  calibration: Calibration.nullable().catch(null).default(null),
  evidence: Evidence.nullable().catch(null).default(null),
  account: z.string().nullable().catch(null).default(null).describe("how Nango was told to reach it: a shop's or an account's own name"),
});
export type Facts = z.infer<typeof Facts>;

/** The facts column, whatever stands in it. */
export const readFacts = (stored: unknown): Facts => Facts.catch({ calibration: null, evidence: null, account: null }).parse(stored);

/** How one sync stood when it was last looked at. */
export const SyncState = z.object({
  name: z.string(),
  status: z.string(),
  frequency: z.string().nullable(),
  finishedAt: z.string().nullable(),
  nextAt: z.string().nullable(),
  recordCount: Count,
});
export type SyncState = z.infer<typeof SyncState>;

export const readSyncs = (stored: unknown): SyncState[] => z.array(SyncState).catch([]).parse(stored);
