import { listRecordsCalled } from "#db/queries/case-names.ts";
import type { Tx } from "#db/client.ts";
import { CASE_QUALIFIER, type OpsEvent } from "#server/domain/event-log/event.ts";

/** By the kind of case: the model of its record, and the field that says what people call it. */
const CALLED: Readonly<Record<string, { model: string; field: string }>> = {
  order: { model: "Order", field: "number" },
  return: { model: "Return", field: "number" },
  purchase_order: { model: "PurchaseOrder", field: "number" },
};

/**
 * Files events of one system with the record of another one that bears the number they name: what a 3PL takes in belongs to the ERP's
 * purchase order. Where no record bears it, or several do, an event keeps the case that it came with. A record that is read later does
 * not draw earlier events to it: they are immutable.
 *
 * @param delivered events with the number of their case; null: the case is named already
 */
export async function joinCases(
  tx: Tx,
  { workspaceId, delivered }: { workspaceId: string; delivered: readonly { event: OpsEvent; caseNumber: string | null }[] },
): Promise<OpsEvent[]> {
  const caseIds = new Map<string, string[]>();
  for (const [type, { model, field }] of Object.entries(CALLED)) {
    const numbered = delivered.flatMap(({ event, caseNumber }) =>
      caseNumber !== null && event.caseId.startsWith(`${type}:`) ? [caseNumber] : [],
    );
    if (numbered.length === 0) continue;
    for (const { recordId, name } of await listRecordsCalled(tx, { workspaceId, model, field, names: [...new Set(numbered)] }))
      caseIds.set(`${type}:${name}`, [...(caseIds.get(`${type}:${name}`) ?? []), `${type}:${recordId}`]);
  }
  return delivered.map(({ event, caseNumber }) => {
    const type = event.caseId.slice(0, event.caseId.indexOf(":"));
    const [caseId, another] = caseNumber === null ? [] : (caseIds.get(`${type}:${caseNumber}`) ?? []);
    return caseId === undefined || another !== undefined || caseId === event.caseId ? event : movedTo(event, { type, caseId });
  });
}

/** The same event in another case; by what it was called before it stays to be found. */
function movedTo(event: OpsEvent, { type, caseId }: { type: string; caseId: string }): OpsEvent {
  const others = (event.objects ?? []).map((link) => (link.qualifier === CASE_QUALIFIER ? { ...link, qualifier: "" } : link));
  const id = caseId.slice(type.length + 1);
  return {
    ...event,
    caseId,
    objects: [{ type, id, qualifier: CASE_QUALIFIER }, ...others.filter((link) => link.type !== type || link.id !== id)],
  };
}
