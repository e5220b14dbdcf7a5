import { HOUR_MS, MINUTE_MS } from "../../calendar.ts";
import { CATALOGUE } from "../../shop/catalogue.ts";
import { legacyOrderId } from "../shopify/ids.ts";
import { CENTRE, SHOP_CHANNEL } from "./account.ts";
import { itemIdOf, orderIdOf, shipmentIdOf } from "./ids.ts";
import type { HoldReason, Order } from "../../shop/order.ts";
import type { Sandbox } from "../../open-sandbox.ts";
import type { ShipTo, WarehouseState } from "../../departments/warehouse/state.ts";

const IMPORT_MS = 10 * MINUTE_MS;
const PROMISED_HOURS = 30;
const DELIVERED_HOURS = 62;
/** What of an order's time line the 3PL hears of. */
const HEARD: ReadonlySet<string> = new Set(["placed", "fulfillment_hold_added", "fulfillment_hold_released", "shipping_address_updated", "fulfillment_success", "cancelled"]); // prettier-ignore

/** Reasons of holds in the vendor's words; a hold for any other reason shows none. */
const DETAILS: Partial<Record<HoldReason, { id: number; name: string; description: string }>> = {
  INCORRECT_ADDRESS: { id: 401, name: "InvalidAddress", description: "Shipment is on hold because of an invalid address" },
  AWAITING_PAYMENT: { id: 400, name: "PaymentDeclined", description: "Shipment is on hold because the payment was declined" },
  INVENTORY_OUT_OF_STOCK: { id: 303, name: "OutOfStock", description: "Not enough stock to fulfil the shipment" },
};

/** When the 3PL got the order; it is not there before. */
export const importedMs = ({ placedMs }: Order): number => placedMs + IMPORT_MS;

/** When the shipment was changed last, as far as the 3PL hears of it. */
export function changedMs({ cancelledMs, shipTo }: WarehouseState, order: Order): number {
  const heard = order.events.findLast(({ action }) => HEARD.has(action))?.atMs ?? order.placedMs;
  return Math.max(importedMs(order), heard, cancelledMs.get(order.number) ?? 0, shipTo.get(order.number)?.atMs ?? 0);
}

export type ShipmentStatus = "Processing" | "OnHold" | "Exception" | "Completed" | "Cancelled";

export function statusOf({ cancelledMs }: WarehouseState, order: Order): ShipmentStatus {
  if (order.cancelled || cancelledMs.has(order.number)) return "Cancelled";
  if (order.fulfilledMs !== null) return "Completed";
  if (order.holds.some(({ reason }) => reason === "INVENTORY_OUT_OF_STOCK")) return "Exception";
  return order.holds.length > 0 ? "OnHold" : "Processing";
}

const ORDER_STATUS: Readonly<Record<ShipmentStatus, string>> = {
  Processing: "Processing",
  OnHold: "Processing",
  Exception: "Exception",
  Completed: "Fulfilled",
  Cancelled: "Cancelled",
};

export function orderShape(sandbox: Sandbox, order: Order): object {
  const { state } = sandbox.departments.warehouse;
  return {
    id: orderIdOf(order.number),
    created_date: printed(importedMs(order)),
    purchase_date: printed(order.placedMs),
    reference_id: String(legacyOrderId(order.number)),
    order_number: `#${order.number}`,
    status: ORDER_STATUS[statusOf(state, order)],
    type: "DTC",
    channel: { ...SHOP_CHANNEL },
    shipping_method: "Standard",
    recipient: recipientShape(sandbox, order),
    products: order.lines.map((line, index) => ({
      id: 41_000_001 + itemIndex(line.sku),
      reference_id: line.sku,
      quantity: line.quantity,
      quantity_unit_of_measure_code: "EA",
      sku: line.sku,
      gtin: null,
      upc: null,
      unit_price: line.unitPriceMinor / 100,
      external_line_id: index + 1,
    })),
    tags: [],
    shipments: [shipmentShape(sandbox, order)],
    gift_message: "",
    shipping_terms: { carrier_type: "Parcel", payment_term: "Prepaid" },
    retailer_program_data: null,
    financials: { total_price: order.totalMinor / 100 },
  };
}

