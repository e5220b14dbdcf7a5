import { createHelpdesk } from "./helpdesk/create-helpdesk.ts";
import { createInventory } from "./inventory/create-inventory.ts";
import { createPurchasing } from "./purchasing/create-purchasing.ts";
import { createReturns } from "./returns/create-returns.ts";
import { createShipping } from "./shipping/create-shipping.ts";
import { createWarehouse } from "./warehouse/create-warehouse.ts";
import type { Department, Opening } from "./department.ts";

/** The departments of the merchant: one folder and one line each. */
export function openDepartments(opening: Opening) {
  const purchasing = createPurchasing(opening);
  return {
    helpdesk: createHelpdesk(opening),
    purchasing,
    shipping: createShipping(opening),
    returns: createReturns(opening),
    inventory: createInventory(opening, purchasing.state),
    warehouse: createWarehouse(opening),
  };
}
export type Departments = ReturnType<typeof openDepartments>;

/** The department that a journal names. @throws when this sandbox has none of that name */
export function departmentNamed(departments: Departments, name: string): Department {
  const department = new Map<string, Department>(Object.entries(departments)).get(name);
  if (!department) throw new Error(`The journal names the department "${name}", which this sandbox does not have: use an empty --folder.`);
  return department;
}
