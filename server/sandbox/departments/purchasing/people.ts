import { teamOf } from "../../shop/staff.ts";
import type { StaffMember } from "../../shop/staff.ts";

/** Who works with the ERP. Numbers are those of its employees. */
export const BUYERS: readonly StaffMember[] = teamOf([
  { id: 1201, name: ["Rahel", "Stern"], role: "buyer", startHour: 8, pace: 1.05 },
  { id: 1202, name: ["Dario", "Conti"], role: "buyer", startHour: 8.5, pace: 0.95 },
  { id: 1203, name: ["Ines", "Falk"], role: "buyer", startHour: 9, pace: 1.1 },
]);
/** They count the shelves for the ERP's own balances; channels are other people's (departments/inventory). */
export const PLANNERS: readonly StaffMember[] = teamOf([
  { id: 1211, name: ["Signe", "Aune"], role: "inventory planner", startHour: 7.5, pace: 0.9 },
  { id: 1212, name: ["Bram", "Hoek"], role: "inventory planner", startHour: 9, pace: 1.15 },
]);

/** The ERP itself, and the employees under whom programs work. */
export const SYSTEM_ID = -4;
export const EDI_ID = 1291;
export const WAREHOUSE_ID = 1292;
/** Looks like a person: saves in the browser, at night, by the second. */
export const ROBOT_ID = 1293;
/** The program that attaches suppliers' mails to their orders. */
export const MAIL_ID = 1294;
/** Under which outside apps are let in. */
export const TOKEN_ID = 1299;

export const EMPLOYEE_NAMES: ReadonlyMap<number, string> = new Map([
  ...[...BUYERS, ...PLANNERS].map(({ id, firstName, lastName }) => [id, `${firstName} ${lastName}`] as const),
  [SYSTEM_ID, "-System-"],
  [EDI_ID, "Tradelink EDI"],
  [WAREHOUSE_ID, "Harbour 3PL"],
  [ROBOT_ID, "Quill Marsh"],
  [MAIL_ID, "Mail Capture"],
  [TOKEN_ID, "Slipstream Integration"],
]);

const SUPPLIERS = 40;
export const FIRST_SUPPLIER_ID = 3001;

/** A supplier that answers by itself into the ERP; the others write mails. */
export const answersByEdi = (supplierId: number): boolean => supplierId % 3 === 0;

const TOWNS = ["Mills", "Works", "Ceramics", "Textiles", "Glass", "Timber", "Brass", "Weavers"] as const;
const NAMES = ["Northwind", "Alder", "Quarry", "Saltmarsh", "Foxglove"] as const;

/** Forty of them, each with a name of its own. */
export const SUPPLIER_NAMES: ReadonlyMap<number, string> = new Map(
  Array.from({ length: SUPPLIERS }, (_, index) => [
    FIRST_SUPPLIER_ID + index,
    `${NAMES[index % NAMES.length] ?? ""} ${TOWNS[Math.floor(index / NAMES.length)] ?? ""}`,
  ]),
);

/** Where a supplier gets mail: at a name that leads nowhere (RFC 2606). */
export const supplierEmail = (id: number): string =>
  `orders@${(SUPPLIER_NAMES.get(id) ?? "supplier").toLowerCase().replaceAll(" ", "-")}.example`;
