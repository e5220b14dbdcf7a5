import * as z from "zod";
import { NotAfter } from "../kit/in-time.js";
import { refuse } from "../kit/refuse.js";
import type { PartnerReturn } from "../records/partner-return.js";
import { askShipBob } from "./ask-shipbob.js";
import { lookFor, NumberId, refusalOf, sendOnce, writableChannel, type ActionCaller, type Changer } from "./change-shipbob.js";
import { oneReturn, returnsByReference } from "./operations.js";
import { rememberOwnAct } from "./own-acts.js";
import { allRows } from "./pages.js";
import { toPartnerReturn } from "./to-partner-return.js";

export const AnnounceInput = z.object({
  reference: z.string().min(1).max(100).describe("the shop's own number of the return: the same reference twice is one return"),
  centreId: NumberId,
  shipmentId: NumberId.nullable().describe("the shipment that comes back"),
  trackingNumber: z.string().nullable(),
  lines: z
    .array(
      z.object({
        itemId: NumberId,
        quantity: z.int().positive(),
        action: z.enum(["default", "restock", "quarantine", "dispose"]).describe("default: as the item's own rule says"),
      }),
    )
    .min(1)
    .max(100),
  notAfter: NotAfter,
});
export const AnnounceOutput = z.object({ returnId: z.string(), state: z.string(), alreadyDone: z.boolean() });

const WORDS = { default: "Default", restock: "Restock", quarantine: "Quarantine", dispose: "Dispose" } as const;

/** Tells the 3PL of a return under the shop's own number, by which it is looked up before and after: ShipBob takes each number once. */
export async function announceReturn(nango: Changer, input: z.infer<typeof AnnounceInput>): Promise<z.infer<typeof AnnounceOutput>> {
  const known = await findByReference(nango, input.reference);
  if (known) return answerFor(nango, known, input);
  const channelId = await writableChannel(nango, "returns_write");
  try {
    await sendOnce(nango, input, { what: `return:${input.reference}`, method: "POST", path: "/return", body: bodyOf(input), channelId });
  } catch (error) {
    if (error instanceof nango.ActionError) throw error;
    // No answer: it may have been made. Its reference tells.
  }
  const made = await lookFor(() => findByReference(nango, input.reference));
  if (!made) throw new Error("ShipBob gave no answer and shows no such return: it may be announced again, its reference is taken once");
  await rememberOwnAct(nango, `return:${input.reference}`, made.createdAt);
  return { returnId: made.id, state: made.state, alreadyDone: false };
}

function answerFor(nango: ActionCaller, known: PartnerReturn, input: z.infer<typeof AnnounceInput>): z.infer<typeof AnnounceOutput> {
  const said = (lines: readonly { itemId: string; quantity: number }[]): string => lines.map(({ itemId, quantity }) => `${itemId}x${quantity}`).sort().join(","); // prettier-ignore
  if (known.state === "cancelled") refuse(nango, "conflict", "A return with this reference was cancelled. Use another reference.", { found: known.id }); // prettier-ignore
  if (said(known.lines) !== said(input.lines))
    refuse(nango, "conflict", "There is a return with this reference and with other goods.", { found: known.id });
  return { returnId: known.id, state: known.state, alreadyDone: true };
}

const bodyOf = ({ reference, centreId, shipmentId, trackingNumber, lines }: z.infer<typeof AnnounceInput>): object => ({
  reference_id: reference,
  fulfillment_center: { id: Number(centreId) },
  tracking_number: trackingNumber,
  original_shipment_id: shipmentId === null ? null : Number(shipmentId),
  inventory: lines.map(({ itemId, quantity, action }) => ({ id: Number(itemId), quantity, requested_action: WORDS[action] })),
});

async function findByReference(nango: ActionCaller, reference: string): Promise<PartnerReturn | undefined> {
  try {
    const rows = await allRows(nango, returnsByReference(reference));
    return rows.map(toPartnerReturn).find((one) => one.reference === reference);
  } catch (error) {
    throw refusalOf(nango, error);
  }
}

/** A return as it is now. @throws a refusal when there is none */
export async function readReturn(nango: ActionCaller, returnId: string): Promise<PartnerReturn> {
  try {
    return toPartnerReturn(await askShipBob(nango, oneReturn(returnId), z.looseObject({})));
  } catch (error) {
    throw refusalOf(nango, error);
  }
}

export const WithdrawInput = z.object({ returnId: NumberId, notAfter: NotAfter });
export const WithdrawOutput = z.object({ alreadyDone: z.boolean() });

/** Takes an announcement back, while the parcel has not arrived. */
export async function withdrawReturn(
  nango: Changer,
  { returnId, notAfter }: z.infer<typeof WithdrawInput>,
): Promise<z.infer<typeof WithdrawOutput>> {
  const { state, reference } = await readReturn(nango, returnId);
  if (state === "cancelled") return { alreadyDone: true };
  if (state !== "awaiting_arrival") refuse(nango, "not_allowed", `The return is ${state.replaceAll("_", " ")}.`);
  const what = `withdrawn-return:${reference ?? returnId}`;
  await sendOnce(nango, { notAfter }, { what, method: "POST", path: `/return/${returnId}:cancel`, body: {}, channelId: null }); // prettier-ignore
  const after = await readReturn(nango, returnId);
  if (after.state !== "cancelled") throw new Error("ShipBob took the cancellation and does not show it");
  await rememberOwnAct(nango, what, after.history.at(-1)?.at ?? null);
  return { alreadyDone: false };
}
