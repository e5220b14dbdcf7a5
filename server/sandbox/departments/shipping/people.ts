import { teamOf } from "../../shop/staff.ts";
import type { ShopSettings } from "../../shop/settings.ts";
import type { StaffMember } from "../../shop/staff.ts";
import type { ServiceCode } from "./services.ts";

/** A person of the packing tables. */
export interface Packer extends StaffMember {
  /** Takes this service for what another one should have, now and then; null for somebody without such a liking. */
  favourite: ServiceCode | null;
}

const NAMES = [
  ["Bram", "Kuiper"],
  ["Lupe", "Rivas"],
  ["Ike", "Sandoval"],
  ["Thea", "Nyberg"],
  ["Milo", "Grant"],
  ["Zora", "Petit"],
  ["Kofi", "Mensah"],
  ["Una", "Byrne"],
  ["Raul", "Pena"],
  ["Elsa", "Winter"],
  ["Finn", "Doyle"],
  ["Mira", "Joshi"],
] as const;
// Two early shifts and a late one, in turn.
const PATTERNS = [
  { startHour: 6, pace: 0.9, favourite: null },
  { startHour: 8, pace: 1.1, favourite: "ups_ground" },
  { startHour: 12, pace: 1, favourite: null },
] as const;
const FIRST_ID = 86_000_001;
const ORDERS_PER_PACKER = 125; // four at 500 orders a day

/** Four packers at 500 orders a day, never fewer than three. */
export function packersOf(settings: ShopSettings): Packer[] {
  const count = Math.min(NAMES.length, Math.max(PATTERNS.length, Math.round(settings.ordersPerDay / ORDERS_PER_PACKER)));
  return NAMES.slice(0, count).flatMap((name, index) => {
    const { startHour, pace, favourite } = PATTERNS[index % PATTERNS.length] ?? PATTERNS[0];
    return teamOf([{ id: FIRST_ID + index, name, role: "shipping desk", startHour, pace }]).map((person) => ({ ...person, favourite }));
  });
}
