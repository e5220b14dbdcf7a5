import { CATALOGUE } from "./catalogue.ts";
import { drawsFor } from "./settings.ts";
import { unreachable } from "../unreachable.ts";
import type { ShopSettings } from "./settings.ts";
import type { Address, Customer, ExceptionFacts, Order, OrderLine } from "./order.ts";
import type { Random } from "../random.ts";

const FIRST_NAMES = [
  "Anna",
  "Ben",
  "Carla",
  "Dev",
  "Elise",
  "Frank",
  "Grace",
  "Hector",
  "Ivy",
  "Jamal",
  "Kira",
  "Leo",
  "Mona",
  "Nils",
  "Opal",
  "Pete",
  "Rosa",
  "Seth",
  "Tess",
  "Uri",
  "Vera",
  "Walt",
  "Xena",
  "Zoe",
] as const;
const LAST_NAMES = [
  "Abbott",
  "Brandt",
  "Chen",
  "Diaz",
  "Ellis",
  "Foster",
  "Gupta",
  "Hale",
  "Irwin",
  "Jensen",
  "Kaur",
  "Lopez",
  "Mills",
  "Nolan",
  "Olsen",
  "Park",
  "Quist",
  "Rossi",
  "Stone",
  "Tran",
  "Usher",
  "Vogel",
  "Wood",
  "Young",
] as const;
const STREETS = [
  "Maple Street",
  "Harbor Road",
  "Elm Avenue",
  "Mill Lane",
  "Cedar Court",
  "Station Street",
  "Park Avenue",
  "River Road",
  "Hill Street",
  "Church Street",
] as const;
const CITIES = [
  ["Portland", "ME", "04101"],
  ["Boston", "MA", "02118"],
  ["Albany", "NY", "12207"],
  ["Denver", "CO", "80205"],
  ["Austin", "TX", "78704"],
  ["Tampa", "FL", "33606"],
  ["Seattle", "WA", "98109"],
  ["Chicago", "IL", "60614"],
  ["Raleigh", "NC", "27603"],
  ["Tucson", "AZ", "85719"],
] as const;

const CHANNELS = [
  ["Online Store", 82],
  ["Shop", 12],
  ["Point of Sale", 6],
] as const;
const RETURNING_SHARE = 0.32;
// Shares of all orders. Together 9 %: 45 exceptions a day at 500 orders.
const EXCEPTION_SHARES = [
  ["address", 3.6],
  ["risk", 2.4],
  ["stock", 2.0],
  ["none", 92],
] as const;
const TWIN_SHARE = 0.01;
const SHIPPING_MINOR = 695;
const FREE_SHIPPING_FROM_MINOR = 10_000;

function drawAddress(random: Random, firstName: string, lastName: string): Address {
  const [city, provinceCode, zip] = random.pick(CITIES);
  return {
    firstName,
    lastName,
    address1: `${random.integer(2, 980)} ${random.pick(STREETS)}`,
    address2: random.chance(0.25) ? `Apt ${random.integer(1, 40)}` : null,
    city,
    provinceCode,
    zip,
    countryCode: "US",
  };
}

const FIRST_CUSTOMER_ID = 61_000_001;

export function findCustomer(customers: readonly Customer[], id: number): Customer | undefined {
  return customers[id - FIRST_CUSTOMER_ID];
}

function drawCustomer(random: Random, customers: Customer[], atMs: number): Customer {
  const known = random.chance(RETURNING_SHARE) ? customers[random.integer(0, customers.length - 1)] : undefined;
  if (known) return known;
  const firstName = random.pick(FIRST_NAMES);
  const lastName = random.pick(LAST_NAMES);
  const id = FIRST_CUSTOMER_ID + customers.length;
  const customer: Customer = {
    id,
    createdMs: atMs,
    firstName,
    lastName,
    email: `${firstName}.${lastName}.${customers.length + 1}@mail.example`.toLowerCase(),
    address: drawAddress(random, firstName, lastName),
    orderNumbers: [],
    spentMinor: 0,
  };
  customers.push(customer);
  return customer;
}

function drawLines(random: Random): OrderLine[] {
  const [head, ...tail] = CATALOGUE.map((product) => [product, product.weight] as const);
  if (!head) return [];
  const wanted = random.weighted([
    [1, 62],
    [2, 25],
    [3, 9],
    [4, 4],
  ]);
  const lines = new Map<string, OrderLine>();
  for (let i = 0; i < wanted; i++) {
    const { sku, title, unitPriceMinor } = random.weighted([head, ...tail]);
    lines.set(sku, {
      sku,
      title,
      unitPriceMinor,
      quantity:
        (lines.get(sku)?.quantity ?? 0) +
        random.weighted([
          [1, 80],
          [2, 16],
          [4, 4],
        ]),
    });
  }
  return [...lines.values()];
}

