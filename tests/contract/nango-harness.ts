import { randomUUID } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import Frontend from "@nangohq/frontend";
import { Nango } from "@nangohq/node";
import { vi } from "vitest";
import { testDatabase } from "#db/test-database.ts";
import { type EmulatorOptions, startEmulator } from "#server/emulator/start-emulator.ts";
import { nangoThreads } from "#tests/nango-threads.ts";
import { CLIENT, startTestShop, type TestShop } from "./nango-test-shop.ts";

export type Hook = { headers: IncomingHttpHeaders; raw: string; body: Record<string, unknown> };
export type Harness = {
  host: string;
  secretKey: string;
  signingKey: string;
  databaseUrl: string;
  nango: Nango;
  shop: TestShop;
  hooks: Hook[];
  /** Status codes for the next webhooks; 200 when there are none left. */
  hookAnswers: number[];
  /** Calls the API by hand, for what the SDK hides. */
  call: (
    method: string,
    path: string,
    options?: { body?: unknown; headers?: Record<string, string>; token?: string | null },
  ) => Promise<{ status: number; headers: Headers; body: any }>; // oxlint-disable-line typescript/no-explicit-any -- answers are compared whole
  /** Adds an integration; elsewhere the pack was deployed to it, so that it may be there. */
  addIntegration: (input: Parameters<Nango["createIntegration"]>[0]) => Promise<void>;
  sessionToken: (integration: string) => Promise<string>;
  /** Connects the test shop as a browser would. */
  connectShop: (token?: string) => Promise<string>;
  /** Waits until something holds that other parts of the process bring about. */
  until: <T>(look: () => Promise<T | null | undefined | false> | T | null | undefined | false) => Promise<T>;
  runSync: (key: string, name: string, connectionId: string, options?: { reset?: boolean; emptyCache?: boolean }) => Promise<void>;
  /** Waits until the embedded Nango has told everything there is to tell. */
  settled: () => Promise<void>;
  stop: () => Promise<void>;
};

/**
 * A Nango that runs elsewhere, named by NANGO_CONTRACT_HOST and NANGO_CONTRACT_SECRET_KEY; null: the embedded one is started. Not NANGO_HOST,
 * since the rows make and delete connections and integrations, and a Nango in use must not be hit by a setting left in the shell.
 */
const ELSEWHERE = elsewhere(process.env["NANGO_CONTRACT_HOST"], process.env["NANGO_CONTRACT_SECRET_KEY"]);

function elsewhere(host: string | undefined, secretKey: string | undefined): { host: string; secretKey: string } | null {
  if (!host) return null;
  if (!secretKey) throw new Error("NANGO_CONTRACT_HOST needs NANGO_CONTRACT_SECRET_KEY beside it.");
  return { host: host.replace(/\/$/, ""), secretKey };
}

/** For rows that need a vendor on this machine behind Nango, or its webhooks here: a real Nango calls no loopback address. */
export const hasNoVendor = ELSEWHERE !== null;
/** For rows about how the embedded Nango keeps its promise, and not about what it answers. */
export const isNotEmbedded = ELSEWHERE !== null;

