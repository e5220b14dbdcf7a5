import * as z from "zod";
import { toCode } from "../kit/words.js";
import { toUtc, toUtcOrNull } from "./clock.js";
import type { Shipment, ShippingLabel } from "../records/shipment.js";

const Id = z.union([z.number(), z.string()]).transform(String);
const Weight = z.object({ value: z.number().nullish(), units: z.string().nullish() });
const Side = z.number().nullish();
const Dimensions = z.object({ length: Side, width: Side, height: Side, units: z.string().nullish() });

/** An order of ShipStation, as far as a choice of carrier looks at it. Codes are open: accounts have carriers and states of their own. */
export const OrderRow = z.object({
  orderId: Id,
  orderNumber: z.string().nullish(),
  orderKey: z.string().nullish(),
  createDate: z.string(),
  modifyDate: z.string(),
  orderStatus: z.string(),
  holdUntilDate: z.string().nullish(),
  shipByDate: z.string().nullish(),
  requestedShippingService: z.string().nullish(),
  carrierCode: z.string().nullish(),
  serviceCode: z.string().nullish(),
  orderTotal: z.number().nullish(),
  weight: Weight.nullish(),
  dimensions: Dimensions.nullish(),
  shipTo: z.object({ state: z.string().nullish(), country: z.string().nullish() }).nullish(),
  userId: z.string().nullish(),
  tagIds: z.array(Id).nullish(),
  advancedOptions: z.object({ warehouseId: Id.nullish() }).nullish(),
});
export type OrderRow = z.infer<typeof OrderRow>;

/** A label of ShipStation, which V1 calls a shipment. */
export const LabelRow = z.object({
  shipmentId: Id,
  orderId: Id,
  orderNumber: z.string().nullish(),
  orderKey: z.string().nullish(),
  userId: z.string().nullish(),
  createDate: z.string(),
  shipmentCost: z.number().nullish(),
  isReturnLabel: z.boolean().nullish(),
  batchNumber: Id.nullish(),
  carrierCode: z.string().nullish(),
  serviceCode: z.string().nullish(),
  packageCode: z.string().nullish(),
  voided: z.boolean().nullish(),
  voidDate: z.string().nullish(),
});
export type LabelRow = z.infer<typeof LabelRow>;

const SEEN_AT_ONCE_SECONDS = 300; // from the import to the last change: rules are through, and hardly a person has been there
const BEFORE_ANY_LABEL: ReadonlySet<string> = new Set(["awaiting_payment", "awaiting_shipment", "pending_fulfillment", "on_hold"]);
const CENTIMETRES: Readonly<Record<string, number>> = { inches: 2.54, centimeters: 1 };
const GRAMS: Readonly<Record<string, number>> = { ounces: 28.349523125, pounds: 453.59237, grams: 1 };

/** Whether nothing but presets and rules can have chosen what stood there. */
export const isSeenAtOnce = ({ secondsAfterImport }: { secondsAfterImport: number }): boolean => secondsAfterImport < SEEN_AT_ONCE_SECONDS;

/** Whether a label may still be made. */
export const isOpen = (state: string): boolean => BEFORE_ANY_LABEL.has(state);

/**
 * An order as a shipment. The first sight of it and its labels are those that are stored.
 *
 * @param stored as it was read before; undefined when this is the first sight
 * @param isBackfill then only what was not changed since its import tells who chose: everything else was seen too late
 */
