import type { NangoAction } from "nango";
import * as z from "zod";
import { sendInTime, type Deadline } from "../kit/in-time.js";
import { refuse } from "../kit/refuse.js";
import { wait } from "../kit/wait.js";
import type { PartnerShipment } from "../records/partner-shipment.js";
import { channelThatMay, readChannels } from "./account.js";
import { askShipBob, ShipBobError, tellShipBob, type Caller } from "./ask-shipbob.js";
import { oneOrder, oneShipment, VERSION } from "./operations.js";
import { forgetOwnAct, rememberOwnAct, type Remembering } from "./own-acts.js";
import { toPartnerShipment } from "./to-partner-shipment.js";

/** What an action needs of Nango. */
export type ActionCaller = Caller & Pick<NangoAction, "ActionError">;
export type Changer = ActionCaller & Remembering;

export const NumberId = z.string().regex(/^\d+$/, "a number, as ShipBob gives its things");
export const ExpectedUpdatedAt = z.string().nullable().describe("refuse when the record was changed since; null to write regardless");

const Text = z.string().nullish();
const Address = z.object({ address1: Text, address2: Text, city: Text, state: Text, country: Text, zip_code: Text });
const Row = z.looseObject({
  order_id: z.union([z.number(), z.string()]).transform(String),
  recipient: z.looseObject({ name: Text, address: Address.nullish() }).nullish(),
});
export type ShipmentRow = z.infer<typeof Row>;

/** A shipment as it is now, and ShipBob's own row of it. @throws a refusal when there is none */
export async function readShipment(nango: ActionCaller, shipmentId: string): Promise<{ shipment: PartnerShipment; row: ShipmentRow }> {
  try {
    const row = await askShipBob(nango, oneShipment(shipmentId), Row);
    const order = await askShipBob(nango, oneOrder(row.order_id), z.looseObject({}));
    return { shipment: toPartnerShipment({ shipment: row, order }), row };
  } catch (error) {
    throw refusalOf(nango, error);
  }
}

export function refusalOf(nango: ActionCaller, error: unknown): unknown {
  if (!(error instanceof ShipBobError)) return error;
  if (error.status === 404) return refuse(nango, "not_found", "ShipBob has no such record.");
  if (error.status === 401 || error.status === 403)
    return refuse(nango, "no_access", `ShipBob does not let this token do it: ${error.message}`);
  if (error.status === 409 || error.status === 422) return refuse(nango, "not_allowed", error.message);
  return refuse(nango, "invalid", error.message);
}

/** The channel in whose name something is written. @throws a refusal when the token may write in none */
export async function writableChannel(nango: ActionCaller, scope: string): Promise<string> {
  try {
    const channel = channelThatMay(await readChannels(nango), scope);
    return channel ? channel.id : refuse(nango, "no_access", `The token has no channel with the scope ${scope}.`);
  } catch (error) {
    throw refusalOf(nango, error);
  }
}

/**
 * Sends a change once under a note that it is ours. What was refused, or was not sent any more, is ours no longer.
 *
 * @throws a refusal, or the error of a call without an answer: then nobody knows, and the note stays
 */
export async function sendOnce(
  nango: Changer,
  deadline: Deadline,
  given: { what: string; method: "POST" | "PUT"; path: string; body: unknown; channelId: string | null },
): Promise<unknown> {
  await rememberOwnAct(nango, given.what);
  try {
    return await sendInTime(nango, deadline, () => tellShipBob(nango, { ...given, path: `/${VERSION}${given.path}` }));
  } catch (error) {
    if (error instanceof ShipBobError || error instanceof nango.ActionError) await forgetOwnAct(nango, given.what);
    throw refusalOf(nango, error);
  }
}

const LOOKS = 4;
const BETWEEN_LOOKS_MS = 1_500;

/** Looks a few times for what may have been made though no answer came. Undefined when it is not to be seen. */
export async function lookFor<T>(find: () => Promise<T | undefined>): Promise<T | undefined> {
  for (let look = 1; ; look += 1) {
    const found = await find();
    if (found !== undefined || look === LOOKS) return found;
    await wait(BETWEEN_LOOKS_MS);
  }
}
