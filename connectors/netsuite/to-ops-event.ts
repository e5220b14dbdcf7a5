import { createHash } from "crypto";
import * as z from "zod";
import { localToUtc } from "../kit/local-time.js";
import { toWords } from "../kit/words.js";
import type { OpsEvent } from "../records/ops-event.js";
import { actorOfNote } from "./actor-of-note.js";
import { stateOf } from "./to-purchase-order.js";

const Id = z.union([z.string(), z.number()]).transform(String);
const Text = z.union([z.string(), z.number()]).transform(String).nullish();

/** By what a row of SystemNote belongs to its save. */
export const NoteKey = z.looseObject({ recordid: Id, at: z.string(), name: Text, context: Text });
export type NoteKey = z.infer<typeof NoteKey>;

/** One row of SystemNote: one field of one save. NetSuite leaves out columns that are null. */
export const NoteRow = z.object({
  recordid: Id,
  at: z.string(),
  name: Text,
  who: Text,
  context: Text,
  type: Text,
  field: Text,
  oldvalue: Text,
  newvalue: Text,
  lineid: Text,
});
export type NoteRow = z.infer<typeof NoteRow>;

/** What a transaction is. made_from: the purchase order of a receipt, the return of a credit. */
export const KindRow = z.object({ id: Id, type: z.string(), tranid: Text, made_from: Text });
export type KindRow = z.infer<typeof KindRow>;

/** All fields that one person or program saved at one moment. */
export type Save<Row = NoteRow> = { rows: readonly [Row, ...Row[]] };

/** Adjacent rows of one save together. @param rows in the order of the query, which sorts by save */
export function savesOf<Row extends NoteKey | NoteRow>(rows: readonly Row[]): Save<Row>[] {
  const saves: [Row, ...Row[]][] = [];
  for (const row of rows) {
    const last = saves.at(-1);
    if (last && keyOf(last[0]) === keyOf(row)) last.push(row);
    else saves.push([row]);
  }
  return saves.map((group) => ({ rows: group }));
}

/** What names a save: NetSuite gives it no number. */
export const keyOf = ({ recordid, at, name, context }: NoteKey | NoteRow): string =>
  JSON.stringify([recordid, at, name ?? null, context ?? null]);

/** A save whose rows can all be read. @throws ZodError when one cannot */
export function readSave({ rows: [first, ...rest] }: Save<NoteKey>): Save {
  return { rows: [NoteRow.parse(first), ...rest.map((row) => NoteRow.parse(row))] };
}

const CASE_OF_TYPE: Readonly<Record<string, OpsEvent["caseType"]>> = {
  PurchOrd: "purchase_order",
  ItemRcpt: "purchase_order",
  RtnAuth: "return",
  SalesOrd: "order",
  InvAdjst: "sku",
};
const NOUN_OF_TYPE: Readonly<Record<string, string>> = {
  PurchOrd: "purchase order",
  ItemRcpt: "receipt",
  RtnAuth: "return",
  SalesOrd: "order",
  InvAdjst: "stock",
};
const CREATED = "1";
// Internal names of fields differ between accounts: these are the ones that every account has, matched as parts.
const ACTIVITY_OF_FIELD: readonly (readonly [RegExp, string])[] = [
  [/SUPPLIER_?(DATE|QTY|QUANTITY|PRICE|RATE)/, "answer with a change"],
  [/SUPPLIER_?MAIL/, "receive supplier mail"],
  [/SUPPLIER_?ACK/, "acknowledge order"],
  [/EXPECTED|DDATEEXPECT|RECEIPTDATE|DDUEDATE/, "update expected date"],
  [/KSTATUS|APPROVAL/, "change status"],
  [/QUANTITY|RQTY|NQTY/, "change quantity"],
  [/AMOUNT|RATE|PRICE/, "change price"],
  [/MEMO|MESSAGE|COMMENT|NOTE/, "update memo"],
];

/**
 * One save as one event; null when the transaction is of a kind that no workflow follows. A receipt belongs to its purchase order.
 *
 * @param kind of the transaction; undefined when it has been deleted since
 */