export function toShipment(row: OrderRow, { stored, isBackfill }: { stored: Shipment | undefined; isBackfill: boolean }): Shipment {
  const [createdAt, updatedAt, state] = [toUtc(row.createDate), toUtc(row.modifyDate), toCode(row.orderStatus)];
  const [carrier, service] = [codeOrNull(row.carrierCode), codeOrNull(row.serviceCode)];
  const secondsAfterImport = Math.max(0, Math.round((Date.parse(updatedAt) - Date.parse(createdAt)) / 1000));
  const isInTime = isOpen(state) && (!isBackfill || isSeenAtOnce({ secondsAfterImport }));
  return {
    id: row.orderId,
    orderNumber: row.orderNumber ?? null,
    orderKey: row.orderKey ?? null,
    createdAt,
    updatedAt,
    state,
    heldUntil: row.holdUntilDate ? row.holdUntilDate.slice(0, 10) : null,
    shipBy: row.shipByDate ? row.shipByDate.slice(0, 10) : null,
    requestedService: row.requestedShippingService || null,
    carrier,
    service,
    weightGrams: gramsOf(row.weight),
    longestSideCm: longestOf(row.dimensions),
    valueMinor: hundredthsOf(row.orderTotal),
    region: row.shipTo?.state || null,
    country: row.shipTo?.country || null,
    warehouseId: row.advancedOptions?.warehouseId ?? null,
    assigneeId: row.userId ?? null,
    tagIds: [...(row.tagIds ?? [])].sort(),
    atFirstSight: stored ? stored.atFirstSight : isInTime ? { carrier, service, secondsAfterImport } : null,
    setInBulk: stored?.setInBulk ?? null,
    labels: stored?.labels ?? [],
  };
}

/** A shipment of which only a label could be seen: its order was deleted or merged, or was changed before the first run. */
export const shipmentOfLabel = (row: LabelRow): Shipment => ({
  id: row.orderId,
  orderNumber: row.orderNumber ?? null,
  orderKey: row.orderKey ?? null,
  createdAt: null,
  updatedAt: null,
  state: "unknown",
  heldUntil: null,
  shipBy: null,
  requestedService: null,
  carrier: null,
  service: null,
  weightGrams: null,
  longestSideCm: null,
  valueMinor: null,
  region: null,
  country: null,
  warehouseId: null,
  assigneeId: null,
  tagIds: [],
  atFirstSight: null,
  setInBulk: null,
  labels: [],
});

export function toLabel(row: LabelRow): ShippingLabel {
  return {
    id: row.shipmentId,
    carrier: codeOrNull(row.carrierCode),
    service: codeOrNull(row.serviceCode),
    packageType: codeOrNull(row.packageCode),
    costMinor: hundredthsOf(row.shipmentCost),
    createdAt: toUtc(row.createDate),
    voidedAt: row.voided === false ? null : toUtcOrNull(row.voidDate),
    isReturn: row.isReturnLabel ?? false,
    batch: row.batchNumber || null,
    userId: row.userId || null,
  };
}

/** The shipment with this label among its labels, instead of what was known of the label before. */
export function withLabel(shipment: Shipment, label: ShippingLabel): Shipment {
  const labels = [...shipment.labels.filter(({ id }) => id !== label.id), label].sort(byAge);
  return { ...shipment, labels };
}

/** Oldest first; of two in one second the one with the smaller number. */
export function byAge(a: ShippingLabel, b: ShippingLabel): number {
  return Date.parse(a.createdAt) - Date.parse(b.createdAt) || Number(a.id) - Number(b.id);
}

const codeOrNull = (code: string | null | undefined): string | null => code || null;

/** V1 prints amounts as numbers: 9.05 is nine hundred and five hundredths, whatever a float makes of it. */
const hundredthsOf = (amount: number | null | undefined): number | null =>
  amount === null || amount === undefined ? null : Math.round(amount * 100);

/** Null for a weight of 0, which is what ShipStation shows when nobody has weighed. */
function gramsOf(weight: z.infer<typeof Weight> | null | undefined): number | null {
  const grams = GRAMS[weight?.units ?? ""];
  return !weight?.value || grams === undefined ? null : Math.round(weight.value * grams);
}

/** Null where no side is known, which ShipStation shows as 0. */
function longestOf(dimensions: z.infer<typeof Dimensions> | null | undefined): number | null {
  const side = Math.max(dimensions?.length ?? 0, dimensions?.width ?? 0, dimensions?.height ?? 0);
  const centimetres = CENTIMETRES[dimensions?.units?.toLowerCase() ?? ""];
  return side === 0 || centimetres === undefined ? null : Math.round(side * centimetres * 10) / 10;
}
