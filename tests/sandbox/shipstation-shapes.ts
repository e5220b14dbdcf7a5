import * as z from "zod";

// API V1 as its reference pages describe it (docs.shipstation.com, "Order Model", "List Shipments", "List Users", "List Carriers", "List
// Services", "List Stores", "List Warehouses"), written down here since no machine-readable description of V1 is published under a free licence. Strict: a field
// that the vendor does not have is found.
const Time = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{7}$/);
const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const Text = z.string().nullable();
const Amount = z.number().nullable();

const Address = z.strictObject({
  name: Text,
  company: Text,
  street1: Text,
  street2: Text,
  street3: Text,
  city: Text,
  state: Text,
  postalCode: Text,
  country: Text,
  phone: Text,
  residential: z.boolean().nullable(),
  addressVerified: Text,
});
const Weight = z.strictObject({ value: z.number(), units: z.enum(["pounds", "ounces", "grams"]), WeightUnits: z.int() });
const Dimensions = z.strictObject({ units: z.string(), length: z.number(), width: z.number(), height: z.number() });
const Insurance = z.strictObject({ provider: Text, insureShipment: z.boolean(), insuredValue: z.number() });
const Advanced = z.strictObject({
  warehouseId: z.int().nullable(),
  nonMachinable: z.boolean(),
  saturdayDelivery: z.boolean(),
  containsAlcohol: z.boolean(),
  mergedOrSplit: z.boolean(),
  mergedIds: z.array(z.int()),
  parentId: z.int().nullable(),
  storeId: z.int().nullable(),
  customField1: Text,
  customField2: Text,
  customField3: Text,
  source: Text,
  billToParty: Text,
  billToAccount: Text,
  billToPostalCode: Text,
  billToCountryCode: Text,
});
const Item = z.strictObject({
  orderItemId: z.int(),
  lineItemKey: Text,
  sku: Text,
  name: z.string(),
  imageUrl: Text,
  weight: Weight.nullable(),
  quantity: z.int(),
  unitPrice: Amount,
  taxAmount: Amount,
  shippingAmount: Amount,
  warehouseLocation: Text,
  options: z.array(z.strictObject({ name: z.string(), value: Text })),
  productId: z.int().nullable(),
  fulfillmentSku: Text,
  adjustment: z.boolean(),
  upc: Text,
  createDate: Time,
  modifyDate: Time,
});

export const SHIPSTATION_ORDER = z.strictObject({
  orderId: z.int(),
  orderNumber: z.string(),
  orderKey: z.string(),
  orderDate: Time,
  createDate: Time,
  modifyDate: Time,
  paymentDate: Time.nullable(),
  shipByDate: Time.nullable(),
  orderStatus: z.enum(["awaiting_payment", "awaiting_shipment", "pending_fulfillment", "shipped", "on_hold", "cancelled"]),
  customerId: z.int().nullable(),
  customerUsername: Text,
  customerEmail: Text,
  billTo: Address,
  shipTo: Address,
  items: z.array(Item),
  orderTotal: z.number(),
  amountPaid: z.number(),
  taxAmount: z.number(),
  shippingAmount: z.number(),
  customerNotes: Text,
  internalNotes: Text,
  gift: z.boolean(),
  giftMessage: Text,
  paymentMethod: Text,
  requestedShippingService: Text,
  carrierCode: Text,
  serviceCode: Text,
  packageCode: Text,
  confirmation: Text,
  shipDate: Day.nullable(),
  holdUntilDate: Day.nullable(),
  weight: Weight.nullable(),
  dimensions: Dimensions.nullable(),
  insuranceOptions: Insurance,
  internationalOptions: z.strictObject({ contents: Text, customsItems: z.null(), nonDelivery: Text }),
  advancedOptions: Advanced,
  tagIds: z.array(z.int()).nullable(),
  userId: Text,
  externallyFulfilled: z.boolean(),
  externallyFulfilledBy: Text,
  labelMessages: z.null(),
});
const Label = z.strictObject({
  shipmentId: z.int(),
  orderId: z.int(),
  orderKey: z.string(),
  userId: z.guid().nullable(),
  customerEmail: Text,
  orderNumber: z.string(),
  createDate: Time,
  shipDate: Day,
  shipmentCost: z.number(),
  insuranceCost: z.number(),
  trackingNumber: Text,
  isReturnLabel: z.boolean(),
  batchNumber: Text,
  carrierCode: Text,
  serviceCode: Text,
  packageCode: Text,
  confirmation: Text,
  warehouseId: z.int().nullable(),
  voided: z.boolean(),
  voidDate: Time.nullable(),
  marketplaceNotified: z.boolean(),
  notifyErrorMessage: Text,
  shipTo: Address,
  weight: Weight.nullable(),
  dimensions: Dimensions.nullable(),
  insuranceOptions: Insurance,
  advancedOptions: z.null(),
  shipmentItems: z.null(),
  labelData: z.null(),
  formData: z.null(),
});
const paged = { total: z.int(), page: z.int(), pages: z.int() };

/** Answers by path. */
export const SHIPSTATION_ANSWERS = {
  "/orders": z.strictObject({ orders: z.array(SHIPSTATION_ORDER), ...paged }),
  "/shipments": z.strictObject({ shipments: z.array(Label), ...paged }),
  "/users": z.array(z.strictObject({ userId: z.guid(), userName: z.string(), name: z.string() })),
  "/carriers": z.array(
    z.strictObject({
      name: z.string(),
      code: z.string(),
      accountNumber: z.string(),
      requiresFundedAccount: z.boolean(),
      balance: z.number(),
      nickname: Text,
      shippingProviderId: z.int(),
      primary: z.boolean(),
    }),
  ),
  "/carriers/listservices": z.array(
    z.strictObject({ carrierCode: z.string(), code: z.string(), name: z.string(), domestic: z.boolean(), international: z.boolean() }),
  ),
  "/accounts/listtags": z.array(z.strictObject({ tagId: z.int(), name: z.string(), color: z.string() })),
  "/warehouses": z.array(
    z.strictObject({
      warehouseId: z.int(),
      warehouseName: z.string(),
      originAddress: Address,
      returnAddress: Address,
      createDate: Time,
      isDefault: z.boolean(),
    }),
  ),
  "/stores": z.array(
    z.strictObject({
      storeId: z.int(),
      storeName: z.string(),
      marketplaceId: z.int(),
      marketplaceName: z.string(),
      accountName: Text,
      email: Text,
      integrationUrl: Text,
      active: z.boolean(),
      companyName: z.string(),
      phone: z.string(),
      publicEmail: z.string(),
      website: z.string(),
      refreshDate: Time.nullable(),
      lastRefreshAttempt: Time.nullable(),
      createDate: Time,
      modifyDate: Time,
      autoRefresh: z.boolean(),
    }),
  ),
};

const Success = z.strictObject({ success: z.boolean(), message: z.string() });

/** Answers to what is posted, by path. */
export const SHIPSTATION_WRITES = {
  "/orders/holduntil": Success,
  "/orders/restorefromhold": Success,
  "/orders/addtag": Success,
  "/orders/createlabelfororder": z.strictObject({
    shipmentId: z.int(),
    shipmentCost: z.number(),
    insuranceCost: z.number(),
    trackingNumber: z.string(),
    labelData: z.string(),
    formData: Text,
  }),
  "/shipments/voidlabel": z.strictObject({ approved: z.boolean(), message: z.string() }),
  "/shipments/getrates": z.array(
    z.strictObject({ serviceName: z.string(), serviceCode: z.string(), shipmentCost: z.number(), otherCost: z.number() }),
  ),
};
