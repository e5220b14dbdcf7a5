import type { Reply } from "#server/sandbox/door.ts";
import type { Sandbox } from "#server/sandbox/open-sandbox.ts";
import { fulfillmentOrderId, orderId } from "#server/sandbox/vendors/shopify/ids.ts";

/** A formula, a script, a NUL, half of a surrogate pair, text from right to left, an emoji, SQL. */
export const HOSTILE = `=HYPERLINK("http://x") <script>alert(1)</script> \0 \ud800 \u202e\u05d0\u05d1 \u{1f4e6} '; DROP TABLE orders; --`;

/** Rows that look otherwise than the vendor documents, in every answer for as long as they do; by `keyOf` of their ids. */
export type Drift = {
  /** Orders whose note, and tickets whose subject, is HOSTILE. */
  hostile: Set<string>;
  /** Rows whose time of creation is a number instead of a text: nobody can read them. */
  poisoned: Set<string>;
};

/** A GraphQL id as it is; an entry of a timeline and a ticket by their numbers, which is how the shop itself knows them. */
function keyOf(id: unknown): string {
  if (typeof id === "number") return `ticket ${id}`;
  const entry = /^gid:\/\/shopify\/(?:Basic|Comment)Event\/(\d+)$/.exec(String(id));
  return entry ? `entry ${entry[1]}` : String(id);
}

/** Of the rows that are there, some of each kind. @param count how many of so many */
export function driftOf({ shop, departments }: Sandbox, pick: <T>(items: readonly T[], count: number) => T[]): Drift {
  const { orders, events } = shop.state;
  const tickets = departments.helpdesk.state.tickets;
  return {
    hostile: new Set([...pick(orders, 2).map(({ number }) => keyOf(orderId(number))), ...pick(tickets, 1).map(({ id }) => keyOf(id))]),
    poisoned: new Set([
      ...pick(orders, 2).map(({ number }) => keyOf(orderId(number))),
      ...pick(orders, 1).map(({ number }) => keyOf(fulfillmentOrderId(number))),
      ...pick(events, 2).map(({ id }) => `entry ${id}`),
      ...pick(tickets, 1).map(({ id }) => keyOf(id)),
    ]),
  };
}

/** The answer as it is with the drift. @param told called for each row that is spoiled */
export function drifted(reply: Reply, drift: Drift, told: (what: string) => void): Reply {
  if (!reply.body.startsWith("{") || (drift.hostile.size === 0 && drift.poisoned.size === 0)) return reply;
  const body: unknown = JSON.parse(reply.body, (_name, value: unknown) => {
    if (typeof value !== "object" || value === null || !("id" in value)) return value;
    const key = keyOf(value.id);
    const row: Record<string, unknown> = { ...value };
    const [text, created] = typeof value.id === "number" ? ["subject", "created_at"] : ["note", "createdAt"];
    if (drift.hostile.has(key) && text in value) {
      row[text] = HOSTILE;
      told("hostile text");
    }
    if (drift.poisoned.has(key) && created in value) {
      row[created] = 17;
      told("poison record");
    }
    return row;
  });
  return { ...reply, body: JSON.stringify(body) };
}
