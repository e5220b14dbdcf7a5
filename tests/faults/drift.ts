import type { Reply } from "#server/sandbox/door.ts";
import type { Sandbox } from "#server/sandbox/open-sandbox.ts";
import { fulfillmentOrderId, orderId, returnId } from "#server/sandbox/vendors/shopify/ids.ts";
import { levelId } from "#server/sandbox/vendors/shopify/stock-resolvers.ts";

/** A formula, a script, a NUL, half of a surrogate pair, text from right to left, an emoji, SQL. */
export const HOSTILE = `=HYPERLINK("http://x") <script>alert(1)</script> \0 \ud800 \u202e\u05d0\u05d1 \u{1f4e6} '; DROP TABLE orders; --`;

/** Rows that look otherwise than the vendor documents, in every answer for as long as they do; by what `keyOf` calls them. */
export type Drift = {
  /** Orders whose note, and tickets whose subject, is HOSTILE. */
  hostile: Set<string>;
  /** Rows of which one field is of another kind than documented: nobody can read them. */
  poisoned: Set<string>;
};

type Row = Readonly<Record<string, unknown>>;
type Kind = {
  is: (row: Row) => boolean;
  keyOf: (row: Row) => string;
  /** The field that is a number instead of a text, or a text instead of a number. */
  poison: string;
  hostile?: string;
  /** Some of what the merchant has of this kind, by key. */
  keysIn: (sandbox: Sandbox) => string[];
};

const isGid = (type: string) => (row: Row) => String(row["id"]).startsWith(`gid://shopify/${type}/`);
const has =
  (...names: string[]) =>
  (row: Row) =>
    names.every((name) => name in row);
const byId = (row: Row) => String(row["id"]);

/** One line a kind of row. */
const KINDS: Readonly<Record<string, Kind>> = {
  order: {
    is: (row) => isGid("Order")(row) && "name" in row,
    keyOf: byId,
    poison: "createdAt",
    hostile: "note",
    keysIn: ({ shop }) => shop.state.orders.map(({ number }) => orderId(number)),
  },
  "fulfilment order": {
    is: isGid("FulfillmentOrder"),
    keyOf: byId,
    poison: "createdAt",
    keysIn: ({ shop }) => shop.state.orders.map(({ number }) => fulfillmentOrderId(number)),
  },
  return: {
    is: isGid("Return"),
    keyOf: byId,
    poison: "createdAt",
    keysIn: ({ departments }) => departments.returns.state.returns.map(({ id }) => returnId(id)),
  },
  entry: {
    is: (row) => /^gid:\/\/shopify\/(?:Basic|Comment)Event\/\d+$/.test(String(row["id"])),
    keyOf: (row) => `entry ${byId(row).split("/").at(-1)}`,
    poison: "createdAt",
    keysIn: ({ shop }) => shop.state.events.map(({ id }) => `entry ${id}`),
  },
  ticket: {
    is: has("subject", "generated_timestamp"),
    keyOf: (row) => `ticket ${byId(row)}`,
    poison: "created_at",
    hostile: "subject",
    keysIn: ({ departments }) => departments.helpdesk.state.tickets.map(({ id }) => `ticket ${id}`),
  },
  save: {
    is: has("ticket_id", "author_id", "events"),
    keyOf: (row) => `save ${byId(row)}`,
    poison: "created_at",
    keysIn: ({ departments }) => departments.helpdesk.state.tickets.flatMap(({ saves }) => saves.map(({ id }) => `save ${id}`)),
  },
  parcel: {
    is: has("orderId", "orderStatus"),
    keyOf: (row) => `parcel ${String(row["orderId"])}`,
    poison: "createDate",
    keysIn: ({ departments }) => departments.shipping.state.parcels.map(({ id }) => `parcel ${id}`),
  },
  label: {
    is: has("shipmentId", "shipmentCost"),
    keyOf: (row) => `label ${String(row["shipmentId"])}`,
    poison: "createDate",
    keysIn: ({ departments }) => departments.shipping.state.labels.map(({ id }) => `label ${id}`),
  },
  "purchase order": {
    is: has("tranid", "created_at"),
    keyOf: (row) => `transaction ${byId(row)}`,
    poison: "created_at",
    keysIn: ({ departments }) => departments.purchasing.state.transactions.map(({ id }) => `transaction ${id}`),
  },
  note: {
    is: has("recordid", "field"),
    keyOf: (row) => `notes ${String(row["recordid"])}`,
    poison: "field",
    keysIn: ({ departments }) => departments.purchasing.state.transactions.map(({ id }) => `notes ${id}`),
  },
  level: {
    is: (row) => isGid("InventoryLevel")(row) && "quantities" in row,
    keyOf: byId,
    poison: "updatedAt",
    keysIn: ({ departments }) => departments.inventory.state.levels.map(levelId),
  },
  act: {
    is: has("inventory_adjustment_group_id", "inventory_adjustment_change"),
    keyOf: (row) => `act ${String(row["inventory_adjustment_group_id"])}`,
    poison: "inventory_adjustment_change",
    keysIn: ({ departments }) => departments.inventory.state.groups.map(({ id }) => `act ${id}`),
  },
  balance: {
    is: has("item", "quantityonhand"),
    keyOf: (row) => `balance ${String(row["item"])}`,
    poison: "quantityonhand",
    keysIn: ({ departments }) => departments.purchasing.state.items.map(({ id }) => `balance ${id}`),
  },
};
/** What cannot be read at any place: neither a text nor a number. */
const POISON = { drifted: true };

/** Of the rows that are there, some of each kind. @param pick some of many */
export function driftOf(sandbox: Sandbox, pick: <T>(items: readonly T[], count: number) => T[]): Drift {
  const kinds = Object.values(KINDS);
  return {
    hostile: new Set(kinds.filter(({ hostile }) => hostile).flatMap(({ keysIn }) => pick(keysIn(sandbox), 2))),
    poisoned: new Set(kinds.flatMap(({ keysIn }) => pick(keysIn(sandbox), 2))),
  };
}

/** The answer as it is with the drift. @param told called for each row that is spoiled */
export function drifted(reply: Reply, drift: Drift, told: (what: string) => void): Reply {
  if (!/^[[{]/.test(reply.body) || (drift.hostile.size === 0 && drift.poisoned.size === 0)) return reply;
  const body: unknown = JSON.parse(reply.body, (_name, value: unknown) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const row: Record<string, unknown> = { ...value };
    for (const [name, kind] of Object.entries(KINDS)) {
      if (!kind.is(row)) continue;
      if (kind.hostile !== undefined && kind.hostile in row && drift.hostile.has(kind.keyOf(row))) {
        row[kind.hostile] = HOSTILE;
        told("hostile text");
      }
      if (kind.poison in row && drift.poisoned.has(kind.keyOf(row))) {
        row[kind.poison] = POISON;
        told(`poison record: ${name}`);
      }
    }
    return row;
  });
  return { ...reply, body: JSON.stringify(body) };
}
