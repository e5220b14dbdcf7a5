import { teamOf } from "../../shop/staff.ts";
import { GROUPS } from "./groups.ts";
import type { ShopSettings } from "../../shop/settings.ts";
import type { StaffAccount, StaffMember } from "../../shop/staff.ts";
import type { GroupKey } from "./groups.ts";

/** A person of the helpdesk and the groups whose tickets this person takes. */
export interface Agent extends StaffMember {
  groups: readonly GroupKey[];
  groupIds: readonly number[];
  /** Works through the page of a sidebar app, which writes by the API with the person's browser. */
  usesSidebar: boolean;
}

const SERVICE_NAMES = [
  ["Imke", "Sanders"],
  ["Jules", "Moreau"],
  ["Tendai", "Moyo"],
  ["Ada", "Kowal"],
  ["Felix", "Brook"],
  ["Nuria", "Sole"],
  ["Omar", "Rashid"],
  ["Pia", "Lund"],
  ["Stig", "Aalto"],
] as const;
const WAREHOUSE_NAMES = [
  ["Wren", "Asher"],
  ["Bo", "Marlow"],
  ["Cleo", "Vance"],
] as const;

const PATTERNS = [
  {
    startHour: 8,
    pace: 0.95,
    habit: "oldest first",
    groups: ["frontDesk", "orders", "returns"],
    usesSidebar: false,
  },
  {
    startHour: 9,
    pace: 1,
    habit: "newest first",
    groups: ["frontDesk", "languages", "orders", "returns"],
    usesSidebar: false,
  },
  {
    startHour: 11,
    pace: 1.1,
    habit: "same kind again",
    groups: ["frontDesk", "care", "orders", "returns"],
    usesSidebar: false,
  },
] as const;
const FIRST_AGENT_ID = 85_000_001;
const ORDERS_PER_SERVICE_AGENT = 167; // three at 500 orders a day
const ORDERS_PER_WAREHOUSE_LEAD = 500;

/** Three people of customer service and one of the warehouse at 500 orders a day; never fewer. */
export function agentsOf(settings: ShopSettings): Agent[] {
  const service = countOf(settings.ordersPerDay / ORDERS_PER_SERVICE_AGENT, PATTERNS.length, SERVICE_NAMES.length);
  const warehouse = countOf(settings.ordersPerDay / ORDERS_PER_WAREHOUSE_LEAD, 1, WAREHOUSE_NAMES.length);
  const people = [
    ...SERVICE_NAMES.slice(0, service).map((name, index) => {
      const { startHour, pace, habit, groups, usesSidebar } = PATTERNS[index % PATTERNS.length] ?? PATTERNS[0];
      return { name, role: "customer service", startHour, pace, habit, groups, usesSidebar } as const;
    }),
    ...WAREHOUSE_NAMES.slice(0, warehouse).map(
      (name) =>
        ({
          name,
          role: "warehouse lead",
          startHour: 7,
          pace: 1.2,
          habit: "oldest first",
          groups: ["fulfilment"],
          usesSidebar: true,
        }) as const,
    ),
  ];
  return people.flatMap(({ habit, groups, usesSidebar, ...person }, index) =>
    teamOf([{ id: FIRST_AGENT_ID + index, ...person }]).map((member) => ({
      ...member,
      habit,
      groups,
      groupIds: groups.map((key) => GROUPS[key].id),
      usesSidebar,
    })),
  );
}

const countOf = (wanted: number, least: number, most: number): number => Math.min(most, Math.max(least, Math.round(wanted)));

/** A log-in like any other in the list of agents; its API token belongs to a program that looks orders up. */
export const TOKEN_ACCOUNT: StaffAccount = {
  id: 85_000_900,
  firstName: "Casey",
  lastName: "Lin",
  email: "casey.lin@harbourandpine.example",
  isMachine: true,
};
export const ORDER_LOOKUP = { id: 7_200_001, title: "Order lookup", client: "axios/1.15.0" } as const;

/** Set the helpdesk up and answers no tickets; apps that this person allows write under this name. */
export const ADMIN_ACCOUNT: StaffAccount = {
  id: 85_000_901,
  firstName: "Nadia",
  lastName: "Perez",
  email: "nadia.perez@harbourandpine.example",
  isMachine: false,
};
