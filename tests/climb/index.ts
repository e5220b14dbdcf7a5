import { carrierSelectionClimb } from "./carrier-selection.ts";
import type { Climber } from "./climber.ts";
import { inventorySyncClimb } from "./inventory-sync.ts";
import { orderExceptionsClimb } from "./order-exceptions.ts";
import { returnsClimb } from "./returns.ts";
import { supplierPoClimb } from "./supplier-po.ts";
import { ticketRoutingClimb } from "./ticket-routing.ts";

/** Every playbook that climbs, by one line. */
export const climbers: readonly Climber[] = [
  orderExceptionsClimb,
  returnsClimb,
  carrierSelectionClimb,
  ticketRoutingClimb,
  supplierPoClimb,
  inventorySyncClimb,
];
