import { carrierSelection } from "./carrier-selection/playbook.ts";
import type { Playbook } from "./define.ts";
import { inventorySync } from "./inventory-sync/playbook.ts";
import { orderExceptions } from "./order-exceptions/playbook.ts";
import { returns } from "./returns/playbook.ts";
import { supplierPo } from "./supplier-po/playbook.ts";
import { ticketRouting } from "./ticket-routing/playbook.ts";

/** Every playbook of the product: one line each. */
export const playbooks: readonly Playbook[] = [orderExceptions, ticketRouting, supplierPo, carrierSelection, returns, inventorySync];

export const findPlaybook = (name: string): Playbook | undefined => playbooks.find((playbook) => playbook.name === name);
