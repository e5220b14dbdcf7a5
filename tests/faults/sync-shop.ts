import { randomUUID } from "node:crypto";
import type { Nango } from "@nangohq/node";
import type { Door, Reply, Request } from "#server/sandbox/door.ts";
import { openSandbox, type Sandbox } from "#server/sandbox/open-sandbox.ts";
import { shopSettings } from "#server/sandbox/shop/settings.ts";
import { ACCOUNT, NETSUITE_CLIENT } from "#server/sandbox/vendors/netsuite/account.ts";
import { createNetsuiteDoor, type NetsuiteDoor } from "#server/sandbox/vendors/netsuite/netsuite-door.ts";
import { SHIPSTATION_KEY } from "#server/sandbox/vendors/shipstation/account.ts";
import { createShipstationDoor } from "#server/sandbox/vendors/shipstation/shipstation-door.ts";
import { granted } from "#server/sandbox/vendors/shopify/scopes.ts";
import { createShopifyDoor, DEFAULT_CLIENT, type ShopifyDoor } from "#server/sandbox/vendors/shopify/shopify-door.ts";
import { createZendeskDoor, ZENDESK_CLIENT, type ZendeskDoor } from "#server/sandbox/vendors/zendesk/zendesk-door.ts";
import type { Drift } from "./drift.ts";

export const VENDORS = ["shopify", "zendesk", "shipstation", "netsuite"] as const;
export type Vendor = (typeof VENDORS)[number];

/**
 * A Monday long past: nothing depends on today. Before the change of the clock: of an hour that comes twice, two vendors do not tell which.
 */
export const UNTIL_MS = Date.parse("2026-10-26T14:00:00Z");
export const DAY_MS = 86_400_000;
const DAYS = 8;
const ORDERS_A_DAY = 14;
const TOKEN_SECONDS = 3600;
const CONFIG: Readonly<Record<Vendor, Record<string, string>>> = {
  shopify: { subdomain: "harbour-and-pine" },
  zendesk: { subdomain: "harbour-and-pine" },
  shipstation: {},
  netsuite: { accountId: ACCOUNT.id },
};

/** The merchant of one seed, and its vendors' doors. */
export type Shop = {
  sandbox: Sandbox;
  shopify: ShopifyDoor;
  zendesk: ZendeskDoor;
  netsuite: NetsuiteDoor;
  /** Under which each vendor's connection is known at Nango. */
  nangoIds: Record<Vendor, string>;
  /** Rows that are shown otherwise than they are; none unless set. */
  drift: Drift;
  /** Looks at each call of a vendor: may change its answer, or cut the line. */
  atDoor: ((request: Request, answer: () => Promise<Reply | null>) => Promise<Reply | null>) | null;
  /** All vendors behind one address. */
  door: Door;
};

export function openSyncShop(seed: string): Shop {
  const sandbox = openSandbox(shopSettings({ seed, days: DAYS, ordersPerDay: ORDERS_A_DAY, untilMs: UNTIL_MS, profile: "sloppy" }));
  sandbox.advance(UNTIL_MS);
  const shopify = createShopifyDoor(sandbox, { plan: "unlimited" });
  const zendesk = createZendeskDoor(sandbox, { plan: "unlimited" });
  const netsuite = createNetsuiteDoor(sandbox);
  const doors: Door[] = [createShipstationDoor(sandbox, { callsAMinute: 1_000_000 }), shopify, netsuite, zendesk];
  const shop: Shop = {
    sandbox,
    shopify,
    zendesk,
    netsuite,
    nangoIds: { shopify: randomUUID(), zendesk: randomUUID(), shipstation: randomUUID(), netsuite: randomUUID() },
    drift: { hostile: new Set(), poisoned: new Set() },
    atDoor: null,
    door: {
      async answer(request) {
        const answer = async () => {
          for (const door of doors) {
            const reply = await door.answer(request);
            if (reply) return reply;
          }
          return null;
        };
        return shop.atDoor ? shop.atDoor(request, answer) : answer();
      },
    },
  };
  return shop;
}

/** Offers the vendors at Nango. */
export async function offerVendors(nango: Nango): Promise<void> {
  for (const [provider, client] of [
    ["shopify", DEFAULT_CLIENT],
    ["zendesk", ZENDESK_CLIENT],
    ["netsuite", NETSUITE_CLIENT],
  ] as const)
    await nango.createIntegration({
      provider,
      unique_key: provider,
      credentials: { type: "OAUTH2", client_id: client.clientId, client_secret: client.clientSecret },
    });
  await nango.createIntegration({ provider: "shipstation", unique_key: "shipstation" });
}

/** What POST /connections takes to connect a vendor with access as it would be granted now. */
export function connectionOf(vendor: Vendor, shop: Shop, workspaceId: string): object {
  return {
    provider_config_key: vendor,
    connection_id: shop.nangoIds[vendor],
    credentials: credentialsOf(vendor, shop),
    connection_config: CONFIG[vendor],
    metadata: {
      backfillFrom: new Date(UNTIL_MS - (DAYS + 2) * DAY_MS).toISOString(),
      ...(vendor === "netsuite" ? { timeZone: ACCOUNT.zone } : {}),
    },
    tags: { organization_id: workspaceId },
  };
}

function credentialsOf(vendor: Vendor, { shopify, zendesk, netsuite }: Shop): object {
  if (vendor === "shipstation") return { type: "BASIC", username: SHIPSTATION_KEY.key, password: SHIPSTATION_KEY.secret };
  const tokens = {
    shopify: () => shopify.tokens.issue({ clientId: DEFAULT_CLIENT.clientId, scopes: granted("full", []), expiring: true }),
    zendesk: () =>
      zendesk.tokens.issue({ clientId: ZENDESK_CLIENT.clientId, scopes: ["read", "write"], expiring: true, accessSeconds: TOKEN_SECONDS }),
    netsuite: () => netsuite.tokens.issue({ clientId: NETSUITE_CLIENT.clientId, scopes: ["rest_webservices"], expiring: true }),
  };
  const token = tokens[vendor]();
  const expiresAt = new Date(Date.now() + TOKEN_SECONDS * 1000).toISOString();
  return { type: "OAUTH2", access_token: token.access_token, refresh_token: token.refresh_token, expires_at: expiresAt };
}

/** The helpdesk never shows the last minute: lets time pass until it shows everything. */
export function showLastMinute({ sandbox }: Shop): void {
  const changedMs = () => Math.max(0, ...sandbox.departments.helpdesk.state.tickets.map(({ updatedMs }) => updatedMs));
  while (sandbox.shop.state.nowMs - changedMs() < 61_000) sandbox.advance(sandbox.shop.state.nowMs + 61_000);
}
