import { expect, test } from "vitest";
import * as z from "zod";
import { EVENTS } from "../../../../connectors/shopify/operations.ts";
import { entryReader } from "../../../../connectors/shopify/returns-behind.ts";
import { EventNode, type toOpsEvent } from "../../../../connectors/shopify/to-ops-event.ts";
import { callerOf, openTestShop, smallShop } from "#tests/sandbox/ask-shopify.ts";
import { returnId } from "./ids.ts";
import type { TestShop } from "#tests/sandbox/ask-shopify.ts";
import type { Actor } from "../../shop/order.ts";

const Page = z.object({ events: z.object({ pageInfo: z.object({ hasNextPage: z.boolean() }), nodes: z.array(EventNode) }) });
const settings = smallShop({ seed: "evidence", days: 12, ordersPerDay: 60 });

/** The whole timeline as the connector's own query and mapping see it. */
async function evidence(shop: TestShop, withStaff: boolean): Promise<NonNullable<ReturnType<typeof toOpsEvent>>[]> {
  const found: NonNullable<ReturnType<typeof toOpsEvent>>[] = [];
  const reader = entryReader(callerOf(shop), { withReturns: true });
  for (let after = "0"; ;) {
    const { events } = await shop.read(Page, EVENTS, { first: 250, query: `subject_type:ORDER AND id:>${after}`, withStaff });
    await reader.learn(events.nodes);
    found.push(...events.nodes.map(reader.read).filter((event) => event !== null));
    after = events.nodes.at(-1)?.id.split("/").at(-1) ?? after;
    if (!events.pageInfo.hasNextPage) return found;
  }
}

const KINDS: Record<Actor["kind"], string> = { customer: "customer", app: "app", rule: "rule", staff: "person", system: "system" };

test("the connector tells every actor's kind as the shop knows it, and names every person", async () => {
  const shop = openTestShop({ settings });
  const found = await evidence(shop, true);
  const { events } = shop.sandbox.shop.state;
  expect(found.map(({ actorKind }) => actorKind)).toEqual(events.map(({ actor }) => KINDS[actor.kind]));
  const people = found.filter(({ actorKind }) => actorKind === "person");
  expect(people.length).toBeGreaterThan(80);
  expect(people.every(({ actorName, grade }) => actorName !== null && grade === "A")).toBe(true);
});

test("with the minimal scopes the kinds stay right, and no person has a name", async () => {
  const shop = openTestShop({ settings, profile: "minimal" });
  const found = await evidence(shop, false);
  expect(found.map(({ actorKind }) => actorKind)).toEqual(shop.sandbox.shop.state.events.map(({ actor }) => KINDS[actor.kind]));
  expect(found.filter(({ actorKind, actorName }) => actorKind === "person" && actorName !== null)).toEqual([]);
});

const ACTIVITIES: Readonly<Record<string, string>> = {
  return_requested: "request return",
  return_approved: "approve return",
  return_declined: "decline return",
  refund_created: "refund",
  restock_line_items: "restock",
  return_items_written_off: "write off",
  tag_added: "grade goods",
};

test("what is done about a return counts for that return, under the audit's own words, with what was known on earlier entries", async () => {
  const shop = openTestShop({ settings: smallShop({ seed: "evidence of returns", days: 24, ordersPerDay: 90, profile: "sloppy" }) });
  const found = new Map((await evidence(shop, true)).map((event) => [Number(event.id.split("/").at(-1)), event]));
  const ofReturns = shop.sandbox.shop.state.events.filter(({ returnId: id }) => id !== null);
  expect(ofReturns.length).toBeGreaterThan(250);
  for (const { id, returnId: of, action, actor } of ofReturns) {
    expect(found.get(id)).toMatchObject({
      caseType: "return",
      caseId: returnId(of ?? 0),
      activity: ACTIVITIES[action],
      actorKind: KINDS[actor.kind],
      grade: "A",
    });
  }
  const isOurs = new Set(ofReturns.map(({ id }) => id));
  expect([...found].filter(([id, { caseType }]) => caseType === "return" && !isOurs.has(id))).toEqual([]);
  const { returns, refunds } = shop.sandbox.departments.returns.state;
  for (const item of returns) {
    const events = [...found.values()].filter(({ caseId }) => caseId === returnId(item.id));
    const details = Object.fromEntries(events.flatMap(({ details: given }) => given ?? []).map(({ name, value }) => [name, value]));
    expect(details).toMatchObject({
      reason: item.reason,
      sku: item.sku,
      value: (item.valueMinor / 100).toFixed(2),
      ...(item.grade === null ? {} : { condition: item.grade }),
      ...(item.decline ? { "decline reason": item.decline.reason.toLowerCase() } : {}),
    });
    const isPaidBack = refunds.some((refund) => refund.returnId === item.id);
    expect(details["goods"]).toBe(isPaidBack ? (item.approvedMs === null ? "kept" : "sent back") : undefined);
  }
});
