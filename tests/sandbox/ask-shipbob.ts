import { openSandbox } from "#server/sandbox/open-sandbox.ts";
import { SHIPBOB_TOKEN, VERSION } from "#server/sandbox/vendors/shipbob/account.ts";
import { createShipbobDoor } from "#server/sandbox/vendors/shipbob/shipbob-door.ts";
import { smallShop } from "./ask-shopify.ts";
import type { Request } from "#server/sandbox/door.ts";
import type { Sandbox } from "#server/sandbox/open-sandbox.ts";
import type { ShopSettings } from "#server/sandbox/shop/settings.ts";

export interface TestWarehouse {
  sandbox: Sandbox;
  wall: { nowMs: number };
  /** Asks with the token unless other headers are given; the path without its version, with or without a question behind it. */
  ask(
    method: string,
    path: string,
    more?: { query?: Record<string, string>; body?: unknown; headers?: Request["headers"] },
  ): Promise<{ status: number; headers: Readonly<Record<string, string>>; body: unknown; wire: string | undefined }>;
}

export const AUTHORIZED = { authorization: `Bearer ${SHIPBOB_TOKEN}` } as const;

/** A 3PL with its ShipBob door, reached without a network, on clocks that stand still. */
export function openTestWarehouse(
  given: { settings?: ShopSettings; callsAMinute?: number; profile?: "full" | "minimal" } = {},
): TestWarehouse {
  const sandbox = openSandbox(given.settings ?? smallShop({ ordersPerDay: 120 }));
  const wall = { nowMs: Date.UTC(2026, 10, 2, 12) };
  const { profile = "full", callsAMinute = 1_000_000 } = given;
  const door = createShipbobDoor(sandbox, { profile, callsAMinute, wallNowMs: () => wall.nowMs });
  return {
    sandbox,
    wall,
    async ask(method, path, { query = {}, body, headers = AUTHORIZED } = {}) {
      const { pathname, searchParams } = new URL(`/${VERSION}${path}`, "http://sandbox.invalid");
      for (const [name, value] of Object.entries(query)) searchParams.set(name, value);
      const reply = await door.answer({
        method,
        path: pathname,
        query: searchParams,
        headers,
        body: body === undefined ? "" : JSON.stringify(body),
      });
      if (!reply) throw new Error(`Nobody answers ${path}`);
      return { status: reply.status, headers: reply.headers, body: JSON.parse(reply.body), wire: reply.wire };
    },
  };
}
