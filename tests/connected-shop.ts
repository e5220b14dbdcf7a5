import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { Nango } from "@nangohq/node";
import type { TestDatabase } from "#db/test-database.ts";
import { startEmulator } from "#server/emulator/start-emulator.ts";
import { openSandbox, type Sandbox } from "#server/sandbox/open-sandbox.ts";
import { serve } from "#server/sandbox/serve.ts";
import { shopSettings, type ShopSettings } from "#server/sandbox/shop/settings.ts";
import { ACCOUNT, NETSUITE_CLIENT } from "#server/sandbox/vendors/netsuite/account.ts";
import { createNetsuiteDoor } from "#server/sandbox/vendors/netsuite/netsuite-door.ts";
import { granted } from "#server/sandbox/vendors/shopify/scopes.ts";
import { createShopifyDoor, DEFAULT_CLIENT } from "#server/sandbox/vendors/shopify/shopify-door.ts";
import { createZendeskDoor, ZENDESK_CLIENT } from "#server/sandbox/vendors/zendesk/zendesk-door.ts";
import { startIngest } from "#server/services/connections/start-ingest.ts";
import { sweepConnections } from "#server/services/connections/sweep-connections.ts";
import { compiledPack } from "#server/start/compiled-pack.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";

export const VENDORS = ["shopify", "zendesk", "netsuite"] as const;
export type Vendor = (typeof VENDORS)[number];
/** `minimal`: without the right to see staff at Shopify, without System Notes at NetSuite. Zendesk then exports nothing at all. */
export type Scopes = "full" | "minimal";
export type ShopGiven = NonNullable<Parameters<typeof shopSettings>[0]>;
export type ShopDatabases = { house: TestDatabase; nango: TestDatabase };

export type ConnectedShop = {
  house: TestHouse;
  owner: Member;
  sandbox: Sandbox;
  settings: ShopSettings;
  /** Runs every sync once and enqueues what reads their records. */
  sync: () => Promise<void>;
  close: () => Promise<void>;
};

const DAY_MS = 86_400_000;
const SYNCS: Readonly<Record<Vendor, readonly string[]>> = {
  shopify: ["orders", "order-events", "fulfilment-orders", "returns"],
  zendesk: ["tickets", "ticket-events"],
  netsuite: ["purchase-orders", "system-notes", "inventory-levels"],
};
const CONFIG: Readonly<Record<Vendor, Record<string, string>>> = {
  shopify: { subdomain: "harbour-and-pine" },
  zendesk: { subdomain: "harbour-and-pine" },
  netsuite: { accountId: ACCOUNT.id },
};

/**
 * A sandbox shop, connected as a merchant's would be: the vendors' APIs over HTTP, the compiled connectors in the embedded Nango. Only the
 * consent page is left out: access is imported, as an admin may do at Nango. What the first syncs brought waits to be read; the house's
 * clock stands where the shop does.
 */
