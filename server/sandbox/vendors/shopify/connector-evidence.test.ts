import { expect, test } from "vitest";
import * as z from "zod";
import { EVENTS } from "../../../../connectors/shopify/operations.ts";
import { EventNode, toOpsEvent } from "../../../../connectors/shopify/to-ops-event.ts";
import { openTestShop, smallShop } from "#tests/sandbox/ask-shopify.ts";
import type { TestShop } from "#tests/sandbox/ask-shopify.ts";
import type { Actor } from "../../shop/order.ts";

const Page = z.object({ events: z.object({ pageInfo: z.object({ hasNextPage: z.boolean() }), nodes: z.array(EventNode) }) });
const settings = smallShop({ seed: "evidence", days: 12, ordersPerDay: 60 });

/** The whole timeline as the connector's own query and mapping see it. */
async function evidence(shop: TestShop, withStaff: boolean): Promise<NonNullable<ReturnType<typeof toOpsEvent>>[]> {
  const found: NonNullable<ReturnType<typeof toOpsEvent>>[] = [];
  for (let after = "0"; ;) {
    const { events } = await shop.read(Page, EVENTS, { first: 250, query: `subject_type:ORDER AND id:>${after}`, withStaff });
    found.push(...events.nodes.map(toOpsEvent).filter((event) => event !== null));
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
