import * as z from "zod";

/** What this playbook reads of a difference between a channel and the ledger, as our copy holds it. */
export const DifferenceSeen = z.object({
  id: z.string(),
  levelId: z.string(),
  itemId: z.string(),
  locationId: z.string(),
  sku: z.string().nullable(),
  channel: z.string().nullable(),
  state: z.enum(["found", "recount_asked", "recounted", "settled", "stopped"]),
  unitsApart: z.int().positive(),
  direction: z.enum(["above", "below"]),
  ledgerQuantity: z.int(),
  channelQuantity: z.int(),
  countedQuantity: z.int().nullable(),
  foundAt: z.string(),
  settledAt: z.string().nullable(),
  stoppedAt: z.string().nullable(),
});
export type DifferenceSeen = z.infer<typeof DifferenceSeen>;

/** What it reads of one item at one channel: in our copy, and as the connector's action read-stock answers it. */
export const LevelSeen = z.object({
  id: z.string(),
  itemId: z.string(),
  locationId: z.string(),
  sku: z.string().nullable(),
  locationName: z.string().nullable().default(null),
  available: z.int().nullable(),
  safetyStock: z.int().nullable(),
  qualityControl: z.int().nullable(),
  unitCost: z.object({ amountMinor: z.int(), currency: z.string() }).nullable().default(null),
});
export type LevelSeen = z.infer<typeof LevelSeen>;

/** A level that says how many units are put aside on it, and how many are being counted. */
export type CountedLevel = LevelSeen & { available: number; safetyStock: number; qualityControl: number };

export const isCounted = (level: LevelSeen): level is CountedLevel =>
  level.available !== null && level.safetyStock !== null && level.qualityControl !== null;