export async function connectedShop(
  databases: ShopDatabases,
  { shop, scopes, vendors }: { shop: ShopGiven; scopes: Scopes; vendors: readonly Vendor[] },
): Promise<ConnectedShop> {
  const settings = shopSettings(shop);
  const sandbox = openSandbox(settings);
  const shopify = createShopifyDoor(sandbox, { plan: "unlimited", profile: scopes });
  const zendesk = createZendeskDoor(sandbox, { plan: "unlimited" });
  const netsuite = createNetsuiteDoor(sandbox, { profile: scopes });
  const served = await serve([shopify, zendesk, netsuite], 0);
  const keys = { secretKey: randomUUID(), webhookSigningKey: randomUUID() };
  const emulator = await startEmulator({
    ...keys,
    pack: await compiledPack(),
    upstreams: Object.fromEntries(VENDORS.map((vendor) => [vendor, served.url])),
    port: 0,
    databaseUrl: databases.nango.ownerUrl,
    encryptionKey: "a key of thirty-two characters..",
    runsSchedule: false,
    report: () => {},
  });
  const house = await openTestHouse({
    database: databases.house,
    settings: { nango: { host: emulator.url, ...keys, connectUrl: emulator.url, embedded: true } },
  });
  const close = async () => {
    await house.close();
    await emulator.stop();
    await served.close();
    await databases.nango.drop();
  };
  try {
    house.clock.now = new Date(settings.untilMs);
    const owner = await house.ownerOf("Harbour");
    const nango = new Nango({ host: emulator.url, secretKey: keys.secretKey });
    const backfillFrom = new Date(settings.untilMs - (settings.days + 2) * DAY_MS).toISOString();
    const tokens: Record<Vendor, () => string> = {
      shopify: () => shopify.tokens.issue({ clientId: DEFAULT_CLIENT.clientId, scopes: granted(scopes, []), expiring: false }).access_token,
      zendesk: () => zendesk.tokens.issue({ clientId: ZENDESK_CLIENT.clientId, scopes: ["read", "write"], expiring: false }).access_token,
      netsuite: () =>
        netsuite.tokens.issue({ clientId: NETSUITE_CLIENT.clientId, scopes: ["rest_webservices"], expiring: false }).access_token,
    };
    for (const vendor of vendors) {
      await nango.createIntegration({
        provider: vendor,
        unique_key: vendor,
        credentials: { type: "OAUTH2", client_id: "kept at Nango", client_secret: "kept at Nango" },
      });
      const connectionId = nameOf(vendor);
      await importConnection(emulator.url, keys.secretKey, {
        provider_config_key: vendor,
        connection_id: connectionId,
        credentials: { type: "OAUTH2", access_token: tokens[vendor](), no_expiration: true },
        connection_config: CONFIG[vendor],
        metadata: { backfillFrom, ...(vendor === "netsuite" ? { timeZone: ACCOUNT.zone } : {}) },
        tags: { organization_id: owner.workspaceId },
      });
      await calibrated(nango, vendor, connectionId);
      await runSyncs(nango, vendor, emulator.idle);
    }
    await sweepConnections(house.services, new AbortController().signal);
    const { workspaceId } = owner;
    return {
      house,
      owner,
      sandbox,
      settings,
      async sync() {
        const actor = { type: "system", name: "test" } as const;
        for (const vendor of vendors) await runSyncs(nango, vendor, emulator.idle);
        for (const { id: connectionId } of await owner.call((api) => api.connections.list({})))
          await house.store.within({ workspaceId }, (tx) => startIngest(house.services, tx, { workspaceId, connectionId, actor }));
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const nameOf = (vendor: Vendor): string => `${vendor}-of-the-shop`;

/** Adds a connection at Nango with credentials that are there already, as an admin may. @param body as POST /connections takes it */
export async function importConnection(url: string, secretKey: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${secretKey}`, "content-type": "application/json" };
  const response = await fetch(`${url}/connections`, { method: "POST", headers, body: JSON.stringify(body) });
  if (response.status !== 201) throw new Error(`Nango took no connection: ${response.status} ${await response.text()}`);
}

/** The connector finds out on connect what was granted; with a role that sees nothing it finds out that. */
const calibrated = (nango: Nango, vendor: Vendor, connectionId: string) =>
  until(async () => "grantedScopes" in (await nango.getMetadata<Record<string, unknown>>(vendor, connectionId)));

/** Runs the syncs of a vendor side by side and waits for their ends. */
async function runSyncs(nango: Nango, vendor: Vendor, idle: () => Promise<void>): Promise<void> {
  const [names, connectionId] = [[...SYNCS[vendor]], nameOf(vendor)];
  await nango.triggerSync(vendor, names, connectionId);
  await idle();
  const { syncs } = await nango.syncStatus(vendor, names, connectionId);
  const failed = syncs.find(({ status }) => status !== "SUCCESS");
  if (failed) throw new Error(`${vendor}/${failed.name} ended as ${failed.status}`);
}

async function until(look: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 12_000; tries += 1) {
    if (await look()) return;
    await wait(10);
  }
  throw new Error("it never happened");
}
