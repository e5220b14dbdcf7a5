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
import { SHIPSTATION_KEY } from "#server/sandbox/vendors/shipstation/account.ts";
import { createShipstationDoor } from "#server/sandbox/vendors/shipstation/shipstation-door.ts";
import { createShopifyDoor, DEFAULT_CLIENT } from "#server/sandbox/vendors/shopify/shopify-door.ts";
import { createZendeskDoor, ZENDESK_CLIENT } from "#server/sandbox/vendors/zendesk/zendesk-door.ts";
import { startIngest } from "#server/services/connections/start-ingest.ts";
import { sweepConnections } from "#server/services/connections/sweep-connections.ts";
import { compiledPack } from "#server/start/compiled-pack.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { nangoThreads } from "#tests/nango-threads.ts";

export const VENDORS = ["shopify", "zendesk", "netsuite", "shipstation"] as const;
export type Vendor = (typeof VENDORS)[number];
/** `minimal`: without the right to see staff at Shopify, without System Notes at NetSuite. Zendesk then exports nothing at all. */
export type Scopes = "full" | "minimal";
/** Names of syncs by vendor. */
export type Syncs = Partial<Record<Vendor, readonly string[]>>;
export type ShopGiven = NonNullable<Parameters<typeof shopSettings>[0]>;
export type ShopDatabases = { house: TestDatabase; nango: TestDatabase };

export type ConnectedShop = {
  house: TestHouse;
  owner: Member;
  sandbox: Sandbox;
  settings: ShopSettings;
  /** Runs every sync once, or those that are named, and enqueues what reads their records; a connection whose sync failed then tells its problem. */
  sync: (only?: Syncs) => Promise<void>;
  close: () => Promise<void>;
};

const DAY_MS = 86_400_000;
const UNLIMITED = 1_000_000;
const SYNCS: Readonly<Record<Vendor, readonly string[]>> = {
  shopify: ["orders", "order-events", "fulfilment-orders", "returns", "stock"],
  zendesk: ["tickets", "ticket-events"],
  netsuite: ["purchase-orders", "system-notes", "inventory-levels"],
  shipstation: ["shipments", "services"],
};
const CONFIG: Readonly<Record<Vendor, Record<string, string>>> = {
  shopify: { subdomain: "harbour-and-pine" },
  zendesk: { subdomain: "harbour-and-pine" },
  netsuite: { accountId: ACCOUNT.id },
  shipstation: {},
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
  const shipstation = createShipstationDoor(sandbox, { callsAMinute: UNLIMITED });
  const served = await serve([shipstation, shopify, zendesk, netsuite], 0);
  const keys = { secretKey: randomUUID(), webhookSigningKey: randomUUID() };
  const emulator = await startEmulator({
    ...keys,
    pack: await compiledPack(),
    upstreams: Object.fromEntries(VENDORS.map((vendor) => [vendor, served.url])),
    port: 0,
    databaseUrl: databases.nango.ownerUrl,
    encryptionKey: "a key of thirty-two characters..",
    threads: nangoThreads,
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
    const oauth = (token: { access_token: string }) => ({ type: "OAUTH2", access_token: token.access_token, no_expiration: true });
    const credentials: Record<Vendor, () => object> = {
      shopify: () => oauth(shopify.tokens.issue({ clientId: DEFAULT_CLIENT.clientId, scopes: granted(scopes, []), expiring: false })),
      zendesk: () => oauth(zendesk.tokens.issue({ clientId: ZENDESK_CLIENT.clientId, scopes: ["read", "write"], expiring: false })),
      netsuite: () => oauth(netsuite.tokens.issue({ clientId: NETSUITE_CLIENT.clientId, scopes: ["rest_webservices"], expiring: false })),
      shipstation: () => ({ type: "BASIC", username: SHIPSTATION_KEY.key, password: SHIPSTATION_KEY.secret }),
    };
    for (const vendor of vendors) {
      await nango.createIntegration({
        provider: vendor,
        unique_key: vendor,
        ...(vendor === "shipstation"
          ? {}
          : { credentials: { type: "OAUTH2", client_id: "kept at Nango", client_secret: "kept at Nango" } as const }),
      });
      const connectionId = nameOf(vendor);
      await importConnection(emulator.url, keys.secretKey, {
        provider_config_key: vendor,
        connection_id: connectionId,
        credentials: credentials[vendor](),
        connection_config: CONFIG[vendor],
        metadata: { backfillFrom, ...(vendor === "netsuite" ? { timeZone: ACCOUNT.zone } : {}) },
        tags: { organization_id: owner.workspaceId },
      });
      await calibrated(nango, vendor, connectionId);
      await runSyncs(nango, { vendor, names: SYNCS[vendor], idle: emulator.idle });
      await mustHaveSynced(nango, vendor);
    }
    await sweepConnections(house.services, new AbortController().signal);
    const { workspaceId } = owner;
    const connections = await owner.call((api) => api.connections.list({}));
    return {
      house,
      owner,
      sandbox,
      settings,
      async sync(only = SYNCS) {
        const actor = { type: "system", name: "test" } as const;
        for (const vendor of vendors) await runSyncs(nango, { vendor, names: only[vendor] ?? [], idle: emulator.idle });
        for (const { id: connectionId, integration } of connections)
          if (vendors.some((vendor) => vendor === integration && (only[vendor] ?? []).length > 0))
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

/** Every sync that is named in one or the other. */
export const joinSyncs = (some: Syncs, others: Syncs): Syncs =>
  Object.fromEntries(VENDORS.map((vendor) => [vendor, [...(some[vendor] ?? []), ...(others[vendor] ?? [])]]));

type OfVendor = { vendor: Vendor; names: readonly string[]; idle: () => Promise<void> };

/** Runs the syncs of a vendor side by side and waits for their ends. */
async function runSyncs(nango: Nango, { vendor, names: given, idle }: OfVendor): Promise<void> {
  if (given.length === 0) return;
  const [names, connectionId] = [[...given], nameOf(vendor)];
  await nango.triggerSync(vendor, names, connectionId);
  await idle();
}

async function mustHaveSynced(nango: Nango, vendor: Vendor): Promise<void> {
  const { syncs } = await nango.syncStatus(vendor, [...SYNCS[vendor]], nameOf(vendor));
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
