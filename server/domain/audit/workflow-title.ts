/** The six workflows that ship, under the names people read. Their ids are what connectors and logs write. */
const TITLES: Readonly<Record<string, string>> = {
  "order-exceptions": "Order exceptions",
  "inventory-sync": "Inventory across channels",
  "supplier-po": "Supplier PO status",
  returns: "Returns and restocking",
  "ticket-routing": "Escalation routing",
  "carrier-choice": "Carrier selection",
};

/** How a workflow is called on a page; one of your own is called as you named it. */
export const workflowTitle = (workflow: string): string => TITLES[workflow] ?? workflow;
