import * as z from "zod";
import { CATALOGUE } from "../../shop/catalogue.ts";
import { drawsFor } from "../../shop/settings.ts";
import { HOUR_MS, MINUTE_MS } from "../../calendar.ts";
import { askForCount } from "./count-again.ts";
import { differenceDecision } from "./policy.ts";
import { adjust } from "./record.ts";
import { findLevel, newestAt, isOpen } from "./state.ts";
import { CHANNELS, STATES, type Change, type Difference, type Level, type StockState } from "./stock.ts";
import { toPlanners } from "./work.ts";
import type { AppActor } from "../../shop/act.ts";
import type { InventoryState } from "./state.ts";

const Part = z.strictObject({
  itemIndex: z.int(),
  channelIndex: z.int(),
  state: z.enum(STATES),
  delta: z.int(),
  /** What the quantity has to be before; null to change it whatever it is. */
  from: z.int().nullable(),
});
/** What an outside app may ask for: quantities at channels, changed together or not at all. */
export const InventoryAction = z.strictObject({
  kind: z.literal("adjust"),
  key: z.string(),
  /** The whole question, by which another one under the same key is known. */
  asked: z.string(),
  reason: z.string(),
  documentUri: z.string().nullable(),
  parts: z.array(Part).readonly(),
});
export type InventoryAction = z.infer<typeof InventoryAction>;

export type InventoryRefusal = "key taken" | "unknown level" | "stale" | "below zero";
/** `part`: the one that was refused. `groupId` is null where nothing had to change; `changed` is false where it was done before under the key. */
export type InventoryResult =
  | { ok: true; changed: boolean; groupId: number | null }
  | { ok: false; refusal: InventoryRefusal; part: number };

const OBJECTION_RATE = 0.5;
const OBJECTION_HOURS = [2, 30] as const;

/** Refuses or carries out; planners see the new state and act on that. */
export function applyInventoryAction(state: InventoryState, action: InventoryAction, by: AppActor): InventoryResult {
  const known = state.keys.get(`${by.id} ${action.key}`);
  if (known)
    return known.asked === action.asked
      ? { ok: true, changed: false, groupId: known.groupId }
      : { ok: false, refusal: "key taken", part: 0 };
  const wanted = [];
  for (const [part, { itemIndex, channelIndex, state: name, delta, from }] of action.parts.entries()) {
    const level = itemIndex < CATALOGUE.length && channelIndex < CHANNELS.length ? findLevel(state, itemIndex, channelIndex) : undefined;
    if (!level) return { ok: false, refusal: "unknown level", part };
    const before = level.quantities[name];
    if (from !== null && from !== before) return { ok: false, refusal: "stale", part };
    if (before + delta < 0 && delta < 0) return { ok: false, refusal: "below zero", part };
    wanted.push({ level, state: name, delta });
  }
  const { reason, documentUri } = action;
  const group = adjust(state, { by, app: { id: by.id, title: by.title }, reason, documentUri, changes: wanted });
  state.keys.set(`${by.id} ${action.key}`, { groupId: group?.id ?? null, asked: action.asked });
  for (const level of new Set(group?.changes.map((change) => change.level))) {
    const difference = newestAt(state, level);
    if (group && difference)
      react(
        state,
        difference,
        group.changes.filter((change) => change.level === level),
      );
  }
  return { ok: true, changed: group !== null, groupId: group?.id ?? null };
}

const changeOf = (changes: readonly Change[], name: StockState): number =>
  changes.filter((change) => change.state === name).reduce((sum, { delta }) => sum + delta, 0);

/** What an app did to the units of a difference: it counts for the planners as a colleague's doing would, right or wrong. */
function react(state: InventoryState, difference: Difference, changes: readonly Change[]): void {
  const { quantities } = difference.level;
  const [aside, onSale] = [changeOf(changes, "safety_stock"), changeOf(changes, "available")];
  if (!isOpen(difference)) return takeBack(state, difference, aside);
  if (changeOf(changes, "quality_control") > 0) return askForCount(state, difference);
  if (difference.state === "recount" && quantities.quality_control === 0 && aside > 0) return reopen(state, difference);
  if (onSale < 0 && aside > 0) return close(state, difference, "stopped", differenceDecision(difference) === "stop");
  if (aside >= 0 || quantities.safety_stock > 0 || quantities.quality_control > 0) return;
  const wasPutOnSale = onSale > 0;
  const as = (difference.direction === "channel below") === wasPutOnSale ? "ledger" : "channel";
  const isRight = differenceDecision(difference) === "adjust" && as === (difference.countedAs ?? "ledger");
  close(state, difference, "settled", isRight);
}

/** Half of what an app settled otherwise than the planners would have is noticed. */
function close(state: InventoryState, difference: Difference, as: "settled" | "stopped", isRight: boolean): void {
  difference.state = as;
  difference.turn++;
  const random = drawsFor(state.opening.settings, "inventory", "objection", difference.id, difference.turn);
  if (!isRight && random.chance(OBJECTION_RATE)) toPlanners(state, difference, "objection", random.between(...OBJECTION_HOURS) * HOUR_MS);
}

/** An app undoes what it did: the units stand aside again as they were found. */
function takeBack(state: InventoryState, difference: Difference, aside: number): void {
  const { level, unitsApart } = difference;
  const stoodAside = difference.state === "stopped" ? aside < 0 && level.quantities.safety_stock === unitsApart : aside > 0;
  if (stoodAside && isUntouchedSince(state, level, difference)) reopen(state, difference);
}

const isUntouchedSince = (state: InventoryState, level: Level, difference: Difference): boolean => newestAt(state, level) === difference;

function reopen(state: InventoryState, difference: Difference): void {
  difference.state = difference.countedAs === null ? "found" : "counted";
  difference.turn++;
  toPlanners(state, difference, difference.state, MINUTE_MS);
}
