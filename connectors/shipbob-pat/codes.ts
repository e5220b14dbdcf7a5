import * as z from "zod";
import { toCode } from "../kit/words.js";
import type { OpsEvent } from "../records/ops-event.js";

/** ShipBob's numbers of things, as text. */
export const Id = z.union([z.number(), z.string()]).transform(String);
export const Text = z.string().nullish();
export const Place = z.object({ id: Id.nullish(), name: Text }).nullish();

/** "OnHold" and "Awaiting Arrival" as on_hold and awaiting_arrival: ShipBob writes both ways. */
export const codeOf = (name: string): string => toCode(name.replaceAll(/([a-z])([A-Z])/g, "$1 $2"));

type Actor = Pick<OpsEvent, "actorKind" | "actorId" | "actorName" | "tool" | "grade">;
const NOBODY = { actorId: null, actorName: null } as const;

/** Who acts at a warehouse that is not ours: its staff, whom ShipBob never names. Their work is none of the merchant's hours. */
export const STAFF_OF_PARTNER: Actor = { ...NOBODY, actorKind: "supplier", tool: "ShipBob", grade: "C" };
/** ShipBob's own checks. */
export const RULE_OF_PARTNER: Actor = { ...NOBODY, actorKind: "rule", tool: "ShipBob", grade: "C" };
/** Somebody of the merchant in ShipBob's dashboard, or a program: nothing tells which. */
export const NOT_TOLD: Actor = { ...NOBODY, actorKind: "unknown", tool: null, grade: "C" };
/** Our own action, by our own note of it. */
export const OURSELVES: Actor = { ...NOBODY, actorKind: "app", tool: "Slipstream", grade: "A" };

type Detail = NonNullable<OpsEvent["details"]>[number];

/** Details that say something; the key is left out where none does. */
export function detailsOf(pairs: readonly (readonly [name: string, value: string | null])[]): { details?: Detail[] } {
  const details = pairs.flatMap(([name, value]) => (value === null || value === "" ? [] : [{ name, value }]));
  return details.length === 0 ? {} : { details };
}