/** The embedded Nango over a pack, with the test shop behind every provider and a receiver of webhooks. */
export async function startHarness(pack: string, more: Partial<EmulatorOptions> = {}): Promise<Harness> {
  const database = ELSEWHERE ? null : await testDatabase();
  const shop = await startTestShop();
  const hooks: Hook[] = [];
  const hookAnswers: number[] = [];
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks).toString("utf8");
      hooks.push({ headers: request.headers, raw, body: JSON.parse(raw) });
      response.writeHead(hookAnswers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => {
    receiver.listen(0, "127.0.0.1", resolve);
  });
  const address = receiver.address();
  const secretKey = ELSEWHERE?.secretKey ?? randomUUID();
  const signingKey = randomUUID();
  const emulator =
    database &&
    (await startEmulator({
      pack,
      upstreams: {
        shopify: shop.url,
        "private-api-bearer": shop.url,
        "front-api-key": `${shop.url}/keyed`,
        shipstation: `${shop.url}/named`,
        "shipbob-pat": `${shop.url}/partner`,
      },
      port: 0,
      databaseUrl: database.ownerUrl,
      secretKey,
      webhookSigningKey: signingKey,
      encryptionKey: "a key of thirty-two characters..",
      webhookUrl: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/hooks`,
      webhookRetryDelaysMs: [5, 5],
      proxyRetryDelayMs: 5,
      threads: nangoThreads,
      report: () => {},
      ...more,
    }));
  const host = ELSEWHERE?.host ?? emulator?.url ?? "";
  const nango = new Nango({ host, secretKey, webhookSigningKey: signingKey });

  const until: Harness["until"] = async (look) => {
    for (let tries = 0; tries < 1000; tries += 1) {
      const found = await look();
      if (found) return found;
      await wait(10);
    }
    throw new Error("it never happened");
  };

  const harness: Harness = {
    host,
    secretKey,
    signingKey,
    databaseUrl: database?.ownerUrl ?? "",
    nango,
    shop,
    hooks,
    hookAnswers,
    until,
    call: async (method, path, options = {}) => {
      const token = options.token === undefined ? secretKey : options.token;
      const response = await fetch(host + path, {
        method,
        redirect: "manual",
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(options.body === undefined ? {} : { "content-type": "application/json" }),
          ...options.headers,
        },
        ...(options.body === undefined ? {} : { body: typeof options.body === "string" ? options.body : JSON.stringify(options.body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text,
      };
    },
    addIntegration: async (input) => {
      const known = ELSEWHERE && (await nango.listIntegrations()).configs.some(({ unique_key: key }) => key === input.unique_key);
      if (!known) await nango.createIntegration(input);
      else if (input.display_name)
        await harness.call("PATCH", `/integrations/${input.unique_key}`, { body: { display_name: input.display_name } });
    },
    sessionToken: async (integration) => {
      const { data } = await nango.createConnectSession({ tags: { end_user_id: "u1" }, allowed_integrations: [integration] });
      return data.token;
    },
    connectShop: async (given) => {
      const token = given ?? (await harness.sessionToken("shopify"));
      const frontend = new Frontend({ host, connectSessionToken: token });
      const result = await inFakeBrowser(() => frontend.auth("shopify", { params: { subdomain: "test-shop" } }));
      return result.connectionId;
    },
    runSync: async (key, name, connectionId, options) => {
      const status = async () => (await nango.syncStatus(key, [name], connectionId)).syncs[0];
      await until(async () => (await status())?.status !== "RUNNING");
      const before = (await status())?.finishedAt;
      await nango.triggerSync(key, [name], connectionId, options);
      await until(async () => {
        const now = await status();
        return now !== undefined && now.status !== "RUNNING" && now.finishedAt !== undefined && now.finishedAt !== before;
      });
    },
    settled: async () => emulator?.idle(),
    stop: async () => {
      await emulator?.stop();
      await shop.stop();
      receiver.closeAllConnections();
      await new Promise((resolve) => {
        receiver.close(resolve);
      });
      await database?.drop();
    },
  };
  return harness;
}

export async function addShopify(harness: Harness): Promise<void> {
  await harness.nango.createIntegration({
    provider: "shopify",
    unique_key: "shopify",
    credentials: { type: "OAUTH2", client_id: CLIENT.id, client_secret: CLIENT.secret, scopes: "read_orders,write_orders" },
  });
}

/** A window whose address, once set, is followed as a browser would: the SDK stays as it is. */
export async function inFakeBrowser<T>(work: () => Promise<T>): Promise<T> {
  const modal = {
    closed: false,
    close: () => {
      modal.closed = true;
    },
    set location(url: string) {
      void fetch(url).then((response) => response.text());
    },
  };
  vi.stubGlobal("window", {
    open: () => modal,
    screen: { width: 1000, height: 800 },
    screenX: 0,
    screenY: 0,
    outerWidth: 1000,
    outerHeight: 800,
    innerWidth: 1000,
    innerHeight: 800,
  });
  vi.stubGlobal("screen", { width: 1000, height: 800 });
  vi.stubGlobal("document", { documentElement: { clientWidth: 1000, clientHeight: 800 } });
  try {
    return await work();
  } finally {
    vi.unstubAllGlobals();
  }
}
