import { toCode } from "../kit/words.js";
import type { OpsEvent } from "../records/ops-event.js";
import { secondOf, type HistoryRow } from "./stock-history.js";
import { RULE_ENGINES } from "./to-ops-event.js";

/** One act on one item at one place: the rows of its group. */
export type StockAct = {
  groupId: string;
  itemNumber: string;
  locationNumber: string;
  rows: readonly [HistoryRow, ...HistoryRow[]];
};

/** The acts behind some rows, in their order; a row that repeats counts once, one that names no item or place is none of any. */
export function stockActs(rows: readonly HistoryRow[]): StockAct[] {
  const acts = new Map<string, { groupId: string; itemNumber: string; locationNumber: string; rows: [HistoryRow, ...HistoryRow[]] }>();
  const seen = new Set<string>();
  for (const row of rows) {
    const { inventory_adjustment_group_id: groupId, inventory_item_id: item, inventory_location_id: location } = row;
    if (groupId === null || item === null || location === null) continue;
    const change = `${row.inventory_adjustment_id ?? groupId}/${item}/${location}/${row.inventory_state ?? ""}`;
    if (seen.has(change)) continue;
    seen.add(change);
    const [itemNumber, locationNumber] = [numberIn(item), numberIn(location)];
    const key = `${groupId}/${itemNumber}/${locationNumber}`;
    const known = acts.get(key);
    if (known) known.rows.push(row);
    else acts.set(key, { groupId: numberIn(groupId), itemNumber, locationNumber, rows: [row] });
  }
  return [...acts.values()];
}

const numberIn = (id: string): string => id.split("/").at(-1) ?? id;

// What a sale, a fulfilment or a refund does to stock is told by the order's own time line.
const OF_ORDERS = /^(order|draft_?order|refund|return|fulfillment|fulfillment_?order|reverse_?fulfillment_?order)$/i;
const OF_TRANSFERS = /^(inventory_?)?(transfer|movement|shipment)$|^purchase_?order$/i;
const OF_PUBLICATIONS = /^(publication|sync_?job|sync)$/i;
const OF_DIFFERENCES = /^gid:\/\/(?!shopify\/)[^/]+\/(?:difference|discrepancy)\/[^/?]+/i;

/** A document as an act names it: what kind of thing it is, and what stands behind its question mark. */
type Document = { type: string | null; difference: string | null; told: ReadonlyMap<string, string> };

function documentOf({ reference_document_type: type, reference_document_uri: uri }: HistoryRow): Document {
  const [, kind] = /^gid:\/\/[^/]+\/([^/]+)\//.exec(uri ?? "") ?? [];
  const [, query = ""] = (uri ?? "").split("?");
  const told = query
    .split("&")
    .flatMap((part) => /^([^=]+)=(.+)$/.exec(part)?.slice(1) ?? [])
    .map(decoded);
  return {
    type: type ?? kind ?? null,
    difference: OF_DIFFERENCES.exec(uri ?? "")?.[0] ?? null,
    told: new Map(told.flatMap((text, at) => (at % 2 === 0 ? [[text, told[at + 1] ?? ""] as const] : []))),
  };
}

/** What is no well-formed query is taken as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

type Actor = Pick<OpsEvent, "actorKind" | "actorId" | "actorName" | "tool" | "grade">;

/** Who acted: what belongs to a transfer is the system's; then the person, who works through an app all the same; then rules and apps. */
function actorOf(row: HistoryRow, { type }: Document): Actor {
  const tool = row.inventory_app_name;
  if (type !== null && OF_TRANSFERS.test(type)) return { actorKind: "system", actorId: null, actorName: null, tool, grade: "A" };
  if (row.staff_id !== null || row.staff_member_name !== null) {
    const actorId = row.staff_id === null ? null : `gid://shopify/StaffMember/${numberIn(row.staff_id)}`;
    return { actorKind: "person", actorId, actorName: row.staff_member_name, tool, grade: "A" };
  }
  if (row.inventory_app_id === null && tool === null)
    return { actorKind: "unknown", actorId: null, actorName: null, tool: null, grade: "C" };
  const actorKind = RULE_ENGINES.has((tool ?? "").toLowerCase()) ? "rule" : "app";
  return { actorKind, actorId: null, actorName: tool, tool, grade: "A" };
}

