import { teamOf } from "../../shop/staff.ts";
import type { StaffMember } from "../../shop/staff.ts";

/** Who settles differences between the channels and the ledger, with log-ins at the shop. */
export const STOCK_PLANNERS: readonly StaffMember[] = teamOf([
  { id: 82_000_001, name: ["Odile", "Marchand"], role: "inventory planner", startHour: 7.5, pace: 0.9 },
  { id: 82_000_002, name: ["Piet", "Vos"], role: "inventory planner", startHour: 9, pace: 1.15 },
]);
