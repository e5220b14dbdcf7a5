import { expect, test } from "vitest";
import { LineRow, OrderRow, toPurchaseOrder } from "./to-purchase-order.js";
import { idList, quoted } from "./queries.js";

const row = OrderRow.parse({ id: 501, tranid: "PO-5012", status: "B", status_text: "Pending Receipt", entity: 31, entity_name: "Northwind Mills", created_at: "2026-11-01 08:00:00", modified_at: "2026-11-02 09:30:00" }); // prettier-ignore

test("quantities are counted without their sign, and a line without an item is no line of goods", () => {
  const lines = [
    LineRow.parse({ transaction: 501, id: 1, item: 301, sku: "HP-01", quantity: -40, quantityshiprecv: "10", eta: "2026-11-20", isclosed: "F" }),
    LineRow.parse({ transaction: 501, id: 2, quantity: 1 }),
  ]; // prettier-ignore
  expect(toPurchaseOrder(row, lines, "-08:00")).toMatchObject({
    number: "PO-5012",
    state: "pending_receipt",
    memo: null,
    updatedAt: "2026-11-02T17:30:00.000Z",
    lines: [{ id: "1", quantity: 40, receivedQuantity: 10, expectedOn: "2026-11-20", isClosed: false }],
  });
});

test("a status that is not known by its letter keeps its text", () => {
  const odd = { ...row, status: "PurchOrd:Z", status_text: "Waiting for Customs" };
  expect(toPurchaseOrder(odd, [], "UTC").state).toBe("waiting_for_customs");
  expect(toPurchaseOrder({ ...row, status: "PurchOrd:H" }, [], "UTC").state).toBe("closed");
});

test("nothing but numbers and quoted texts reaches a query", () => {
  expect(idList(["1", "-30"])).toBe("1, -30");
  expect(() => idList(["1) OR (1=1"])).toThrow("is not a NetSuite id");
  expect(quoted("O'Neil")).toBe("'O''Neil'");
});
