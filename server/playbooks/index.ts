import type { Playbook } from "./define.ts";
import { orderExceptions } from "./order-exceptions/playbook.ts";

/** Every playbook of the product: one line each. */
export const playbooks: readonly Playbook[] = [orderExceptions];

export const findPlaybook = (name: string): Playbook | undefined => playbooks.find((playbook) => playbook.name === name);
