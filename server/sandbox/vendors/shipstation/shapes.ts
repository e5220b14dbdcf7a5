import { nameOf } from "../../shop/staff.ts";
import { findOrder } from "../../shop/state.ts";
import { findCustomer } from "../../shop/draw-order.ts";
import { SERVICES } from "../../departments/shipping/services.ts";
import { LABEL_PROGRAM } from "../../departments/shipping/create-shipping.ts";
import { ACCOUNT, KEY_OWNER, WAREHOUSE_ID } from "./account.ts";
import { printTime } from "./local-time.ts";
import type { Label, Parcel } from "../../departments/shipping/parcel.ts";
import type { Packer } from "../../departments/shipping/people.ts";
import type { Sandbox } from "../../open-sandbox.ts";

type Json = Record<string, unknown>;

/** The vendor names accounts by a GUID. */
export const userIdOf = (id: number): string => `5c1f0000-7d2e-4b66-9a10-${String(id).padStart(12, "0")}`;

export const packerIdOf = (userId: string): number => Number(userId.slice(-12));

export const ownerShape = (): Json => ({ userId: userIdOf(KEY_OWNER.id), userName: KEY_OWNER.email, name: KEY_OWNER.name });
export const userShape = (packer: Packer): Json => ({ userId: userIdOf(packer.id), userName: packer.email, name: nameOf(packer) });

const carrierOf = (service: Parcel["service"]): string | null => (service === null ? null : SERVICES[service].carrier);
const weightOf = ({ weightOunces }: Parcel): Json => ({ value: weightOunces, units: "ounces", WeightUnits: 1 });
const NO_INSURANCE = { provider: null, insureShipment: false, insuredValue: 0 };

function addressShape({ shop }: Pick<Sandbox, "shop">, { orderNumber }: Parcel): Json {
  const address = findOrder(shop.state, orderNumber)?.address;
  return {
    name: address ? `${address.firstName} ${address.lastName}` : null,
    company: null,
    street1: address?.address1 ?? null,
    street2: address?.address2 ?? null,
    street3: null,
    city: address?.city ?? null,
    state: address?.provinceCode ?? null,
    postalCode: address?.zip ?? null,
    country: address?.countryCode ?? null,
    phone: null,
    residential: null,
    addressVerified: "Address validated successfully",
  };
}

/** What the vendor calls an order: the parcel with what the shop says of it. */
export function orderShape(sandbox: Pick<Sandbox, "shop">, parcel: Parcel): Json {
  const order = findOrder(sandbox.shop.state, parcel.orderNumber);
  const customer = order ? findCustomer(sandbox.shop.state.customers, order.customerId) : undefined;
  const shipTo = addressShape(sandbox, parcel);
  return {
    orderId: parcel.id,
    orderNumber: `#${parcel.orderNumber}`,
    orderKey: String(parcel.orderNumber),
    orderDate: printTime(order?.placedMs ?? parcel.importedMs),
    createDate: printTime(parcel.importedMs),
    modifyDate: printTime(parcel.modifiedMs),
    paymentDate: printTime(order?.placedMs ?? parcel.importedMs),
    shipByDate: null,
    orderStatus: parcel.status,
    customerId: order?.customerId ?? null,
    customerUsername: customer?.email ?? null,
    customerEmail: customer?.email ?? null,
    billTo: { ...shipTo, addressVerified: null },
    shipTo,
    items: (order?.lines ?? []).map(({ sku, title, quantity, unitPriceMinor }, index) => ({
      orderItemId: parcel.id * 10 + index,
      lineItemKey: null,
      sku,
      name: title,
      imageUrl: null,
      weight: null,
      quantity,
      unitPrice: unitPriceMinor / 100,
      taxAmount: null,
      shippingAmount: null,
      warehouseLocation: null,
      options: [],
      productId: null,
      fulfillmentSku: null,
      adjustment: false,
      upc: null,
      createDate: printTime(parcel.importedMs),
      modifyDate: printTime(parcel.importedMs),
    })),
    orderTotal: parcel.valueMinor / 100,
    amountPaid: parcel.valueMinor / 100,
    taxAmount: 0,
    shippingAmount: (order?.shippingMinor ?? 0) / 100,
    customerNotes: null,
    internalNotes: null,
    gift: false,
    giftMessage: null,
    paymentMethod: null,
    requestedShippingService: parcel.isExpressPaid ? "Express" : "Standard",
    carrierCode: carrierOf(parcel.service),
    serviceCode: parcel.service,
    packageCode: parcel.service === null ? null : "package",
    confirmation: "none",
    shipDate: null,
    holdUntilDate: parcel.heldUntil,
    weight: weightOf(parcel),
    dimensions: null,
    insuranceOptions: NO_INSURANCE,
    internationalOptions: { contents: null, customsItems: null, nonDelivery: null },
    advancedOptions: advancedShape(),
    tagIds: parcel.tagIds.length > 0 ? parcel.tagIds : null,
    userId: parcel.assigneeId === null ? null : userIdOf(parcel.assigneeId),
    externallyFulfilled: false,
    externallyFulfilledBy: null,
    labelMessages: null,
  };
}

function advancedShape(): Json {
  return {
    warehouseId: WAREHOUSE_ID,
    nonMachinable: false,
    saturdayDelivery: false,
    containsAlcohol: false,
    mergedOrSplit: false,
    mergedIds: [],
    parentId: null,
    storeId: ACCOUNT.storeId,
    customField1: null,
    customField2: null,
    customField3: null,
    source: null,
    billToParty: null,
    billToAccount: null,
    billToPostalCode: null,
    billToCountryCode: null,
  };
}

/** The packer; the owner of the key that an outside app has; nobody for the program that has been there for years. */
function makerOf({ by }: Label): string | null {
  if (by.kind === "packer") return userIdOf(by.id);
  return by.id === LABEL_PROGRAM.id ? null : userIdOf(KEY_OWNER.id);
}

/** What the vendor calls a shipment: a label. */
export function labelShape(sandbox: Pick<Sandbox, "shop">, parcel: Parcel, label: Label): Json {
  return {
    shipmentId: label.id,
    orderId: parcel.id,
    orderKey: String(parcel.orderNumber),
    userId: makerOf(label),
    customerEmail: null,
    orderNumber: `#${parcel.orderNumber}`,
    createDate: printTime(label.atMs),
    shipDate: printTime(label.atMs).slice(0, 10),
    shipmentCost: label.costMinor / 100,
    insuranceCost: 0,
    trackingNumber: `9400${label.id}`,
    isReturnLabel: false,
    batchNumber: label.batch === null ? null : String(label.batch),
    carrierCode: carrierOf(label.service),
    serviceCode: label.service,
    packageCode: "package",
    confirmation: "none",
    warehouseId: WAREHOUSE_ID,
    voided: label.voidedMs !== null,
    voidDate: label.voidedMs === null ? null : printTime(label.voidedMs),
    marketplaceNotified: true,
    notifyErrorMessage: null,
    shipTo: addressShape(sandbox, parcel),
    weight: weightOf(parcel),
    dimensions: null,
    insuranceOptions: NO_INSURANCE,
    advancedOptions: null,
    shipmentItems: null,
    labelData: null,
    formData: null,
  };
}