export function toOpsEvent(
  { rows }: Save,
  {
    kind,
    zone,
    labels,
    integrationUsers,
  }: {
    kind: KindRow | undefined;
    zone: string;
    labels: ReadonlyMap<string, string>;
    integrationUsers: ReadonlySet<string>;
  },
): OpsEvent | null {
  const caseType = kind === undefined ? undefined : CASE_OF_TYPE[kind.type];
  if (kind === undefined || caseType === undefined) return null;
  const [first] = rows;
  const isReceipt = kind.type === "ItemRcpt";
  const caseId = isReceipt ? kind.made_from : kind.id;
  if (caseId === null || caseId === undefined) return null;
  const author = { name: first.name ?? null, who: first.who ?? null, context: first.context ?? null };
  return {
    id: createHash("sha256").update(keyOf(first)).digest("hex").slice(0, 40),
    caseType,
    caseId,
    activity: activityOf(rows, kind.type),
    sourceAction: rows
      .map(({ type, field }) => `${type ?? ""}:${field ?? ""}`)
      .join(" ")
      .slice(0, 500),
    sourceType: "SystemNote",
    endedAt: localToUtc(first.at, zone),
    startedAt: null,
    ...actorOfNote({ ...author, label: author.context === null ? null : (labels.get(author.context) ?? null) }, integrationUsers),
    objects: [{ type: caseType, id: caseId }, ...(isReceipt ? [{ type: "receipt", id: kind.id }] : [])],
    ...(kind.type === "PurchOrd" ? { details: detailsOf(rows) } : {}),
  };
}

/** What stands in a line of its own is named with the line: a supplier answers line by line. */
const DETAIL_OF_FIELD: readonly (readonly [RegExp, string, "line" | "order"])[] = [
  [/SUPPLIER_?DATE/, "supplier date", "line"],
  [/SUPPLIER_?(QTY|QUANTITY)/, "supplier quantity", "line"],
  [/SUPPLIER_?(PRICE|RATE)/, "supplier price", "line"],
  [/EXPECTED|DDATEEXPECT|RECEIPTDATE|DDUEDATE/, "expected date", "line"],
  [/QUANTITY|RQTY|NQTY/, "quantity", "line"],
  [/\bTRANLINE\b.*(RATE|PRICE)/, "price", "line"],
  [/MAMOUNTMAIN|\bTRANDOC\b.*TOTAL/, "total", "order"],
  [/KSTATUS|APPROVAL/, "status", "order"],
  [/PRIORITY|CRITICAL/, "priority", "order"],
];
const IS_DATE = /^\d{4}-\d{2}-\d{2}$/;
const LONGEST_MEMO = 200;
const MOST_DETAILS = 100;

/**
 * What the notes say of the new values. A date in another form than 2026-05-02 is left out: whether the month stands first differs between
 * accounts. Of a memo only what was added: some programs write their mark behind what people wrote.
 */
function detailsOf(rows: readonly NoteRow[]): { name: string; value: string }[] {
  const found: { name: string; value: string }[] = [];
  for (const { field, oldvalue, newvalue, lineid } of rows) {
    const code = (field ?? "").toUpperCase();
    if (newvalue == null || newvalue === "") continue;
    const known = DETAIL_OF_FIELD.find(([pattern]) => pattern.test(code));
    if (known) {
      const [, name, stands] = known;
      if (name.endsWith("date") && !IS_DATE.test(newvalue)) continue;
      const value = name === "status" ? stateOf(newvalue) : newvalue;
      found.push({ name: stands === "line" && lineid != null ? `${name} ${lineid}` : name, value });
    } else if (/MEMO/.test(code)) {
      const added = oldvalue != null && oldvalue !== "" && newvalue.startsWith(oldvalue) ? newvalue.slice(oldvalue.length) : newvalue;
      found.push({ name: "memo", value: added.slice(0, LONGEST_MEMO) });
    }
  }
  return found.slice(0, MOST_DETAILS);
}

function activityOf(rows: readonly NoteRow[], type: string): string {
  const noun = NOUN_OF_TYPE[type] ?? "record";
  if (rows.some((row) => row.type === CREATED))
    return type === "ItemRcpt" ? "receive goods" : type === "InvAdjst" ? "adjust stock" : `create ${noun}`;
  for (const [pattern, activity] of ACTIVITY_OF_FIELD)
    if (rows.some(({ field }) => pattern.test((field ?? "").toUpperCase()))) return activity;
  const [first] = rows;
  return rows.length === 1 && first?.field
    ? `change ${toWords(first.field.replace(/^(\w+\.|CUST(BODY|COL|ENTITY)_)/i, ""))}`
    : `edit ${noun}`;
}
