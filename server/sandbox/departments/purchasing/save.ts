import { LOCATION_ID, nextTransactionId, type PurchasingState } from "./state.ts";
import type { Context, Line, Note, Transaction, TransactionType } from "./transaction.ts";

export interface Author {
  id: number;
  context: Context;
}

/** What one save changes; a field that is left out stays. */
export interface Changes {
  status?: string;
  memo?: string;
  isAcknowledged?: boolean;
  /** The supplier's mail was attached to the document. What it says is in the mail. */
  hasMail?: boolean;
  /** What the supplier answered through a program, by line. */
  supplierDays?: readonly { id: number; day: number }[];
  lines?: readonly { id: number; expectedDay?: number; received?: number; quantity?: number }[];
}

export const STATUS_FIELD = "TRANDOC.KSTATUS";
export const MEMO_FIELD = "TRANDOC.SMEMO";
export const DATE_FIELD = "TRANLINE.DEXPECTEDRECEIPTDATE";
export const ACK_FIELD = "CUSTBODY_SUPPLIER_ACK";
export const MAIL_FIELD = "CUSTBODY_SUPPLIER_MAIL";
export const SUPPLIER_DATE_FIELD = "CUSTCOL_SUPPLIER_DATE";
export const TOTAL_FIELD = "TRANDOC.MAMOUNTMAIN";
export const PRIORITY_FIELD = "CUSTBODY_PRIORITY";

/** Writes a document with the notes of its creation. */
export function createTransaction(
  state: PurchasingState,
  { type, author, ...rest }: { type: TransactionType; author: Author; supplierId?: number; madeFrom?: number; status?: string; memo?: string; externalId?: string; firstValues?: Readonly<Record<string, string>>; lines: readonly Omit<Line, "id" | "locationId" | "isClosed">[] }, // prettier-ignore
): Transaction {
  const id = nextTransactionId(state);
  const prefix = { PurchOrd: "PO", ItemRcpt: "IR", InvAdjst: "IA" }[type];
  const transaction: Transaction = {
    id,
    type,
    number: `${prefix}-${id - 495_000}`,
    createdMs: state.nowMs,
    modifiedMs: state.nowMs,
    createdBy: author.id,
    modifiedBy: author.id,
    status: rest.status ?? null,
    supplierId: rest.supplierId ?? null,
    madeFrom: rest.madeFrom ?? null,
    externalId: rest.externalId ?? null,
    memo: rest.memo ?? null,
    lines: rest.lines.map((line, index) => ({ ...line, id: index + 1, locationId: LOCATION_ID, isClosed: false })),
    notes: [],
  };
  transaction.notes.push(noteOf(state, transaction, author, { type: 1, field: "TRANDOC.KTRANTYPE", before: null, after: type }));
  for (const [field, after] of Object.entries(rest.firstValues ?? {}))
    transaction.notes.push(noteOf(state, transaction, author, { type: 4, field, before: null, after }));
  if (type === "PurchOrd")
    for (const line of transaction.lines) {
      const note = noteOf(state, transaction, author, { type: 4, field: DATE_FIELD, before: null, after: dayText(line.expectedDay) });
      transaction.notes.push({ ...note, lineId: line.id });
    }
  state.transactions.push(transaction);
  state.revision++;
  return transaction;
}

/** Writes one save with everything that differs; false and nothing written when nothing does. */
export function saveTransaction(state: PurchasingState, transaction: Transaction, author: Author, changes: Changes): boolean {
  const notes: Note[] = [];
  const note = (field: string, before: string | null, after: string | null, lineId: number | null = null) =>
    notes.push({ ...noteOf(state, transaction, author, { type: 4, field, before, after }), lineId });
  if (changes.status !== undefined && changes.status !== transaction.status) {
    note(STATUS_FIELD, transaction.status, changes.status);
    transaction.status = changes.status;
  }
  if (changes.memo !== undefined && changes.memo !== (transaction.memo ?? "")) {
    note(MEMO_FIELD, transaction.memo, changes.memo);
    transaction.memo = changes.memo;
  }
  if (changes.isAcknowledged) note(ACK_FIELD, "F", "T");
  if (changes.hasMail) note(MAIL_FIELD, null, "T");
  for (const { id, day } of changes.supplierDays ?? []) note(SUPPLIER_DATE_FIELD, null, dayText(day), id);
  for (const change of changes.lines ?? []) {
    const line = transaction.lines.find(({ id }) => id === change.id);
    if (!line) continue;
    if (change.expectedDay !== undefined && change.expectedDay !== line.expectedDay) {
      note(DATE_FIELD, dayText(line.expectedDay), dayText(change.expectedDay), line.id);
      line.expectedDay = change.expectedDay;
    }
    if (change.quantity !== undefined && change.quantity !== line.quantity) {
      note("TRANLINE.RQTY", String(line.quantity), String(change.quantity), line.id);
      line.quantity = change.quantity;
    }
    if (change.received !== undefined) line.received = change.received;
  }
  if (notes.length === 0) return false;
  transaction.notes.push(...notes);
  transaction.modifiedMs = state.nowMs;
  transaction.modifiedBy = author.id;
  state.revision++;
  return true;
}

/** A day counted from 1970-01-01 as 2026-03-30. */
export const dayText = (day: number | null): string | null => (day === null ? null : new Date(day * 86_400_000).toISOString().slice(0, 10));

function noteOf(
  state: PurchasingState,
  { id }: Transaction,
  author: Author,
  rest: Pick<Note, "type" | "field" | "before" | "after">,
): Note {
  return { transactionId: id, atMs: state.nowMs, authorId: author.id, context: author.context, lineId: null, ...rest };
}
