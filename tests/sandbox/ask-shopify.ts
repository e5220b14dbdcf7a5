import * as z from "zod";
import type { Caller } from "#connectors/shopify/graphql.ts";
import { openSandbox } from "#server/sandbox/open-sandbox.ts";
import { shopSettings } from "#server/sandbox/shop/settings.ts";
import { createShopifyDoor } from "#server/sandbox/vendors/shopify/shopify-door.ts";
import type { Request } from "#server/sandbox/door.ts";
import type { Journal } from "#server/sandbox/journal.ts";
import type { Sandbox } from "#server/sandbox/open-sandbox.ts";
import type { ShopSettings } from "#server/sandbox/shop/settings.ts";
import type { Plan } from "#server/sandbox/vendors/shopify/bucket.ts";
import { granted } from "#server/sandbox/vendors/shopify/scopes.ts";
import type { ScopeProfile } from "#server/sandbox/vendors/shopify/scopes.ts";
import type { ShopifyDoor } from "#server/sandbox/vendors/shopify/shopify-door.ts";
import type { Delivery } from "#server/sandbox/vendors/kit/dispatcher.ts";

/** Forty orders a day for ten days: small enough to read, large enough to hold every kind of exception. */
export function smallShop(change: Parameters<typeof shopSettings>[0] = {}): ShopSettings {
  return shopSettings({ seed: "small", days: 10, ordersPerDay: 40, ...change });
}

const Answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string(), extensions: z.looseObject({ code: z.string().optional() }).optional() })).optional(),
  extensions: z
    .object({
      cost: z.object({
        requestedQueryCost: z.number(),
        actualQueryCost: z.number().nullable(),
        throttleStatus: z.object({ maximumAvailable: z.number(), currentlyAvailable: z.number(), restoreRate: z.number() }),
      }),
    })
    .optional(),
});

export interface TestShop {
  sandbox: Sandbox;
  door: ShopifyDoor;
  token: string;
  /** Deliveries that the door's webhooks made, with the answer that `answers` gives. */
  delivered: Delivery[];
  wall: { nowMs: number };
  request(
    input: Partial<Request> & { path: string },
  ): Promise<{ status: number; headers: Readonly<Record<string, string>>; body: string; wire?: string }>;
  /** Asks by GraphQL and returns the parsed answer, whatever it is. */
  ask(query: string, variables?: Record<string, unknown>): Promise<z.infer<typeof Answer>>;
  /** Asks and reads the data by a schema; errors of the answer fail the test. */
  read<T>(schema: z.ZodType<T>, query: string, variables?: Record<string, unknown>): Promise<T>;
}

/** A shop with its Shopify door, reached without a network, on a clock that stands still. */
export function openTestShop(
  given: {
    settings?: ShopSettings;
    journal?: Journal;
    plan?: Plan;
    profile?: ScopeProfile;
    isAnswered?: (delivery: Delivery) => boolean;
  } = {},
): TestShop {
  const sandbox = openSandbox(given.settings ?? smallShop(), given.journal);
  const wall = { nowMs: Date.UTC(2026, 10, 2, 12) };
  const delivered: Delivery[] = [];
  const profile = given.profile ?? "full";
  const door = createShopifyDoor(sandbox, {
    plan: given.plan ?? "plus",
    profile,
    wallNowMs: () => wall.nowMs,
    send: async (delivery) => {
      delivered.push(delivery);
      return given.isAnswered?.(delivery) ?? true;
    },
  });
  const issued = door.tokens.issue({ clientId: "slipstream-sandbox", scopes: granted(profile, []), expiring: true });
  const shop: TestShop = {
    sandbox,
    door,
    token: issued.access_token,
    delivered,
    wall,
    async request(input) {
      const reply = await door.answer({ method: "GET", query: new URLSearchParams(), headers: {}, body: "", ...input });
      if (!reply) throw new Error(`Nobody answers ${input.path}`);
      return reply;
    },
    async ask(query, variables = {}) {
      const { body } = await shop.request({
        method: "POST",
        path: "/admin/api/2026-10/graphql.json",
        headers: { "x-shopify-access-token": shop.token },
        body: JSON.stringify({ query, variables }),
      });
      return Answer.parse(JSON.parse(body));
    },
    async read(schema, query, variables) {
      const answer = await shop.ask(query, variables);
      if (answer.errors) throw new Error(JSON.stringify(answer.errors));
      return schema.parse(answer.data);
    },
  };
  return shop;
}

/** What an action or a sync has of Nango to ask Shopify, straight to the door. A refusal is thrown as it would reach the caller. */
export function callerOf(shop: Pick<TestShop, "ask">): Caller {
  class Refused extends Error {
    readonly payload: unknown;
    constructor(payload: { message: string }) {
      super(payload.message);
      this.payload = payload;
    }
  }
  const caller = {
    log: async () => {},
    ActionError: Refused,
    post: async ({ data }: { data: { query: string; variables: Record<string, unknown> } }) => ({
      data: await shop.ask(data.query, data.variables),
    }),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is asked of Nango is there
  return caller as never;
}
