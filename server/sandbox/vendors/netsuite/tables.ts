import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { dayOf, minutesOfDay } from "../../calendar.ts";
import { EMPLOYEE_NAMES, SUPPLIER_NAMES, supplierEmail, TOKEN_ID } from "../../departments/purchasing/people.ts";
import { dayText } from "../../departments/purchasing/save.ts";
import { LOCATION_ID, STORE_ROOM_ID, unshippedUnits } from "../../departments/purchasing/state.ts";
import { ACCOUNT, type RoleProfile } from "./account.ts";
import type { PurchasingState } from "../../departments/purchasing/state.ts";
import type { Transaction } from "../../departments/purchasing/transaction.ts";

const SCHEMA = `
create table dual (dummy text);
create table "transaction" (id integer primary key, tranid text, type text, status text, entity integer, memo text, externalid text,
  createdby integer, createddate text, lastmodifiedby integer, lastmodifieddate text);
create table transactionline ("transaction" integer, id integer, linesequencenumber integer, item integer, quantity real, quantityshiprecv real,
  location integer, expectedreceiptdate text, isclosed text, createdfrom integer, mainline text, taxline text, primary key ("transaction", id));
create table systemnote (recordtypeid integer, recordid integer, date text, name integer, role integer, context text, type integer,
  field text, oldvalue text, newvalue text, lineid integer);
create index systemnote_date on systemnote (date);
create index systemnote_record on systemnote (recordid);
create table aggregateitemlocation (item integer, location integer, quantityonhand real, quantityavailable real, quantitycommitted real,
  quantityonorder real, quantitybackordered real, lastquantityavailablechange text, primary key (item, location));
create table employee (id integer primary key, entityid text, firstname text, lastname text, email text, isinactive text);
create table vendor (id integer primary key, entityid text, companyname text, email text, isinactive text, lastmodifieddate text);
insert into dual values ('X');`;

const STATUS_TEXT: Readonly<Record<string, string>> = {
  A: "Pending Supervisor Approval",
  B: "Pending Receipt",
  D: "Partially Received",
  F: "Pending Bill",
  H: "Closed",
};
const CONTEXT_TEXT: Readonly<Record<string, string>> = {
  UIF: "UI",
  WBS: "Web Services",
  SCH: "Script (Scheduled)",
  CSV: "CSV Import",
  UEV: "Script (User Event)",
};

/** The account's tables as SQLite holds them, brought up to date before each look. */
export interface Tables {
  database: DatabaseSync;
  refresh(): void;
}

export function createTables(state: PurchasingState, profile: RoleProfile, wallNowMs: () => number): Tables {
  const database = new DatabaseSync(":memory:");
  database.exec(SCHEMA);
  const skuOf = new Map(state.items.map(({ id, sku }) => [id, sku]));
  const textOf = (column: SQLOutputValue, value: SQLOutputValue): string | null => {
    if (value === null) return null;
    const text = value.toString();
    if (column === "status") return STATUS_TEXT[text] ?? text;
    if (column === "entity") return SUPPLIER_NAMES.get(Number(value)) ?? null;
    if (column === "item") return skuOf.get(Number(value)) ?? null;
    if (column === "name") return EMPLOYEE_NAMES.get(Number(value)) ?? null;
    return column === "context" ? (CONTEXT_TEXT[text] ?? null) : text;
  };
  database.function("builtin_df", (column, value) => textOf(column, value));
  database.function("to_char", (value, format) => (value === null ? null : value.toString().slice(0, format === "YYYY-MM-DD" ? 10 : 19)));
  database.function("to_date", (value, _format) => value);
  // The vendor's clock is the machine's: what a caller's offset is measured against.
  database.function("sysdate_minus", (days) => localText(wallNowMs() - Number(days) * 86_400_000));
  for (const [id, name] of EMPLOYEE_NAMES) {
    const [first = name, last = ""] = name.split(" ");
    if (id > 0) database.prepare("insert into employee values (?, ?, ?, ?, null, 'F')").run(id, name, first, last);
  }
  for (const [id, name] of SUPPLIER_NAMES)
    database.prepare("insert into vendor values (?, ?, ?, ?, 'F', null)").run(id, name, name, supplierEmail(id));
  const written = new Map<number, { modifiedMs: number; notes: number }>();
  let revision = "";
  return {
    database,
    refresh() {
      const current = `${state.revision} ${state.opening.shop.state.orders.length}`;
      if (revision === current) return;
      revision = current;
      database.exec("begin");
      for (const transaction of state.transactions) writeTransaction(database, transaction, { profile, written });
      const unshipped = unshippedUnits(state);
      const balance = database.prepare("insert or replace into aggregateitemlocation values (?, ?, ?, ?, ?, ?, 0, null)");
      for (const { id, sku, onHand, overflow, onOrder } of state.items) {
        const committed = unshipped.get(sku) ?? 0;
        balance.run(id, LOCATION_ID, onHand, onHand - committed, committed, onOrder);
        balance.run(id, STORE_ROOM_ID, overflow, overflow, 0, 0);
      }
      database.exec("commit");
    },
  };
}

function writeTransaction(
  database: DatabaseSync,
  transaction: Transaction,
  { profile, written }: { profile: RoleProfile; written: Map<number, { modifiedMs: number; notes: number }> },
): void {
  const before = written.get(transaction.id);
  if (before?.modifiedMs === transaction.modifiedMs && before.notes === transaction.notes.length) return;
  const { id, number, type, status, supplierId, memo, externalId, createdBy, modifiedBy, createdMs, modifiedMs } = transaction;
  database
    .prepare('insert or replace into "transaction" values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(id, number, type, status, supplierId, memo, externalId, createdBy, localText(createdMs), modifiedBy, localText(modifiedMs));
  const line = database.prepare("insert or replace into transactionline values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'F')");
  line.run(id, 0, 0, null, null, null, null, null, "F", null, "T");
  for (const one of transaction.lines) {
    const closed = one.isClosed ? "T" : "F";
    const date = dayText(one.expectedDay);
    line.run(id, one.id, one.id, one.itemId, one.quantity, one.received, one.locationId, date, closed, transaction.madeFrom, "F");
  }
  const note = database.prepare("insert into systemnote values (-30, ?, ?, ?, null, ?, ?, ?, ?, ?, ?)");
  for (const one of transaction.notes.slice(before?.notes ?? 0)) {
    if (profile === "minimal" && one.authorId !== TOKEN_ID) continue;
    note.run(id, localText(one.atMs), one.authorId, one.context, one.type, one.field, one.before, one.after, one.lineId);
  }
  written.set(id, { modifiedMs, notes: transaction.notes.length });
}

/** An instant as the account shows it: 2026-11-01 09:30:00, without a zone. */
export function localText(ms: number): string {
  const seconds = Math.floor(minutesOfDay(ACCOUNT.zone, Math.floor(ms / 1000) * 1000) * 60 + 0.5);
  const two = (value: number): string => String(value).padStart(2, "0");
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(":");
  return `${dayText(dayOf(ACCOUNT.zone, ms)) ?? ""} ${time}`;
}
