import { CARRIER_CHOICE } from "./carrier-choice.ts";
import { INVENTORY_SYNC } from "./inventory-sync.ts";
import { RETURNS } from "./returns.ts";
import { SUPPLIER_PO } from "./supplier-po.ts";
import type { Workflow } from "./workflow.ts";

/** The workflows in a simple form; order exceptions and tickets are simulated by the shop and its helpdesk. */
export const WORKFLOWS: readonly Workflow[] = [INVENTORY_SYNC, SUPPLIER_PO, RETURNS, CARRIER_CHOICE];
