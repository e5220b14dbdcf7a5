import { createHelpdesk } from "./helpdesk/create-helpdesk.ts";
import { createPurchasing } from "./purchasing/create-purchasing.ts";
import { createReturns } from "./returns/create-returns.ts";
import { createShipping } from "./shipping/create-shipping.ts";
import type { Opening } from "./department.ts";

/** The departments of the merchant: one folder and one line each. */
export const openDepartments = (opening: Opening) => ({
  helpdesk: createHelpdesk(opening),
  purchasing: createPurchasing(opening),
  shipping: createShipping(opening),
  returns: createReturns(opening),
});
export type Departments = ReturnType<typeof openDepartments>;
