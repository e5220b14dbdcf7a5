import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hasNoVendor, type Harness, startHarness } from "./nango-harness.ts";

const PACK = fileURLToPath(new URL("./nango-fixture-pack", import.meta.url));
const KEY = "private-api-bearer";

type Answer = { status: number; headers?: Record<string, string> };
/** A server of the test's own: answers what it was told to, then 200; remembers what came. */
type Listener = { url: string; server: Server; answers: Answer[]; came: { path: string; headers: IncomingHttpHeaders; body: string }[] };

let harness: Harness;
let vendor: Listener;
/** Where a connection of its own has its webhooks sent. */
let elsewhere: Listener;

async function listen(): Promise<Listener> {
  const listener: Omit<Listener, "url" | "server"> = { answers: [], came: [] };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      listener.came.push({ path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
      const { status, headers } = listener.answers.shift() ?? { status: 200 };
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify({ status }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  return { ...listener, server, url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}` };
}

beforeAll(async () => {
  [vendor, elsewhere] = [await listen(), await listen()];
  harness = await startHarness(PACK, { upstreams: { [KEY]: vendor.url } });
  await harness.addIntegration({ provider: KEY, unique_key: KEY });
});
afterAll(async () => {
  await harness.stop();
  for (const { server } of [vendor, elsewhere]) {
    server.closeAllConnections();
    server.close();
  }
});
beforeEach(() => {
  for (const listener of [vendor, elsewhere]) {
    listener.answers.length = 0;
    listener.came.length = 0;
  }
});

async function aConnection(more: Record<string, unknown> = {}): Promise<string> {
  const body = { provider_config_key: KEY, credentials: { type: "API_KEY", apiKey: "k1" }, metadata: {}, ...more };
  const made = await harness.call("POST", "/connections", { body });
  return made.body.connection_id;
}

describe.skipIf(hasNoVendor)("a call of a vendor", () => {
  const call = async (headers: Record<string, string> = {}) => {
    const id = await aConnection();
    return harness.call("GET", "/proxy/things", { headers: { "provider-config-key": KEY, "connection-id": id, ...headers } });
  };
  const times = () => vendor.came.filter(({ path }) => path === "/things").length;

  test.each([
    ["is made once unless more is asked for", [503], {}, 503, 1],
    ["is made again after a 5xx and a 429, as often as asked for", [503, 429], { retries: "2" }, 200, 3],
    ["gives back the last failure when all tries are used up", [503, 502, 500], { retries: "2" }, 500, 3],
    ["is not made again after a failure that stays", [404], { retries: "2" }, 404, 1],
    ["is made again after a status that the caller names", [404], { retries: "2", "retry-on": "404,409" }, 200, 2],
    ["with an override that is empty, as the SDK sends it, goes to the provider's own address", [], { "base-url-override": "" }, 200, 1],
  ] as const)("%s", async (_what, answers, headers, status, made) => {
    vendor.answers.push(...answers.map((one) => ({ status: one })));
    expect((await call(headers)).status).toBe(status);
    expect(times()).toBe(made);
  });

  test("does not wait for a plain Retry-After, which neither the provider's entry nor the call names", async () => {
    vendor.answers.push({ status: 429, headers: { "retry-after": "30" } });
    const began = performance.now();
    expect((await call({ retries: "1" })).status).toBe(200);
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  test("carries the caller's headers under their own names, and none of Nango's", async () => {
    await call({ "Nango-Proxy-X-Trace": "t-1", "Nango-Is-Sync": "false" });
    const [{ headers } = { headers: {} }] = vendor.came;
    expect(headers).toMatchObject({ "x-trace": "t-1", authorization: "Bearer k1" });
    expect(Object.keys(headers).filter((name) => name.startsWith("nango-") || name === "provider-config-key")).toEqual([]);
  });

  test("may be overridden to another host of the vendor, which the upstream is told", async () => {
    await call({ "base-url-override": "https://other.example.com/v2" });
    expect(vendor.came[0]).toMatchObject({ path: "/v2/things", headers: { "x-forwarded-host": "other.example.com" } });
  });

  test("of an action in the background is made again with its whole action, as often as asked for", async () => {
    const id = await aConnection();
    vendor.answers.push({ status: 503 }, { status: 503 });
    const { body, status } = await harness.call("POST", "/action/trigger", {
      body: { action_name: "vendor-error", input: null },
      headers: { "provider-config-key": KEY, "connection-id": id, "x-async": "true", "x-max-retries": "2" },
    });
    expect(status).toBe(202);
    await harness.until(async () => (await harness.call("GET", body.statusUrl)).status !== 404);
    expect(vendor.came.filter(({ path }) => path === "/missing").length).toBe(3);
  });
});

describe.skipIf(hasNoVendor)("an address of its own for the webhooks of a connection", () => {
  const told = () => new Set(elsewhere.came.map(({ body }) => JSON.parse(body).type));
  const toldTo = (id: string) => harness.hooks.filter(({ body }) => body["connectionId"] === id);

  test("is used instead of the general one, signed alike, until it is taken away", async () => {
    const id = await aConnection({ webhook_url_override: `${elsewhere.url}/mine` });
    await harness.until(() => told().has("sync"));
    expect(told()).toEqual(new Set(["auth", "sync"]));
    expect(toldTo(id)).toEqual([]);
    const { body, headers } = elsewhere.came[0] ?? { body: "", headers: {} };
    expect(harness.nango.verifyIncomingWebhookRequest(body, headers)).toBe(true);

    const path = `/connections/${id}?provider_config_key=${KEY}`;
    expect((await harness.call("GET", path)).body.webhook_url_override).toBe(`${elsewhere.url}/mine`);
    expect((await harness.call("PATCH", path, { body: { webhook_url_override: null } })).body).toEqual({ success: true });
    const before = elsewhere.came.length;
    await harness.runSync(KEY, "things", id);
    await harness.until(() => toldTo(id).some(({ body: hook }) => hook["type"] === "sync"));
    expect(elsewhere.came.length).toBe(before);
  });
});

test("a trigger that names no sync runs all of the connection", async () => {
  const id = await aConnection();
  const states = async () => (await harness.nango.syncStatus(KEY, "*", id)).syncs;
  await harness.until(async () => (await states()).find(({ name }) => name === "things")?.finishedAt);
  // One that does not start by itself stays paused, and runs all the same.
  expect((await states()).find(({ name }) => name === "failing")).toMatchObject({ status: "PAUSED" });
  expect((await states()).find(({ name }) => name === "failing")?.finishedAt).toBeUndefined();
  await harness.nango.triggerSync(KEY, [], id);
  const ended = await harness.until(async () => {
    const all = await states();
    return all.every(({ finishedAt, status }) => finishedAt && status !== "RUNNING") && all;
  });
  expect(ended.map(({ name }) => name).toSorted()).toEqual(["failing", "steps", "things"]);
});

test("whoever waits for a person's connection is given it", async () => {
  const id = await aConnection({ end_user: { id: "waited-for" } });
  expect(await harness.nango.waitForConnection(KEY, "waited-for")).toMatchObject({ connection_id: id, provider_config_key: KEY });
});
