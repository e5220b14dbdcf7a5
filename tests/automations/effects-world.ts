import { sql } from "kysely";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { orderExceptions } from "#server/playbooks/order-exceptions/playbook.ts";
import type { HoldReason, Order } from "#server/sandbox/shop/order.ts";
import { findOrder } from "#server/sandbox/shop/state.ts";
import { releaseHolds } from "#server/sandbox/shop/timeline.ts";
import { orderId } from "#server/sandbox/vendors/shopify/ids.ts";
import { openPlaybookWorld, SOMEBODY, type EffectRow } from "./playbook-world.ts";

const is = (...values: string[]) => ({ test: "is" as const, values });

/** One row for each thing that can be done, by the reason of the hold. */
const TABLE: RuleTable = {
  columns: ["situation", "holdReason"],
  rows: [
    { id: "release", when: { situation: is("held"), holdReason: is("incorrect_address") }, outcome: "release", reason: "Let it go." },
    { id: "wait", when: { situation: is("held"), holdReason: is("inventory_out_of_stock") }, outcome: "wait for stock", reason: "Wait." },
    { id: "cancel", when: { situation: is("held"), holdReason: is("high_risk_of_fraud") }, outcome: "cancel", reason: "Too risky." },
    { id: "mend", when: { situation: is("held"), holdReason: is("unknown_delivery_date") }, outcome: "fix address", reason: "Mend it." },
    { id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this." },
  ],
};

/**
 * A connected sandbox shop in the dead of night, so that none of its staff interferes, with an automation of order exceptions whose rules
 * decide by the reason of the hold.
 *
 * @param before rows that are asked before the others
 */
export async function openEffectsWorld({ before = [] }: { before?: RuleTable["rows"] } = {}) {
  const opened = await openPlaybookWorld({
    playbook: orderExceptions,
    table: { ...TABLE, rows: [...before, ...TABLE.rows] },
    sandbox: { days: 1, ordersPerDay: 200 },
    syncs: ["orders", "order-events", "fulfilment-orders", "returns"],
  });
  const { world, advance } = opened;

  function order(orderNumber: number): Order {
    const found = findOrder(world.sandbox.shop.state, orderNumber);
    if (!found) throw new Error(`no order ${orderNumber}`);
    return found;
  }
  const used = new Set<number>();
  return {
    ...opened,
    /** Somebody else holds open orders for a reason. @returns their numbers */
    hold(reason: HoldReason, count: number): number[] {
      advance(1_000);
      const held = world.sandbox.shop.state.orders
        .filter((order) => order.fulfilment === "OPEN" && !used.has(order.number))
        .filter(({ events }) => !events.some(({ action }) => action === "fulfillment_hold_added"))
        .slice(0, count)
        .map(({ number }) => number);
      if (held.length < count) throw new Error(`the shop has only ${held.length} orders left to hold`);
      for (const orderNumber of held) {
        used.add(orderNumber);
        world.sandbox.act({ kind: "hold", orderNumber, reason, notes: `checked ${orderNumber}`, handle: null }, SOMEBODY);
      }
      advance(1_000);
      return held;
    },
    /** Somebody else edits an order. */
    edit(orderNumber: number): void {
      advance(1_000);
      world.sandbox.act({ kind: "add tags", orderNumber, tags: ["seen-by-anna"] }, SOMEBODY);
      advance(1_000);
    },
    /** An address check leaves addresses among an order's details, in place of those it left before. */
    propose(orderNumber: number, ...lines: string[]): void {
      const others = order(orderNumber).attributes.filter(({ key }) => !key.startsWith("address_suggestion"));
      order(orderNumber).attributes = [...others, ...lines.map((value, at) => ({ key: `address_suggestion_${at + 1}`, value }))];
      advance(1_000);
      world.sandbox.act({ kind: "add tags", orderNumber, tags: [`address-checked-${lines.length}`] }, SOMEBODY);
      advance(1_000);
    },
    /** Somebody else sends an order elsewhere. */
    readdress(orderNumber: number, address1: string): void {
      advance(1_000);
      const address = { ...order(orderNumber).address, address1 };
      world.sandbox.act({ kind: "update", orderNumber, address, note: null, tags: null }, SOMEBODY);
      advance(1_000);
    },
    /** One of the shop's own people releases an order. */
    releaseByHand(orderNumber: number): void {
      advance(1_000);
      const { state } = world.sandbox.shop;
      releaseHolds(state, order(orderNumber), { kind: "staff", account: state.staff[0]! }, null);
      advance(1_000);
    },
    /** Somebody else takes a tag off an order. */
    untag(orderNumber: number, tag: string): void {
      advance(1_000);
      world.sandbox.act({ kind: "remove tags", orderNumber, tags: [tag] }, SOMEBODY);
      advance(1_000);
    },
    /** Somebody else releases an order and holds it again, with the same words. */
    holdAnew(orderNumber: number): void {
      const { reason, notes } = order(orderNumber).holds[0]!;
      advance(1_000);
      world.sandbox.act({ kind: "release", orderNumber, holdIds: null }, SOMEBODY);
      world.sandbox.act({ kind: "hold", orderNumber, reason, notes, handle: null }, SOMEBODY);
      advance(1_000);
    },
    /** Somebody else places a second hold. */
    holdAlso(orderNumber: number, reason: HoldReason, notes: string): void {
      world.sandbox.act({ kind: "hold", orderNumber, reason, notes, handle: "second" }, SOMEBODY);
      advance(1_000);
    },
    order,
    /** What a change of ours could have altered. */
    stateOf(orderNumber: number) {
      const { holds, tags, cancelled, fulfilment, address } = order(orderNumber);
      return { holds: holds.map(({ reason, notes }) => `${reason} ${notes}`).sort(), tags, cancelled, fulfilment, address };
    },
    /** What the vendor took from us for an order, in order of time. */
    ledger: (orderNumber?: number) =>
      world.sandbox
        .ledger()
        .filter(({ by, action }) => by.id !== SOMEBODY.id && (orderNumber === undefined || action.orderNumber === orderNumber))
        .map(({ action, changed }) => ({ kind: action.kind, orderNumber: action.orderNumber, changed })),
    /** Every effect, or those of an order. */
    effects: (orderNumber?: number): Promise<EffectRow[]> => opened.effects(orderNumber === undefined ? undefined : caseOf(orderNumber)),
    /** The newest decision on an order. */
    decision: (orderNumber: number): Promise<{ outcome: string; reason: string } | undefined> =>
      opened.house.store.within({ workspaceId: opened.workspaceId }, async (tx) => {
        const { rows } = await sql<{ outcome: string; reason: string }>`select outcome, reason from decision
          where case_id = ${caseOf(orderNumber)} order by decided_at desc, id desc limit 1`.execute(tx);
        return rows[0];
      }),
  };
}
export type EffectsWorld = Awaited<ReturnType<typeof openEffectsWorld>>;

export const caseOf = (orderNumber: number): string => `order:${orderId(orderNumber)}`;
