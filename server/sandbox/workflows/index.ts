import { CARRIER_CHOICE } from "./carrier-choice.ts";
import { INVENTORY_SYNC } from "./inventory-sync.ts";
import { RETURNS } from "./returns.ts";
import { SUPPLIER_PO } from "./supplier-po.ts";
import { TICKET_ROUTING } from "./ticket-routing.ts";
import type { Workflow } from "./workflow.ts";

/** The workflows beside order exceptions, which the shop itself simulates. */
export const WORKFLOWS: readonly Workflow[] = [INVENTORY_SYNC, SUPPLIER_PO, RETURNS, TICKET_ROUTING, CARRIER_CHOICE];