function drawException(random: Random, lines: readonly OrderLine[]): ExceptionFacts | null {
  const kind = random.weighted(EXCEPTION_SHARES);
  switch (kind) {
    case "none":
      return null;
    case "address":
      return {
        kind,
        issue: random.weighted([
          ["missing_unit", 46],
          ["zip_mismatch", 28],
          ["unknown_street", 14],
          ["po_box", 12],
        ]),
      };
    case "risk":
      return {
        kind,
        level: random.weighted([
          ["MEDIUM", 78],
          ["HIGH", 22],
        ]),
      };
    case "stock":
      return {
        kind,
        sku: lines[0]?.sku ?? "",
        etaDays: random.weighted([
          [1, 20],
          [2, 22],
          [3, 18],
          [6, 20],
          [14, 20],
        ]),
      };
  }
  return unreachable();
}

function spoiled(address: Address, issue: "missing_unit" | "zip_mismatch" | "unknown_street" | "po_box", random: Random): Address {
  switch (issue) {
    case "missing_unit":
      return { ...address, address2: null };
    case "zip_mismatch":
      return { ...address, zip: String(10_000 + random.integer(0, 79_999)) };
    case "unknown_street":
      return { ...address, address1: address.address1.replace(/ \w+ /, " Unkown ") };
    case "po_box":
      return { ...address, address1: `PO Box ${random.integer(10, 4000)}`, address2: null };
  }
  return unreachable();
}

const RISK_FACTS = {
  LOW: [{ description: "The billing address matches the card", sentiment: "POSITIVE" }],
  MEDIUM: [
    { description: "The shipping address is far from the IP address", sentiment: "NEGATIVE" },
    { description: "The card's security code is correct", sentiment: "POSITIVE" },
  ],
  HIGH: [
    { description: "Several cards were tried", sentiment: "NEGATIVE" },
    { description: "The billing address does not match the card", sentiment: "NEGATIVE" },
  ],
} as const;

/** What another order the same customer placed by mistake takes over. */
export interface TwinOf {
  order: Order;
  sameItems: boolean;
}

/**
 * An order as it is the moment it is placed. The customer is taken from the list, or added to it.
 * `twinOf` makes it the second of a pair placed by mistake.
 */
export function drawOrder(
  settings: ShopSettings,
  customers: Customer[],
  input: { number: number; placedMs: number; twinOf: TwinOf | null },
): Order {
  const { number, placedMs, twinOf } = input;
  const random = drawsFor(settings, "order", number);
  const sameCustomer = twinOf ? findCustomer(customers, twinOf.order.customerId) : undefined;
  const customer = sameCustomer ?? drawCustomer(random, customers, placedMs);
  const lines = twinOf?.sameItems ? twinOf.order.lines : drawLines(random);
  const exception: ExceptionFacts | null = twinOf
    ? {
        kind: "duplicate",
        ofOrder: twinOf.order.number,
        sameItems: twinOf.sameItems,
        minutesApart: Math.round((placedMs - twinOf.order.placedMs) / 60_000),
      }
    : drawException(random, lines);
  const itemsMinor = lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0);
  const shippingMinor = itemsMinor >= FREE_SHIPPING_FROM_MINOR ? 0 : SHIPPING_MINOR;
  const riskLevel = exception?.kind === "risk" ? exception.level : "LOW";
  const ordersBefore = customer.orderNumbers.length;
  const order: Order = {
    number,
    placedMs,
    updatedMs: placedMs,
    channel: twinOf?.order.channel ?? random.weighted(CHANNELS),
    customerId: customer.id,
    ordersBefore,
    address: exception?.kind === "address" ? spoiled(customer.address, exception.issue, random) : customer.address,
    addressCheck: exception?.kind === "address" ? (exception.issue === "missing_unit" ? "WARNING" : "ERROR") : "NO_ISSUES",
    lines,
    shippingMinor,
    totalMinor: itemsMinor + shippingMinor,
    riskLevel,
    riskFacts: RISK_FACTS[riskLevel],
    tags: [],
    attributes: [{ key: "customer_orders_before", value: String(ordersBefore) }],
    note: null,
    holds: [],
    fulfilment: "OPEN",
    fulfilledMs: null,
    closedMs: null,
    cancelled: null,
    events: [],
    exception,
  };
  customer.orderNumbers.push(number);
  customer.spentMinor += order.totalMinor;
  return order;
}

/** Minutes until the same customer orders again by mistake, or null: 1 in 100 orders without another exception. */
export function drawTwin(settings: ShopSettings, order: Order): { minutes: number; sameItems: boolean } | null {
  const random = drawsFor(settings, "twin", order.number);
  if (order.exception || !random.chance(TWIN_SHARE)) return null;
  return { minutes: random.between(2, 55), sameItems: random.chance(0.7) };
}
