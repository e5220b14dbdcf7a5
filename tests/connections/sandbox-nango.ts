import { setTimeout as wait } from "node:timers/promises";
import Frontend from "@nangohq/frontend";
import { vi } from "vitest";
import type { Door, Reply, Request } from "#server/sandbox/door.ts";
import { createControlDoor } from "#server/sandbox/control/control-door.ts";
import { openSandbox, type Sandbox } from "#server/sandbox/open-sandbox.ts";
import { serve } from "#server/sandbox/serve.ts";
import { shopSettings } from "#server/sandbox/shop/settings.ts";
import { createShopifyDoor, DEFAULT_CLIENT, type ShopifyDoor } from "#server/sandbox/vendors/shopify/shopify-door.ts";
import { createShipbobDoor } from "#server/sandbox/vendors/shipbob/shipbob-door.ts";
import { createShipstationDoor } from "#server/sandbox/vendors/shipstation/shipstation-door.ts";
import { ACCOUNT, NETSUITE_CLIENT, NETSUITE_TOKEN } from "#server/sandbox/vendors/netsuite/account.ts";
import { createNetsuiteDoor } from "#server/sandbox/vendors/netsuite/netsuite-door.ts";
import { createZendeskDoor, ZENDESK_CLIENT } from "#server/sandbox/vendors/zendesk/zendesk-door.ts";
import type { NangoSettings } from "#server/settings.ts";
import { compiledPack } from "#tests/contract/nango-compiled-pack.ts";
import { startHarness, type Harness } from "#tests/contract/nango-harness.ts";
import { watchNango, type NangoCall } from "./watched-nango.ts";

/** Three quiet days of a small shop, long past: nothing depends on today. */
const UNTIL_MS = Date.parse("2026-11-02T05:00:00Z");
const BACKFILL_FROM = "2026-10-01T00:00:00Z";
const SYNCS = {
  shopify: ["orders", "order-events", "fulfilment-orders", "returns", "stock"],
  zendesk: ["tickets", "ticket-events"],
  shipstation: ["shipments", "services"],
  "shipbob-pat": ["fulfilment"],
  netsuite: ["purchase-orders", "system-notes"],
  "netsuite-tba": ["purchase-orders", "system-notes"],
} as const;
export type Integration = keyof typeof SYNCS;

/**
 * One call as it arrived at a vendor's door: the GraphQL operation where there is one, otherwise method and path. `changed` when the vendor
 * took it into its ledger of effects.
 */
export type VendorCall = { operation: string; writes: boolean; changed: boolean };

type Entered = { username: string; password: string } | { apiKey: string } | { token_id: string; token_secret: string };

export type SandboxNango = {
  harness: Harness;
  sandbox: Sandbox;
  shopify: ShopifyDoor;
  /** Every call of a vendor's side so far. */
  calls: VendorCall[];
  /** Every call that left the application for Nango so far. */
  nangoCalls: NangoCall[];
  /**
   * Called at every vendor's door: before a call is looked at, where another answer than the vendor's may be given, and when it is answered
   * but the answer has not left yet.
   */
  atDoor: {
    before: ((call: Pick<VendorCall, "operation" | "writes">) => Reply | void | Promise<Reply | void>) | null;
    after: ((call: VendorCall) => void | Promise<void>) | null;
  };
  settings: NangoSettings;
  /** Address of the shop and its control desk. */
  shopUrl: string;
  /** Connects the shop by its consent page, as a person in a browser would. @returns the connection's id at Nango */
  consent: (sessionToken: string, decision?: "allow" | "deny", integration?: Integration) => Promise<string>;
  /** Connects by what a person enters: a user name and a password, or a key. @returns the connection's id at Nango */
  enter: (sessionToken: string, integration: Integration, credentials: Entered) => Promise<string>;
  /** The next call to this path gets no sense out of the vendor, and reaches nobody there. */
  failNext: (path: string) => void;
  /** Runs every sync once and waits for its end. */
  runSyncs: (nangoConnectionId: string, integration?: Integration) => Promise<void>;
  stop: () => Promise<void>;
};