export function shipmentShape(sandbox: Sandbox, order: Order): object {
  const { state } = sandbox.departments.warehouse;
  const status = statusOf(state, order);
  const packedMs = status === "Completed" ? order.fulfilledMs : null;
  const deliveredMs = packedMs === null ? null : packedMs + DELIVERED_HOURS * HOUR_MS;
  return {
    id: shipmentIdOf(order.number),
    order_id: orderIdOf(order.number),
    reference_id: String(legacyOrderId(order.number)),
    recipient: { ...recipientShape(sandbox, order), full_name: null },
    created_date: printed(importedMs(order)),
    last_update_at: printed(changedMs(state, order)),
    last_tracking_update_at: packedMs === null ? null : printed(packedMs),
    status,
    status_details: status === "OnHold" || status === "Exception" ? detailsOf(order) : [],
    location: { ...CENTRE },
    invoice_amount: packedMs === null ? null : 7.4,
    invoice_currency_code: "USD",
    insurance_value: null,
    ship_option: "Standard",
    package_material_type: "Box",
    tracking: packedMs === null ? null : trackingShape(order),
    products: order.lines.map(({ sku, title, quantity }) => productShape({ sku, title, quantity, status })),
    parent_cartons: [],
    measurements: { total_weight_oz: 18, length_in: 10, width_in: 8, depth_in: 4 },
    require_signature: false,
    estimated_fulfillment_date: printed(importedMs(order) + PROMISED_HOURS * HOUR_MS),
    actual_fulfillment_date: packedMs === null ? null : printed(packedMs),
    estimated_fulfillment_date_status: packedMs === null ? "PendingOnTime" : "FulfilledOnTime",
    is_tracking_uploaded: packedMs !== null,
    gift_message: "",
    delivery_date: deliveredMs !== null && deliveredMs <= state.nowMs ? printed(deliveredMs) : null,
  };
}

const detailsOf = ({ holds, exception }: Order): object[] =>
  holds.flatMap(({ reason }) => {
    const detail = DETAILS[reason];
    if (!detail) return [];
    const inventoryId = reason === "INVENTORY_OUT_OF_STOCK" && exception?.kind === "stock" ? itemIdOf(itemIndex(exception.sku)) : null;
    const messages = reason === "INCORRECT_ADDRESS" ? ["Address could not be verified"] : [];
    return [{ ...detail, inventory_id: inventoryId, exception_fulfillment_center_id: null, extra_information: { validation_messages: messages } }]; // prettier-ignore
  });

const productShape = (line: { sku: string; title: string; quantity: number; status: ShipmentStatus }): object => ({
  id: 41_000_001 + itemIndex(line.sku),
  reference_id: line.sku,
  sku: line.sku,
  name: line.title,
  inventory_items: [
    {
      id: itemIdOf(itemIndex(line.sku)),
      name: line.title,
      quantity: line.quantity,
      quantity_committed: line.status === "Exception" ? 0 : line.quantity,
      lot: null,
      expiration_date: null,
      serial_numbers: [],
      is_dangerous_goods: false,
    },
  ],
});

const trackingShape = ({ number }: Order): object => ({
  carrier: "USPS",
  carrier_service: "GroundAdvantage",
  tracking_number: `9400100000000000${number}`,
  tracking_url: `https://carrier.example/track/9400100000000000${number}`,
  shipping_date: null,
  bol: null,
  pro_number: null,
  scac: null,
});

/** Where it goes: as the 3PL was told, else as the shop says. */
export function shipToOf({ shipTo }: WarehouseState, { number, address }: Order): ShipTo {
  return (
    shipTo.get(number)?.address ?? {
      name: `${address.firstName} ${address.lastName}`,
      street1: address.address1,
      street2: address.address2,
      city: address.city,
      state: address.provinceCode,
      zip: address.zip,
      country: address.countryCode,
    }
  );
}

function recipientShape(sandbox: Sandbox, order: Order): object {
  const { name, street1, street2, city, state, zip, country } = shipToOf(sandbox.departments.warehouse.state, order);
  return {
    name: name ?? "",
    email: null,
    phone_number: null,
    address: { address1: street1, address2: street2, company_name: null, city, state, country: country ?? "US", zip_code: zip },
  };
}

export const itemIndex = (sku: string): number => CATALOGUE.findIndex((item) => item.sku === sku);

/** An instant as the vendor prints it: UTC, with seven digits behind the second. */
export const printed = (ms: number): string => new Date(ms).toISOString().replace("Z", "0000+00:00");
