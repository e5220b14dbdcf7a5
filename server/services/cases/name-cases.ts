import { listRecordNames } from "#db/queries/case-names.ts";
import type { Tx } from "#db/client.ts";

/** By the kind of case: the model of its record, the field that people call it by, and the word they say before it. */
const CALLED: Readonly<Record<string, { model: string; field: string; word: string }>> = {
  order: { model: "Order", field: "number", word: "" },
  ticket: { model: "Ticket", field: "id", word: "Ticket " },
  purchase_order: { model: "PurchaseOrder", field: "number", word: "" },
  return: { model: "Return", field: "number", word: "Return " },
  shipment: { model: "Shipment", field: "orderNumber", word: "Shipment of " },
  sku: { model: "StockDifference", field: "sku", word: "Stock of " },
};

/**
 * What people call cases: #1042, PO-5012, Ticket 35, Return #1042-R1. A case without a record, or with two that are called differently, keeps the
 * name that its events have, since that is what can be searched for.
 *
 * @param caseIds as events name them: order:gid://...; at most a few hundred
 * @returns a function from such an id to the name
 */
export async function nameCases(
  tx: Tx,
  { workspaceId, caseIds }: { workspaceId: string; caseIds: readonly string[] },
): Promise<(caseId: string) => string> {
  const names = new Map<string, Set<string>>();
  for (const [type, { model, field, word }] of Object.entries(CALLED)) {
    const prefix = `${type}:`;
    const recordIds = [...new Set(caseIds)].filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length));
    if (recordIds.length === 0) continue;
    for (const { recordId, name } of await listRecordNames(tx, { workspaceId, model, field, recordIds })) {
      const caseId = `${prefix}${recordId}`;
      names.set(caseId, (names.get(caseId) ?? new Set()).add(`${word}${name}`));
    }
  }
  return (caseId) => {
    const [name, another] = names.get(caseId) ?? [];
    return name === undefined || another !== undefined ? caseId : name;
  };
}