/** The embedded Nango with the compiled connectors and a sandbox shop behind it, all in this process. Nothing runs by the clock. */
export async function startSandboxNango(change: Parameters<typeof shopSettings>[0] = {}): Promise<SandboxNango> {
  const sandbox = openSandbox(shopSettings({ seed: "11", days: 3, ordersPerDay: 60, untilMs: UNTIL_MS, profile: "typical", ...change }));
  const shopify = createShopifyDoor(sandbox, { plan: "unlimited" });
  const zendesk = createZendeskDoor(sandbox, { plan: "unlimited" });
  const shipstation = createShipstationDoor(sandbox, { callsAMinute: 1_000_000 });
  const shipbob = createShipbobDoor(sandbox, { callsAMinute: 1_000_000 });
  const netsuite = createNetsuiteDoor(sandbox);
  const calls: VendorCall[] = [];
  const atDoor: SandboxNango["atDoor"] = { before: null, after: null };
  const vendors: readonly Door[] = [shipstation, shipbob, shopify, netsuite, zendesk];
  const watched: Door = {
    async answer(request) {
      const call = describe(request);
      const size = () => sandbox.ledger().length + sandbox.departmentLedger().length;
      let reply: Reply | null = (await atDoor.before?.(call)) ?? null;
      const known = size();
      for (const vendor of reply ? [] : vendors) reply ??= await vendor.answer(request);
      if (!reply) return null;
      const seen = { ...call, changed: size() > known };
      calls.push(seen);
      await atDoor.after?.(seen);
      return reply;
    },
  };
  let failing: string | null = null;
  const broken: Door = {
    async answer({ path }) {
      if (path !== failing) return null;
      failing = null;
      return { status: 502, headers: { "content-type": "text/html" }, body: "<html>Bad gateway</html>" };
    },
  };
  const served = await serve([broken, createControlDoor(sandbox, shopify, zendesk), watched], 0);
  const upstreams = {
    shopify: served.url,
    zendesk: served.url,
    shipstation: served.url,
    netsuite: served.url,
    "netsuite-tba": served.url,
    "shipbob-pat": served.url,
  };
  const harness = await startHarness(await compiledPack(), { upstreams, runsSchedule: false });
  const nango = await watchNango(harness.host);
  for (const key of ["shipstation", "shipbob-pat"]) await harness.nango.createIntegration({ provider: key, unique_key: key });
  await harness.nango.createIntegration({
    provider: "netsuite",
    unique_key: "netsuite",
    credentials: {
      type: "OAUTH2",
      client_id: NETSUITE_CLIENT.clientId,
      client_secret: NETSUITE_CLIENT.clientSecret,
      scopes: "rest_webservices",
    },
  });
  await harness.nango.createIntegration({
    provider: "netsuite-tba",
    unique_key: "netsuite-tba",
    credentials: { type: "TBA", client_id: NETSUITE_TOKEN.consumerKey, client_secret: NETSUITE_TOKEN.consumerSecret },
  });
  await harness.nango.createIntegration({
    provider: "zendesk",
    unique_key: "zendesk",
    credentials: {
      type: "OAUTH2",
      client_id: ZENDESK_CLIENT.clientId,
      client_secret: ZENDESK_CLIENT.clientSecret,
      scopes: "read,write",
    },
  });
  await harness.nango.createIntegration({
    provider: "shopify",
    unique_key: "shopify",
    credentials: {
      type: "OAUTH2",
      client_id: DEFAULT_CLIENT.clientId,
      client_secret: DEFAULT_CLIENT.clientSecret,
      scopes:
        "read_orders,read_all_orders,read_users,read_customers,read_merchant_managed_fulfillment_orders,read_inventory,write_inventory,read_locations,read_reports,read_returns,write_returns,write_orders,write_merchant_managed_fulfillment_orders",
    },
  });
  async function calibrated(connectionId: string, integration: Integration): Promise<string> {
    const isErp = integration === "netsuite" || integration === "netsuite-tba";
    const found = isErp ? "clockOffset" : "accountName";
    await harness.until(async () => (await harness.nango.getMetadata<Record<string, unknown>>(integration, connectionId))[found]);
    const zone = isErp ? { timeZone: ACCOUNT.zone } : {};
    await harness.nango.updateMetadata(integration, connectionId, { backfillFrom: BACKFILL_FROM, ...zone });
    return connectionId;
  }
  return {
    harness,
    sandbox,
    shopify,
    calls,
    nangoCalls: nango.calls,
    atDoor,
    shopUrl: served.url,
    settings: {
      host: nango.url,
      secretKey: harness.secretKey,
      webhookSigningKey: harness.signingKey,
      connectUrl: harness.host,
      embedded: true,
    },
    async consent(sessionToken, decision = "allow", integration = "shopify") {
      const frontend = new Frontend({ host: harness.host, connectSessionToken: sessionToken });
      const { connectionId } = await inBrowserThatConsents(decision, () => frontend.auth(integration, accountOf(integration)));
      return calibrated(connectionId, integration);
    },
    async enter(sessionToken, integration, credentials) {
      const frontend = new Frontend({ host: harness.host, connectSessionToken: sessionToken });
      return calibrated((await frontend.auth(integration, { credentials, ...accountOf(integration) })).connectionId, integration);
    },
    failNext(path) {
      failing = path;
    },
    async runSyncs(nangoConnectionId, integration = "shopify") {
      for (const sync of SYNCS[integration]) await harness.runSync(integration, sync, nangoConnectionId);
    },
    async stop() {
      await nango.close();
      await harness.stop();
      await served.close();
    },
  };
}

