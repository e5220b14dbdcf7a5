import * as z from "zod";
import { NotAfter } from "../kit/in-time.js";
import { refuse, requireUnchanged } from "../kit/refuse.js";
import { ExpectedUpdatedAt, NumberId, readShipment, sendOnce, type Changer, type ShipmentRow } from "./change-shipbob.js";
import { rememberOwnAct } from "./own-acts.js";

const Line = z.string().nullable();
const ShipmentAddress = z.object({
  line1: z.string().min(1),
  line2: Line,
  city: z.string().min(1),
  region: Line,
  postcode: Line,
  country: Line.describe("ISO 3166-1 alpha-2"),
});
type ShipmentAddress = z.infer<typeof ShipmentAddress>;

export const FixInput = z.object({
  shipmentId: NumberId,
  address: ShipmentAddress,
  expectedUpdatedAt: ExpectedUpdatedAt,
  notAfter: NotAfter,
});
export const FixOutput = z.object({
  addressBefore: ShipmentAddress.nullable().describe("what undoing has to set; null where none stood there"),
  state: z.string().describe("after the change: on_hold still, where ShipBob did not release it; there is no call for that"),
  alreadyDone: z.boolean(),
});

const OVER: ReadonlySet<string> = new Set(["completed", "cancelled"]);

/** Writes where a shipment goes. The name stays as it was, since ShipBob overwrites what is left out. */
export async function fixAddress(nango: Changer, input: z.infer<typeof FixInput>): Promise<z.infer<typeof FixOutput>> {
  const { shipment, row } = await readShipment(nango, input.shipmentId);
  const addressBefore = addressOf(row);
  if (isSame(addressBefore, input.address)) return { addressBefore, state: shipment.state, alreadyDone: true };
  requireUnchanged(nango, input.expectedUpdatedAt, shipment.updatedAt);
  if (OVER.has(shipment.state)) refuse(nango, "not_allowed", `The shipment is ${shipment.state}.`);
  const { line1, line2, city, region, postcode, country } = input.address;
  await sendOnce(nango, input, {
    what: `shipment:${input.shipmentId}`,
    method: "PUT",
    path: `/shipment/${input.shipmentId}:updateAddress`,
    body: {
      street_address1: line1,
      street_address2: line2,
      city,
      state: region,
      zip_code: postcode,
      country_code: country,
      recipient_name: row.recipient?.name ?? null,
    },
    channelId: null,
  });
  const after = await readShipment(nango, input.shipmentId);
  if (!isSame(addressOf(after.row), input.address)) throw new Error("ShipBob took the address and does not show it");
  await rememberOwnAct(nango, `shipment:${input.shipmentId}`, after.shipment.updatedAt);
  return { addressBefore, state: after.shipment.state, alreadyDone: false };
}

function addressOf({ recipient }: ShipmentRow): ShipmentAddress | null {
  const address = recipient?.address;
  if (!address?.address1 || !address.city) return null;
  const { address1: line1, address2, city, state, zip_code: zip, country } = address;
  return { line1, line2: address2 || null, city, region: state || null, postcode: zip || null, country: country || null };
}

const isSame = (a: ShipmentAddress | null, b: ShipmentAddress): boolean =>
  a !== null && (["line1", "line2", "city", "region", "postcode", "country"] as const).every((part) => (a[part] ?? "") === (b[part] ?? ""));
