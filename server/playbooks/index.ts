import type { Playbook } from "./define.ts";
import { orderExceptions } from "./order-exceptions/playbook.ts";
import { ticketRouting } from "./ticket-routing/playbook.ts";

/** Every playbook of the product: one line each. */
export const playbooks: readonly Playbook[] = [orderExceptions, ticketRouting];

export const findPlaybook = (name: string): Playbook | undefined => playbooks.find((playbook) => playbook.name === name);