const SET_ASIDE: ReadonlySet<string> = new Set(["safety_stock", "reserved", "damaged"]);

/** How an act changed what is on sale, what is set aside, and what is being counted. */
type Moved = { onSale: number; aside: number; counted: number };

function movedBy(rows: readonly HistoryRow[]): Moved {
  const sum = (fits: (state: string) => boolean): number =>
    rows
      .filter((row) => fits(toCode(row.inventory_state ?? "")))
      .reduce((total, { inventory_adjustment_change: change }) => total + change, 0);
  return {
    onSale: sum((state) => state === "available"),
    aside: sum((state) => SET_ASIDE.has(state)),
    counted: sum((state) => state === "quality_control"),
  };
}

/** What was done. Of a difference that an app keeps a document of, the document and the direction tell it. */
function activityOf({ type, difference, told }: Document, { onSale, aside, counted }: Moved): string {
  if (difference !== null && told.has("counted")) return "recount";
  if (difference !== null && told.has("ledger")) return "find difference";
  if (counted > 0) return "ask for recount";
  if (counted < 0 && aside > 0) return "cancel recount";
  if (onSale < 0 && aside > 0) return difference === null ? "set stock aside" : "stop selling";
  if (aside > 0) return "set stock aside";
  if (type !== null && OF_TRANSFERS.test(type)) return "move stock";
  return type !== null && OF_PUBLICATIONS.test(type) ? "publish stock" : "adjust stock";
}

/** Maps one act; null for what an order did, which is evidence of the order and not of stock. */
export function toStockEvent({ groupId, itemNumber, locationNumber, rows }: StockAct): OpsEvent | null {
  const [first] = rows;
  const document = documentOf(first);
  if (document.type !== null && OF_ORDERS.test(document.type)) return null;
  const levelId = `${itemNumber}:${locationNumber}`;
  const caseId = document.difference ?? levelId;
  const moved = movedBy(rows);
  const activity = activityOf(document, moved);
  return {
    id: `stock:${groupId}:${levelId}`,
    caseType: "sku",
    caseId,
    activity,
    sourceAction: first.inventory_change_reason ?? "",
    sourceType: "InventoryAdjustment",
    endedAt: secondOf(first),
    startedAt: null,
    ...actorOf(first, document),
    objects: [
      { type: "sku", id: caseId },
      { type: "stock level", id: levelId },
    ],
    details: detailsOf(activity, document, { moved, reason: first.inventory_change_reason }),
  };
}

const wholeIn = (told: ReadonlyMap<string, string>, name: string): number | null => {
  const text = told.get(name) ?? "";
  return /^-?\d+$/.test(text) ? Number(text) : null;
};

function detailsOf(activity: string, { told }: Document, { moved, reason }: { moved: Moved; reason: string | null }) {
  const ledger = wholeIn(told, "ledger");
  const channel = wholeIn(told, "quantity") ?? wholeIn(told, "channel");
  const counted = wholeIn(told, "counted");
  const details: { name: string; value: string }[] = [];
  const tell = (name: string, value: string | number | null | undefined) => {
    if (value !== null && value !== undefined && value !== "") details.push({ name, value: String(value) });
  };
  if (activity === "find difference") {
    tell("units apart", ledger === null || channel === null ? null : Math.abs(channel - ledger));
    tell("direction", ledger === null || channel === null ? null : channel > ledger ? "channel above ledger" : "channel below ledger");
    tell("sold per day", told.get("per_day"));
    tell("sku", told.get("sku"));
    tell("channel", told.get("quantity") === undefined ? null : told.get("channel"));
  }
  if (activity === "find difference" || activity === "recount") {
    tell("ledger quantity", ledger);
    tell("channel quantity", channel);
    tell("counted again", activity === "recount" ? "yes" : "no");
  }
  if (activity === "recount") {
    tell("counted quantity", counted);
    tell("counted as", counted === null ? null : counted === ledger ? "ledger" : counted === channel ? "channel" : "neither");
  } else if (activity !== "find difference") {
    tell("units", Math.max(Math.abs(moved.onSale), Math.abs(moved.aside), Math.abs(moved.counted)));
  }
  if (activity === "adjust stock" && moved.aside < 0) tell("units set aside", moved.onSale > 0 ? "put on sale" : "taken off");
  tell("reason", reason);
  return details;
}
