import { openSandbox } from "#server/sandbox/open-sandbox.ts";
import { SHIPSTATION_KEY } from "#server/sandbox/vendors/shipstation/account.ts";
import { createShipstationDoor } from "#server/sandbox/vendors/shipstation/shipstation-door.ts";
import { smallShop } from "./ask-shopify.ts";
import type { Request } from "#server/sandbox/door.ts";
import type { Sandbox } from "#server/sandbox/open-sandbox.ts";
import type { ShopSettings } from "#server/sandbox/shop/settings.ts";

export interface TestTables {
  sandbox: Sandbox;
  wall: { nowMs: number };
  /** Asks with the key unless other headers are given. */
  ask(
    method: string,
    path: string,
    more?: { query?: Record<string, string>; body?: unknown; headers?: Request["headers"] },
  ): Promise<{ status: number; headers: Readonly<Record<string, string>>; body: unknown; wire: string | undefined }>;
}

/** Packing tables with their ShipStation door, reached without a network, on clocks that stand still. */
export function openTestTables(given: { settings?: ShopSettings; callsAMinute?: number } = {}): TestTables {
  const sandbox = openSandbox(given.settings ?? smallShop({ ordersPerDay: 150 }));
  const wall = { nowMs: Date.UTC(2026, 10, 2, 12) };
  const door = createShipstationDoor(sandbox, { callsAMinute: given.callsAMinute ?? 1_000_000, wallNowMs: () => wall.nowMs });
  const authorization = `Basic ${Buffer.from(`${SHIPSTATION_KEY.key}:${SHIPSTATION_KEY.secret}`).toString("base64")}`;
  return {
    sandbox,
    wall,
    async ask(method, path, { query = {}, body, headers } = {}) {
      const reply = await door.answer({
        method,
        path,
        query: new URLSearchParams(query),
        headers: headers ?? { authorization },
        body: body === undefined ? "" : JSON.stringify(body),
      });
      if (!reply) throw new Error(`Nobody answers ${path}`);
      return { status: reply.status, headers: reply.headers, body: JSON.parse(reply.body), wire: reply.wire };
    },
  };
}
