import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

const Address = z.strictObject({
  firstName: z.string(),
  lastName: z.string(),
  address1: z.string(),
  address2: z.string().nullable(),
  city: z.string(),
  provinceCode: z.string(),
  zip: z.string(),
  countryCode: z.string(),
});

const HoldReasons = z.enum([
  "INCORRECT_ADDRESS",
  "HIGH_RISK_OF_FRAUD",
  "INVENTORY_OUT_OF_STOCK",
  "AWAITING_PAYMENT",
  "AWAITING_RETURN_ITEMS",
  "ONLINE_STORE_POST_PURCHASE_CROSS_SELL",
  "UNKNOWN_DELIVERY_DATE",
  "OTHER",
]);
const CancelReasons = z.enum(["CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF"]);

const Action = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("hold"), orderNumber: z.int(), reason: HoldReasons, notes: z.string(), handle: z.string().nullable() }),
  z.strictObject({ kind: z.literal("release"), orderNumber: z.int(), holdIds: z.array(z.int()).readonly().nullable() }),
  z.strictObject({ kind: z.literal("add tags"), orderNumber: z.int(), tags: z.array(z.string()).readonly() }),
  z.strictObject({ kind: z.literal("remove tags"), orderNumber: z.int(), tags: z.array(z.string()).readonly() }),
  z.strictObject({
    kind: z.literal("cancel"),
    orderNumber: z.int(),
    reason: CancelReasons,
    staffNote: z.string().nullable(),
    restock: z.boolean(),
    refund: z.boolean(),
    notifyCustomer: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal("update"),
    orderNumber: z.int(),
    address: Address.nullable(),
    note: z.string().nullable(),
    tags: z.array(z.string()).readonly().nullable(),
  }),
]);

/** A line of the journal: what was accepted from outside and cannot be worked out again from the seed. */
export const JournalEntry = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("action"),
    seq: z.int(),
    atMs: z.int(),
    by: z.strictObject({ kind: z.literal("app"), id: z.int(), title: z.string() }),
    action: Action,
    changed: z.boolean(),
  }),
  // Each department reads its own actions: it parses them again when they are repeated.
  z.strictObject({
    kind: z.literal("department action"),
    seq: z.int(),
    department: z.string(),
    atMs: z.int(),
    by: z.strictObject({ kind: z.literal("app"), id: z.int(), title: z.string() }),
    action: z.unknown(),
    changed: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal("grant"),
    vendor: z.string().default("shopify"), // entries of before there was a second one
    accessHash: z.string(),
    refreshHash: z.string().nullable(),
    scopes: z.array(z.string()).readonly(),
    clientId: z.string(),
    expiresAtMs: z.int().nullable(),
    refreshExpiresAtMs: z.int().nullable(),
  }),
  z.strictObject({ kind: z.literal("revoke"), accessHash: z.string() }),
  z.strictObject({
    kind: z.literal("subscribe"),
    vendor: z.string().default("shopify"),
    id: z.int(),
    topic: z.string(),
    uri: z.string(),
    name: z.string().nullable(),
    atMs: z.int(),
  }),
  z.strictObject({ kind: z.literal("unsubscribe"), vendor: z.string().default("shopify"), id: z.int() }),
]);
export type JournalEntry = z.infer<typeof JournalEntry>;
export type LedgerEntry = Extract<JournalEntry, { kind: "action" }>;
export type DepartmentEntry = Extract<JournalEntry, { kind: "department action" }>;

/** Where accepted things are kept: in a folder, or in memory only. */
export interface Journal {
  readonly entries: readonly JournalEntry[];
  /** The virtual instant that the shop had been told to go to; null for a new shop. */
  readonly clockMs: number | null;
  /** Returns when the entry is on the disk. */
  append(entry: JournalEntry): void;
  /** To be called before the shop goes on, so that after a crash it never stands earlier than it was seen. */
  markClock(atMs: number): void;
  close(): void;
}

export function memoryJournal(): Journal {
  const entries: JournalEntry[] = [];
  return { entries, clockMs: null, append: (entry) => void entries.push(entry), markClock: () => undefined, close: () => undefined };
}

/**
 * A journal in a folder: `journal.ndjson` is only ever appended to, `clock` holds one number. A last line
 * cut off by a crash was never answered as accepted, and is dropped. A folder made with other settings is refused.
 */
export function folderJournal(folder: string, settings: unknown): Journal {
  mkdirSync(folder, { recursive: true });
  keepSettings(join(folder, "settings.json"), JSON.stringify(settings, null, 2));
  const path = join(folder, "journal.ndjson");
  const kept = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const wholeBytes = kept.lastIndexOf(10) + 1;
  const entries = kept
    .subarray(0, wholeBytes)
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JournalEntry.parse(JSON.parse(line)));
  const file = openSync(path, "a");
  ftruncateSync(file, wholeBytes);
  const clockPath = join(folder, "clock");
  const clockText = existsSync(clockPath) ? readFileSync(clockPath, "utf8").trim() : "";
  const clock = openSync(clockPath, existsSync(clockPath) ? "r+" : "w");
  return {
    entries,
    clockMs: /^\d{13}$/.test(clockText) ? Number(clockText) : null,
    append(entry) {
      writeSync(file, `${JSON.stringify(entry)}\n`);
      fsyncSync(file);
      entries.push(entry);
    },
    markClock: (atMs) => void writeSync(clock, `${String(Math.round(atMs)).padStart(13, "0")}\n`, 0),
    close() {
      closeSync(file);
      closeSync(clock);
    },
  };
}

/** The settings that a folder was made with; null for a new folder. */
export function keptSettings(folder: string): unknown {
  const path = join(folder, "settings.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}

function keepSettings(path: string, text: string): void {
  if (!existsSync(path)) {
    const file = openSync(path, "w");
    writeSync(file, text);
    closeSync(file);
    return;
  }
  if (readFileSync(path, "utf8") !== text) {
    throw new Error(
      `${path} holds the settings of another shop: start with the same --seed, --days, --orders, --until and --profile, or with an empty --folder.`,
    );
  }
}
