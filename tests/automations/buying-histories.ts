import { NoteRow, savesOf, toOpsEvent } from "#connectors/netsuite/to-ops-event.ts";
import { LineRow, OrderRow, toPurchaseOrder } from "#connectors/netsuite/to-purchase-order.ts";
import type { CaseHistory } from "#server/domain/automations/case-history.ts";
import { compareEvents, type OpsEvent } from "#server/domain/event-log/event.ts";
import { EMPLOYEE_NAMES, ROBOT_ID, SUPPLIER_NAMES } from "#server/sandbox/departments/purchasing/people.ts";
import { dayText } from "#server/sandbox/departments/purchasing/save.ts";
import type { Note, Transaction } from "#server/sandbox/departments/purchasing/transaction.ts";
import { openSandbox, type Sandbox } from "#server/sandbox/open-sandbox.ts";
import { shopSettings, startOf } from "#server/sandbox/shop/settings.ts";
import { ACCOUNT } from "#server/sandbox/vendors/netsuite/account.ts";
import { localText } from "#server/sandbox/vendors/netsuite/tables.ts";
import { toEvent } from "#server/services/connections/to-event.ts";

const LABELS = new Map([
  ["UIF", "UI"],
  ["WBS", "Web Services"],
  ["SCH", "Script (Scheduled)"],
  ["UEV", "Script (User Event)"],
]);
/** Somebody has told the connection under which employee a program works in the browser. */
const INTEGRATION_USERS = new Set([String(ROBOT_ID)]);

/** Reads purchase orders as our copy would hold them at an instant, without the way through Nango. */
export function orderReader({ departments }: Pick<Sandbox, "departments">): {
  historyOf: (order: Transaction, knownAtMs: number, own?: readonly OpsEvent[]) => CaseHistory;
} {
  const { state } = departments.purchasing;
  const bySupplier = new Map<number | null, Transaction[]>();
  const receipts = new Map<number, Transaction[]>();
  let read = 0;
  return {
    historyOf(order, knownAtMs, own = []) {
      for (; read < state.transactions.length; read += 1) {
        const next = state.transactions[read]!;
        if (next.type === "PurchOrd") bySupplier.set(next.supplierId, [...(bySupplier.get(next.supplierId) ?? []), next]);
        if (next.type === "ItemRcpt") receipts.set(next.madeFrom ?? 0, [...(receipts.get(next.madeFrom ?? 0) ?? []), next]);
      }
      return {
        caseId: `purchase_order:${order.id}`,
        events: [...eventsOf(order), ...(receipts.get(order.id) ?? []).flatMap(eventsOf), ...own].sort(compareEvents),
        records: [{ model: "PurchaseOrder", recordId: String(order.id), knownAtMs, content: recordOf(order) }],
        related: (bySupplier.get(order.supplierId) ?? [])
          .filter((other) => other !== order)
          .map((other) => ({ caseId: `purchase_order:${other.id}`, atMs: other.createdMs, content: recordOf(other) })),
        linked: [],
      };
    },
  };
}

function eventsOf({ id, type, number, madeFrom, notes }: Transaction): OpsEvent[] {
  const kind = { id: String(id), type, tranid: number, made_from: madeFrom === null ? null : String(madeFrom) };
  const view = { kind, zone: ACCOUNT.zone, labels: LABELS, integrationUsers: INTEGRATION_USERS };
  return savesOf(notes.map(rowOf)).flatMap((save) => {
    const event = toOpsEvent(save, view);
    return event === null ? [] : (toEvent(event) ?? []);
  });
}

const rowOf = ({ transactionId, atMs, authorId, context, type, field, before, after, lineId }: Note): NoteRow =>
  NoteRow.parse({
    recordid: transactionId,
    at: localText(atMs),
    name: authorId,
    who: EMPLOYEE_NAMES.get(authorId),
    context,
    type,
    field,
    oldvalue: before,
    newvalue: after,
    lineid: lineId,
  });

export function recordOf({ id, number, status, supplierId, memo, createdMs, modifiedMs, lines }: Transaction) {
  const row = OrderRow.parse({
    id,
    tranid: number,
    status: status ?? "",
    entity: String(supplierId),
    entity_name: SUPPLIER_NAMES.get(supplierId ?? 0),
    memo,
    created_at: localText(createdMs),
    modified_at: localText(modifiedMs),
  });
  const rows = lines.map((line) =>
    LineRow.parse({
      transaction: id,
      id: line.id,
      item: line.itemId,
      sku: line.sku,
      quantity: line.quantity,
      quantityshiprecv: line.received,
      eta: dayText(line.expectedDay),
      isclosed: line.isClosed ? "T" : "F",
    }),
  );
  return toPurchaseOrder(row, rows, ACCOUNT.zone);
}

/** Purchase orders of a sandbox shop as our copy would hold them after a first connection at its end. */
export function historiesOfBuying(given: Parameters<typeof shopSettings>[0]) {
  const settings = shopSettings(given);
  const sandbox = openSandbox(settings);
  const { historyOf } = orderReader(sandbox);
  const histories = sandbox.departments.purchasing.state.transactions
    .filter(({ type }) => type === "PurchOrd")
    .map((order) => historyOf(order, settings.untilMs));
  return { histories, fromMs: startOf(settings), toMs: settings.untilMs };
}
