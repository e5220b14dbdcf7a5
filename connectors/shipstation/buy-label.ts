import * as z from "zod";
import { NotAfter } from "../kit/in-time.js";
import { refuse } from "../kit/refuse.js";
import { wait } from "../kit/wait.js";
import { ShippingLabel } from "../records/shipment.js";
import { ShipStationError, tellShipStation } from "./ask-shipstation.js";
import {
  ExpectedUpdatedAt,
  labelsOf,
  readShipment,
  refusalOf,
  requireState,
  ShipmentId,
  standingLabel,
  type ActionCaller,
} from "./change-shipment.js";
import { forgetDoubt, isInDoubt, rememberDoubt, rememberOwn, type Remembering } from "./own-labels.js";

export const BuyInput = z.object({
  shipmentId: ShipmentId,
  carrier: z.string().min(1),
  service: z.string().min(1),
  packageType: z.string().min(1).describe("package, or a code of the carrier's own"),
  shipOn: z.iso.date(),
  expectedUpdatedAt: ExpectedUpdatedAt,
  notAfter: NotAfter,
});
export const BuyOutput = z.object({ label: ShippingLabel, alreadyDone: z.boolean() });

export const VoidInput = z.object({ shipmentId: ShipmentId, labelId: z.string().regex(/^\d+$/), notAfter: NotAfter });
export const VoidOutput = z.object({ alreadyDone: z.boolean() });

const Voided = z.object({ approved: z.boolean(), message: z.string().nullish() });

const LOOKS = 4;
const BETWEEN_LOOKS_MS = 1500;

type Buyer = ActionCaller & Remembering;

/**
 * Buys a label, which costs money and for which ShipStation keeps no key: it looks first, asks once, and after an answer that was lost it
 * looks again and never asks a second time.
 */
export async function buyLabel(nango: Buyer, input: z.infer<typeof BuyInput>): Promise<z.infer<typeof BuyOutput>> {
  const { shipment, row } = await readShipment(nango, input.shipmentId);
  const standing = standingLabel(shipment.labels);
  if (standing) {
    await forgetDoubt(nango, input.shipmentId);
    if (standing.service !== input.service || standing.carrier !== input.carrier)
      refuse(nango, "conflict", "There is a label of another service already. Void it first.", { found: standing.id });
    return { label: standing, alreadyDone: true };
  }
  if (await isInDoubt(nango, input.shipmentId))
    refuse(
      nango,
      "conflict",
      "A label was asked for before and no answer came. Look in ShipStation; it is not asked for again within a day.",
    );
  requireState(nango, { shipment, expectedUpdatedAt: input.expectedUpdatedAt, states: ["awaiting_shipment"] });
  const known = new Set(shipment.labels.map(({ id }) => id));
  await rememberDoubt(nango, input.shipmentId);
  try {
    await sendOnce();
  } catch (error) {
    if (error instanceof ShipStationError || error instanceof nango.ActionError) {
      // Refused or too late, so none was made.
      await forgetDoubt(nango, input.shipmentId);
      throw refusalOf(nango, error);
    }
    await nango.log(`No answer to the label of ${input.shipmentId}: looking whether there is one`);
  }
  const label = await look();
  if (!label)
    throw new Error("ShipStation gave no answer and shows no label: it is looked for again, and not asked for again, within a day");
  await rememberOwn(nango, "ownLabelIds", label.id);
  await forgetDoubt(nango, input.shipmentId);
  return { label, alreadyDone: false };

  function sendOnce(): Promise<unknown> {
    const { weight, confirmation, dimensions, insuranceOptions, internationalOptions, advancedOptions } = row;
    const body = {
      orderId: Number(input.shipmentId),
      carrierCode: input.carrier,
      serviceCode: input.service,
      packageCode: input.packageType,
      confirmation: confirmation ?? "none",
      shipDate: input.shipOn,
      weight,
      dimensions,
      insuranceOptions,
      internationalOptions,
      advancedOptions,
      testLabel: false,
    };
    return tellShipStation(nango, input, { path: "/orders/createlabelfororder", body });
  }

  async function look(): Promise<ShippingLabel | undefined> {
    for (let looks = 0; looks < LOOKS; looks += 1) {
      const label = standingLabel((await labelsOf(nango, input.shipmentId)).filter(({ id }) => !known.has(id)));
      if (label) return label;
      await wait(BETWEEN_LOOKS_MS);
    }
    return undefined;
  }
}

/** Voids a label. Voided is voided: asked twice it changes nothing. */
export async function voidLabel(nango: Buyer, input: z.infer<typeof VoidInput>): Promise<z.infer<typeof VoidOutput>> {
  const { shipment } = await readShipment(nango, input.shipmentId);
  const label = shipment.labels.find(({ id }) => id === input.labelId);
  if (!label) return refuse(nango, "not_found", "The shipment has no such label.");
  if (label.voidedAt !== null) return { alreadyDone: true };
  let answer: z.infer<typeof Voided>;
  try {
    const change = { path: "/shipments/voidlabel", body: { shipmentId: Number(label.id) } };
    answer = Voided.parse(await tellShipStation(nango, input, change));
  } catch (error) {
    // Without an answer it may have been done: then it was us.
    if (!(error instanceof ShipStationError || error instanceof nango.ActionError)) await rememberOwn(nango, "ownVoidIds", label.id);
    throw refusalOf(nango, error);
  }
  if (!answer.approved) refuse(nango, "not_allowed", answer.message ?? "The carrier did not take the label back.");
  await rememberOwn(nango, "ownVoidIds", label.id);
  return { alreadyDone: false };
}
