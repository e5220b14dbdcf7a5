import { teamOf } from "../../shop/staff.ts";
import type { StaffMember } from "../../shop/staff.ts";

/** Who decides on returns, with log-ins at the shop. */
export const RETURNS_DESK: readonly StaffMember[] = teamOf([
  { id: 84_000_001, name: ["Nadia", "Ferreira"], role: "returns desk", startHour: 8, pace: 0.9 },
  { id: 84_000_002, name: ["Owen", "Pryce"], role: "returns desk", startHour: 9.5, pace: 1.1 },
  { id: 84_000_003, name: ["Kiri", "Tane"], role: "returns desk", startHour: 10, pace: 1.2 },
]);
