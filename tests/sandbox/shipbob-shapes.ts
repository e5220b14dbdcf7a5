import * as z from "zod";

// API 2026-01 as its reference pages describe it (developer.shipbob.com: "Get Orders", "Get Shipment Timeline", "Get Return Orders", "Get Multiple
// Warehouse Receiving Orders", "Get All Inventory Levels Grouped By Fulfillment Center", "Query Inventory History Events", "Get Channels", "Get
// Fulfillment Centers"), written down here since the vendor's description comes without a licence. Strict: a field that the vendor does not have is found.
const Time = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{7}\+00:00$/);
const LocalTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{7}$/);
const Text = z.string().nullable();
const Url = z.string().regex(/^https:\/\//).nullable(); // prettier-ignore
const Named = z.strictObject({ id: z.int(), name: Text });

const Address = z.strictObject({
  address1: z.string(),
  address2: Text,
  company_name: Text,
  city: z.string(),
  state: Text,
  country: z.string(),
  zip_code: Text,
});
const Recipient = z.strictObject({ name: z.string(), email: Text, phone_number: Text, address: Address });
const StatusDetail = z.strictObject({
  id: z.int(),
  name: Text,
  description: Text,
  inventory_id: z.int().nullable(),
  exception_fulfillment_center_id: z.int().nullable(),
  extra_information: z.strictObject({ validation_messages: z.array(z.string()).nullable() }).nullable(),
});
const InventoryItem = z.strictObject({
  id: z.int(),
  name: Text,
  quantity: z.int(),
  quantity_committed: z.int(),
  lot: Text,
  expiration_date: Text,
  serial_numbers: z.array(z.string()).nullable(),
  is_dangerous_goods: z.boolean(),
});
export const SHIPBOB_SHIPMENT = z.strictObject({
  id: z.int(),
  order_id: z.int(),
  reference_id: Text,
  recipient: Recipient.extend({ full_name: Text }),
  created_date: Time,
  last_update_at: Time.nullable(),
  last_tracking_update_at: Time.nullable(),
  status: z.enum(["None", "Processing", "Completed", "Exception", "OnHold", "Cancelled", "CleanSweeped", "LabeledCreated", "ImportReview"]),
  status_details: z.array(StatusDetail),
  location: Named,
  invoice_amount: z.number().nullable(),
  invoice_currency_code: Text,
  insurance_value: z.number().nullable(),
  ship_option: Text,
  package_material_type: z.string(),
  tracking: z
    .strictObject({
      carrier: Text,
      carrier_service: Text,
      tracking_number: Text,
      tracking_url: Text,
      shipping_date: Text,
      bol: Text,
      pro_number: Text,
      scac: Text,
    })
    .nullable(),
  products: z.array(z.strictObject({ id: z.int(), reference_id: Text, sku: Text, name: Text, inventory_items: z.array(InventoryItem) })),
  parent_cartons: z.array(z.never()),
  measurements: z.strictObject({ total_weight_oz: z.number(), length_in: z.number(), width_in: z.number(), depth_in: z.number() }),
  require_signature: z.boolean(),
  estimated_fulfillment_date: Time.nullable(),
  actual_fulfillment_date: Time.nullable(),
  estimated_fulfillment_date_status: z.enum(["AwaitingInventoryAllocation", "AwaitingReset", "Unavailable", "PendingOnTime", "FulfilledOnTime", "PendingLate", "FulfilledLate"]), // prettier-ignore
  is_tracking_uploaded: z.boolean(),
  gift_message: Text,
  delivery_date: Time.nullable(),
});
export const SHIPBOB_ORDER = z.strictObject({
  id: z.int(),
  created_date: Time,
  purchase_date: Time.nullable(),
  reference_id: Text,
  order_number: Text,
  status: z.enum(["Processing", "Exception", "PartiallyFulfilled", "Fulfilled", "Cancelled", "ImportReview"]),
  type: z.enum(["DTC", "DropShip", "B2B"]),
  channel: Named,
  shipping_method: Text,
  recipient: Recipient,
  products: z.array(
    z.strictObject({
      id: z.int().nullable(),
      reference_id: Text,
      quantity: z.int(),
      quantity_unit_of_measure_code: Text,
      sku: Text,
      gtin: Text,
      upc: Text,
      unit_price: z.number().nullable(),
      external_line_id: z.int().nullable(),
    }),
  ),
  tags: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  shipments: z.array(SHIPBOB_SHIPMENT),
  gift_message: Text,
  shipping_terms: z.strictObject({ carrier_type: z.enum(["Parcel", "Freight"]), payment_term: z.string() }),
  retailer_program_data: z.null(),
  financials: z.strictObject({ total_price: z.number().nullable() }),
});
export const SHIPBOB_RETURN = z.strictObject({
  id: z.int(),
  reference_id: Text,
  store_order_id: Text,
  original_shipment_id: z.int().nullable(),
  shipment_tracking_number: Text,
  tracking_number: Text,
  customer_name: Text,
  return_type: Text,
  status: z.enum(["Awaiting Arrival", "Arrived", "Processing", "Completed", "Cancelled"]),
  channel: Named,
  fulfillment_center: Named,
  insert_date: Time,
  awaiting_arrival_date: Time.nullable(),
  arrived_date: Time.nullable(),
  processing_date: Time.nullable(),
  completed_date: Time.nullable(),
  cancelled_date: Time.nullable(),
  inventory: z.array(
    z.strictObject({
      id: z.int(),
      name: Text,
      sku: Text,
      quantity: z.int(),
      barcodes: z.array(z.string()).nullable(),
      bundle_parent_sku: Text,
      lot_information: z.null(),
      action_requested: z.strictObject({ action: Text, action_type: Text, instructions: Text }),
      action_taken: z.array(z.strictObject({ action: Text, action_reason: Text, image_url: Text, quantity_processed: z.int() })),
    }),
  ),
  invoice: z.strictObject({ amount: z.number().nullable(), currency_code: Text }),
  transactions: z.array(z.strictObject({ amount: z.number(), transaction_type: Text })),
  status_history: z.array(z.strictObject({ status: z.string(), timestamp: Time })),
});
const Centre = z.strictObject({
  id: z.int(),
  name: Text,
  timezone: Text,
  address1: Text,
  address2: Text,
  city: Text,
  state: Text,
  country: Text,
  zip_code: Text,
  phone_number: Text,
  email: Text,
});
export const SHIPBOB_RECEIVING = z.strictObject({
  id: z.int(),
  purchase_order_number: Text,
  status: z.enum(["Awaiting", "Processing", "Completed", "Cancelled", "Incomplete", "Arrived", "PartiallyArrived", "PartiallyArrivedAtHub", "ArrivedAtHub", "ProcessingAtHub", "InternalTransfer"]), // prettier-ignore
  package_type: z.enum(["Package", "Pallet", "FloorLoadedContainer"]),
  box_packaging_type: z.enum(["EverythingInOneBox", "OneSkuPerBox", "MultipleSkuPerBox"]),
  box_labels_uri: Text,
  insert_date: Time,
  last_updated_date: Time,
  expected_arrival_date: Time,
  external_sync_timestamp: Time.nullable(),
  fulfillment_center: Centre,
  inventory_quantities: z.array(
    z.strictObject({
      inventory_id: z.int(),
      sku: Text,
      expected_quantity: z.int(),
      received_quantity: z.int(),
      stowed_quantity: z.int(),
    }),
  ),
  status_history: z.array(z.strictObject({ id: z.int(), status: z.string(), timestamp: Time })),
});
const Levels = z.strictObject({
  inventory_id: z.int(),
  name: Text,
  sku: Text,
  locations: z.array(
    z.strictObject({
      location_id: z.int(),
      name: Text,
      on_hand_quantity: z.int(),
      committed_quantity: z.int(),
      fulfillable_quantity: z.int(),
      awaiting_quantity: z.int(),
      internal_transfer_quantity: z.int(),
    }),
  ),
});
const Movement = z
  .strictObject({
    facility_id: z.int(),
    location_id: z.int(),
    sku: Text,
    quantity_change: z.int(),
    committed_quantity_change: z.int(),
    inventory_status: Text,
    lot_number: Text,
    expiration_date: Text,
    operational_stage: z.strictObject({ id: z.int(), description: Text }),
    pack_description_id: z.null(),
    yuki_id: z.null(),
  })
  .nullable();
export const SHIPBOB_HISTORY = z.strictObject({
  data: z.array(
    z.strictObject({
      inventory_audit_event_id: z.int(),
      inventory_id: z.int(),
      event_category: z.enum(["OrderPicked", "InventoryAdjusted", "InventoryFacilityUpdated", "AttributeUpdated", "InventoryReceived", "InventoryRestocked", "ReceivingStow", "KittingStow"]), // prettier-ignore
      event_datetime: LocalTime,
      merchant_user_id: z.int().nullable(),
      shipbob_order_id: z.int().nullable(),
      increment: Movement,
      decrement: Movement,
      additional_reference: z.array(z.strictObject({ key: Text, value: Text })).nullable(),
    }),
  ),
  first: Url,
  last: Url,
  next: Url,
  prev: Url,
});
const paged = (row: z.ZodType) => z.strictObject({ items: z.array(row), first: Url, last: Url, next: Url, prev: Url });
const Log = z.strictObject({
  log_type_id: z.int(),
  log_type_name: Text,
  log_type_text: Text,
  metadata: z.record(z.string(), Text).nullable(),
  timestamp: Time,
});

/** What each list that is served has to look like. */
export const SHIPBOB_ANSWERS: Readonly<Record<string, z.ZodType>> = {
  "/order": z.array(SHIPBOB_ORDER).min(1),
  "/shipment/80001001/timeline": z.array(Log).min(1),
  "/return": paged(SHIPBOB_RETURN),
  "/receiving": z.array(SHIPBOB_RECEIVING).min(1),
  "/inventory-level/locations": paged(Levels),
  "/inventory-level/9557001/locations": Levels,
  "/fulfillment-center": z.array(Centre).min(1),
  "/channel": z.strictObject({
    items: z.array(z.strictObject({ id: z.int(), name: Text, application_name: Text, scopes: z.array(z.string()) })),
    next: Url,
    prev: Url,
  }),
};