/** NetSuite has an address of its own for each account. */
const accountOf = (integration: Integration) =>
  integration === "netsuite" || integration === "netsuite-tba" ? { params: { accountId: ACCOUNT.id } } : {};

/** What is posted and writes nothing at a vendor: the ways in, a question in SQL, what a parcel would cost, and what moved stock. */
const POSTED_BUT_READS = [/\/oauth/, /^\/services\/rest\/query\//, /^\/shipments\/getrates$/, /\/inventory\/history:query$/];

/** Whatever is not known to read counts as a call that writes. */
function describe({ body, method, path }: Request): Pick<VendorCall, "operation" | "writes"> {
  const graphql = /"query":"\s*(query|mutation)\s+(\w+)/.exec(body);
  if (graphql) return { operation: graphql[2] ?? path, writes: graphql[1] === "mutation" };
  return { operation: `${method} ${path}`, writes: method !== "GET" && !POSTED_BUT_READS.some((known) => known.test(path)) };
}

/** A window whose address is followed as a browser would, and whose form is answered. */
async function inBrowserThatConsents<T>(decision: "allow" | "deny", work: () => Promise<T>): Promise<T> {
  const modal = {
    closed: false,
    close: () => {
      modal.closed = true;
    },
    set location(url: string) {
      void answerForm(url, decision);
    },
  };
  const size = { innerWidth: 1000, innerHeight: 800, outerWidth: 1000, outerHeight: 800, screenX: 0, screenY: 0 };
  vi.stubGlobal("window", { open: () => modal, screen: { width: 1000, height: 800 }, ...size });
  vi.stubGlobal("screen", { width: 1000, height: 800 });
  vi.stubGlobal("document", { documentElement: { clientWidth: 1000, clientHeight: 800 } });
  try {
    return await work();
  } finally {
    vi.unstubAllGlobals();
  }
}

async function answerForm(url: string, decision: string): Promise<void> {
  const page = await fetch(url);
  const text = await page.text();
  const ticket = /name="ticket" value="([^"]+)"/.exec(text)?.[1] ?? "";
  const action = /<form method="post" action="([^"]+)"/.exec(text)?.[1] ?? "";
  await wait(0);
  await fetch(new URL(action, page.url), { method: "POST", body: new URLSearchParams({ ticket, decision }) });
}
