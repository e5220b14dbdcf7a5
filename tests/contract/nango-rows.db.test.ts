import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import Frontend from "@nangohq/frontend";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasNoVendor, type Harness, isNotEmbedded, startHarness } from "./nango-harness.ts";

// Rows of the contract that no feature of ours stands on: what a client may still see.
const PACK = fileURLToPath(new URL("./nango-fixture-pack", import.meta.url));
const KEY = "private-api-bearer";
let harness: Harness;

beforeAll(async () => {
  const { address, close } = await aClosedPort();
  await close();
  harness = await startHarness(PACK, { upstreams: { [KEY]: address } });
  await harness.addIntegration({ provider: KEY, unique_key: KEY });
  await harness.addIntegration({ provider: "unauthenticated", unique_key: "unauthenticated" });
});
afterAll(() => harness.stop());

async function aClosedPort(): Promise<{ address: string; close: () => Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const at = server.address();
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  return { address: `http://127.0.0.1:${typeof at === "object" && at ? at.port : 0}`, close };
}
async function aConnection(more: Record<string, unknown> = {}): Promise<string> {
  const { body } = await harness.call("POST", "/connections", {
    body: { provider_config_key: KEY, credentials: { type: "API_KEY", apiKey: "k1" }, ...more },
  });
  return body.connection_id;
}
const headersOf = (connectionId: string) => ({ "provider-config-key": KEY, "connection-id": connectionId });
const ended = (id: string, name = "things") =>
  harness.until(async () => {
    const sync = (await harness.nango.syncStatus(KEY, [name], id)).syncs[0];
    return sync?.finishedAt !== undefined && sync.status !== "RUNNING" && sync;
  });
const session = (body: Record<string, unknown>) => harness.call("POST", "/connect/sessions", { body });

describe("conventions", () => {
  test("a browser elsewhere may ask before it calls", async () => {
    const { status, headers } = await harness.call("OPTIONS", "/connect/session", {
      token: null,
      headers: { origin: "https://app.test", "access-control-request-method": "GET", "access-control-request-headers": "authorization" },
    });
    expect(status).toBeLessThan(300);
    expect(headers.get("access-control-allow-origin")).toBe("*");
    const allowed = headers.get("access-control-allow-headers")?.toLowerCase() ?? "";
    for (const name of ["authorization", "content-type", "provider-config-key", "connection-id", "nango-is-sync"])
      expect(allowed).toContain(name);
  });

  test("the rate limit is told with what remains and when it begins anew", async () => {
    const { headers } = await harness.call("GET", "/connections");
    for (const name of ["limit", "remaining", "reset"]) expect(headers.get(`x-ratelimit-${name}`)).toMatch(/^\d+$/);
  });

  test.each([
    ["a key of an integration", "/connections/c?provider_config_key=a%23b", "invalid_query_params"],
    ["an id of a connection", `/connections/a%23b?provider_config_key=${KEY}`, "invalid_uri_params"],
    ["a parameter that nobody knows", "/connections?foo=1", "invalid_query_params"],
  ])("%s that is of no allowed form is refused by its place", async (_what, path, code) => {
    expect(await harness.call("GET", path)).toMatchObject({ status: 400, body: { error: { code } } });
  });
});

describe("connect sessions", () => {
  test("live half an hour, and are not used up by a connection", async () => {
    const { body } = await session({ tags: { end_user_id: "u1" }, allowed_integrations: ["unauthenticated"] });
    expect(Math.abs(Date.parse(body.data.expires_at) - Date.now() - 30 * 60_000)).toBeLessThan(60_000);
    const frontend = new Frontend({ host: harness.host, connectSessionToken: body.data.token });
    const { connectionId } = await frontend.create("unauthenticated");
    expect((await harness.nango.getConnection("unauthenticated", connectionId)).credentials).toEqual({});
    expect((await harness.call("GET", "/connect/session", { token: body.data.token })).status).toBe(200);
    expect((await harness.call("DELETE", "/connect/session", { token: body.data.token })).status).toBe(204);
  });

  test("a mail address in the tags is one", async () => {
    expect((await session({ tags: { end_user_email: "nobody" } })).status).toBe(400);
    expect((await session({ tags: { end_user_email: "a@x.test" } })).status).toBe(201);
  });

  test("what a session overrides for an integration, the page that connects is told", async () => {
    const { body } = await session({ tags: { a: "1" }, allowed_integrations: [KEY], overrides: { [KEY]: { docs_connect: "https://docs.test/x" } } }); // prettier-ignore
    const { data } = (await harness.call("GET", "/connect/session", { token: body.data.token })).body;
    expect(data.overrides).toEqual({ [KEY]: { docs_connect: "https://docs.test/x" } });
    expect(data.connectUISettings.theme).toEqual({ light: { primary: expect.any(String) }, dark: { primary: expect.any(String) } });
  });
});

describe("providers and integrations", () => {
  test("one that is another by a second name is given with the entry of the first", async () => {
    const { body } = await harness.call("GET", "/providers/quickbooks-sandbox");
    expect(body.data).toMatchObject({ name: "quickbooks-sandbox", auth_mode: "OAUTH2", logo_url: expect.stringMatching(/^http/) });
    expect(body.data).not.toHaveProperty("alias");
  });

  test("what a newer client sends along is taken", async () => {
    const { status, body } = await harness.call("POST", "/integrations", {
      body: { provider: "zendesk", unique_key: "help", forward_webhooks: false, integration_config: { a: "1" }, custom: { b: "2" } },
    });
    expect([status, body.data.forward_webhooks, body.data.display_name]).toEqual([200, false, expect.any(String)]);
    expect(body.data).toMatchObject({ unique_key: "help", provider: "zendesk", logo: expect.any(String) });
    expect(Date.parse(body.data.created_at)).toBeGreaterThan(0);
    expect(await harness.call("DELETE", "/integrations/help")).toMatchObject({ status: 200, body: { success: true } });
  });
});

describe("connections", () => {
  test("are found by a part of their id or of their tags, and by their end user", async () => {
    const id = await aConnection({ connection_id: "find-me-9", tags: { end_user_id: "eu-9", organization_id: "org-9", team: "north" } });
    const found = async (query: string) =>
      (await harness.call("GET", `/connections?${query}`)).body.connections.map((row: { connection_id: string }) => row.connection_id);
    const queries = ["search=me-9", "search=north", "endUserId=eu-9", "endUserOrganizationId=org-9"];
    expect(await Promise.all(queries.map(found))).toEqual(queries.map(() => [id]));
    expect(await found("endUserOrganizationId=org-8")).toEqual([]);
  });

  test("of the older form are found by their end user and its organisation", async () => {
    const { body } = await session({ end_user: { id: "eu-7" }, organization: { id: "org-7" }, allowed_integrations: ["unauthenticated"] });
    const { connectionId } = await new Frontend({ host: harness.host, connectSessionToken: body.data.token }).create("unauthenticated");
    const found = async (query: string) =>
      (await harness.call("GET", `/connections?${query}`)).body.connections.map((row: { connection_id: string }) => row.connection_id);
    expect([await found("endUserId=eu-7"), await found("endUserOrganizationId=org-7")]).toEqual([[connectionId], [connectionId]]);
  });

  test("with a name and a password, and with nothing, give back what was given", async () => {
    const basic = await aConnection({ credentials: { type: "BASIC", username: "u", password: "p" } });
    expect((await harness.nango.getConnection(KEY, basic)).credentials).toEqual({ type: "BASIC", username: "u", password: "p" });
    expect((await harness.nango.getConnection(KEY, await aConnection({ credentials: { type: "NONE" } }))).credentials).toEqual({});
  });

  test("give a refresh token only when it is asked for", async () => {
    const id = await aConnection({ credentials: { type: "OAUTH2", access_token: "a", refresh_token: "r", raw: { refresh_token: "r" } } });
    const ask = async (more = "") =>
      JSON.stringify((await harness.call("GET", `/connections/${id}?provider_config_key=${KEY}${more}`)).body);
    expect(await ask()).not.toContain("refresh_token");
    expect(await ask("&refresh_token=true")).toContain('"refresh_token":"r"');
    expect(await harness.nango.getToken(KEY, id)).toBe("a");
  });

  test("take metadata together, and the last fetch is noted", async () => {
    const ids = [await aConnection(), await aConnection()];
    const body = { connection_id: ids, provider_config_key: KEY, metadata: { a: 1 } };
    expect(await harness.call("POST", "/connections/metadata", { body })).toMatchObject({ status: 201, body });
    for (const id of ids) expect(await harness.nango.getMetadata(KEY, id)).toEqual({ a: 1 });
    const connection = await harness.nango.getConnection(KEY, ids[0] ?? "");
    expect(Date.now() - Date.parse(String(connection.last_fetched_at))).toBeLessThan(60_000);
  });
});

describe("records", () => {
  const NIL = "00000000-0000-0000-0000-000000000000";
  function uuidV5(name: string, space: string): string {
    const bytes = createHash("sha1").update(Buffer.from(space.replaceAll("-", ""), "hex")).update(name).digest().subarray(0, 16); // prettier-ignore
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  test("of one batch come in the order of their inner ids, a hundred at a time, each with a cursor that names it", async () => {
    const id = await aConnection({ metadata: { save: Array.from({ length: 120 }, (_, at) => ({ id: String(at) })) } });
    await ended(id);
    const { body } = await harness.call("GET", "/records?model=Thing", { headers: headersOf(id) });
    expect(body.records).toHaveLength(100);
    const number = (await harness.nango.getConnection(KEY, id)).id;
    const inner = (external: string) => uuidV5(`${number}Thing${external}`, uuidV5(`${number}Thing`, NIL));
    const named = body.records.map((record: { id: string; _nango_metadata: { cursor: string; last_modified_at: string } }) => {
      const [at, uuid] = Buffer.from(record._nango_metadata.cursor, "base64").toString("utf8").split("||");
      expect([Date.parse(at ?? ""), uuid]).toEqual([Date.parse(record._nango_metadata.last_modified_at), inner(record.id)]);
      return uuid;
    });
    expect(named).toEqual(named.toSorted());
    expect(body.next_cursor).toBe(body.records.at(-1)._nango_metadata.cursor);
    expect(Object.keys(body.records[0]._nango_metadata).toSorted()).toEqual(
      ["cursor", "deleted_at", "first_seen_at", "last_action", "last_modified_at", "pruned_at"], // prettier-ignore
    );
  });

  test("are given ten thousand at a time at most, and a filter that is none is refused", async () => {
    const id = await aConnection();
    const status = async (query: string) => (await harness.call("GET", `/records?model=Thing&${query}`, { headers: headersOf(id) })).status;
    const asked = ["limit=10000", "limit=10001", "limit=0", "filter=gone", "delta=2001-01-01T00:00:00Z"];
    expect(await Promise.all(asked.map(status))).toEqual([200, 400, 400, 400, 400]);
  });

  test("a record whose contents come again in the same form keeps its time", async () => {
    const id = await aConnection({ metadata: { save: [{ id: "1", a: { b: [1, 2] } }] } });
    await ended(id);
    const read = async () => (await harness.call("GET", "/records?model=Thing", { headers: headersOf(id) })).body.records;
    const before = await read();
    await harness.runSync(KEY, "things", id);
    expect(await read()).toEqual(before);
  });
});

describe("syncs", () => {
  test("are triggered by the older words too, and by name and variant", async () => {
    const id = await aConnection({ metadata: { save: [{ id: "1" }] } });
    await ended(id);
    const trigger = async (more: Record<string, unknown>) => {
      const before = (await ended(id)).finishedAt;
      const body = { syncs: ["things"], provider_config_key: KEY, connection_id: id, ...more };
      expect(await harness.call("POST", "/sync/trigger", { body })).toMatchObject({ status: 200, body: { success: true } });
      return harness.until(async () => {
        const now = await ended(id);
        return now.finishedAt !== before && now.checkpoint;
      });
    };
    expect(await trigger({ syncs: [{ name: "things", variant: "base" }] })).toEqual({ runs: 2 });
    expect(await trigger({ sync_mode: "incremental" })).toEqual({ runs: 3 });
    expect(await trigger({ sync_mode: "full_refresh" })).toEqual({ runs: 1 });
    expect(await trigger({})).toEqual({ runs: 2 });
    expect(await trigger({ full_resync: true })).toEqual({ runs: 1 });
    const records = () => harness.nango.listRecords({ providerConfigKey: KEY, connectionId: id, model: "Thing" });
    expect((await records()).records).toHaveLength(1);
    await harness.nango.setMetadata(KEY, id, {});
    await trigger({ sync_mode: "full_refresh_and_clear_cache" });
    expect((await records()).records).toEqual([]);
  });

  test("one that failed is in error, one that runs is running and has not ended", async () => {
    const id = await aConnection();
    await harness.nango.startSync(KEY, ["failing"], id);
    await harness.runSync(KEY, "failing", id);
    const { syncs } = await harness.nango.syncStatus(KEY, ["failing"], id);
    expect(syncs[0]).toMatchObject({ status: "ERROR", latestExecutionStatus: "STOPPED", latestResult: {}, recordCount: { Thing: 0 } });

    await harness.nango.setMetadata(KEY, id, { steps: [["wait", 1500]] });
    await harness.nango.triggerSync(KEY, ["steps"], id);
    const running = await harness.until(async () => {
      const sync = (await harness.nango.syncStatus(KEY, ["steps"], id)).syncs[0];
      return sync?.status === "RUNNING" && sync;
    });
    expect(running).not.toHaveProperty("finishedAt");
    await ended(id, "steps");
  });

  test("of the pack say by which version of the tools they were made", async () => {
    const { body } = await harness.call("GET", "/scripts/config");
    const [{ syncs, actions, "on-events": events }] = body;
    expect([syncs[0].sdk_version, actions[0].sdk_version, Array.isArray(events)]).toEqual([expect.stringMatching(/-zero$/), expect.stringMatching(/-zero$/), true]); // prettier-ignore
  });
});

describe("actions", () => {
  test.skipIf(hasNoVendor)("a vendor that is not there is an error of the network", async () => {
    const answer = await harness.call("POST", "/action/trigger", {
      body: { action_name: "vendor-error", input: null },
      headers: headersOf(await aConnection()),
    });
    expect(answer).toMatchObject({ status: 500, body: { error: { code: "script_network_error" } } });
  });

  test("more than five repetitions of one in the background are refused", async () => {
    const id = await aConnection();
    const headers = { ...headersOf(id), "x-async": "true", "x-max-retries": "6" };
    expect(await harness.call("POST", "/action/trigger", { body: { action_name: "echo" }, headers })).toMatchObject({
      status: 400,
      body: { error: { code: "invalid_headers" } },
    });
  });

  test("through the SDK, one in the background is begun, and its end is read", async () => {
    const id = await aConnection();
    const begun = await harness.nango.triggerActionAsync(KEY, id, "echo", { a: 1 });
    const read = () => harness.nango.getAsyncActionResult({ id: begun.id }).catch(() => null);
    expect(await harness.until(read)).toEqual({ a: 1 });
  });
});

describe.skipIf(hasNoVendor)("webhooks", () => {
  const hooksOf = (id: string) => harness.hooks.filter(({ body }) => body["connectionId"] === id);

  test("carry the older signature too, and their keys are in order at every depth", async () => {
    const id = await aConnection({ tags: { z: "1", a: "2" }, metadata: { save: [{ id: "1" }] } });
    const hooks = await harness.until(() => hooksOf(id).length >= 2 && hooksOf(id));
    for (const { raw, headers, body } of hooks) {
      expect(headers["x-nango-signature"]).toBe(createHash("sha256").update(harness.signingKey + raw).digest("hex")); // prettier-ignore
      expect(headers["content-type"]).toContain("application/json");
      expect(raw).toBe(JSON.stringify(inOrder(body)));
    }
  });

  test("are sent once where they are answered with another address", async () => {
    harness.hookAnswers.push(302, 307);
    const id = await aConnection();
    await harness.until(() => hooksOf(id).length >= 2);
    await harness.settled();
    expect(hooksOf(id)).toHaveLength(2);
  });

  function inOrder(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(inOrder);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, inner]) => [key, inOrder(inner)]),
    );
  }
});

test.skipIf(isNotEmbedded)("a call is not sent to what is no web address, nor into the network around this machine", async () => {
  const id = await aConnection();
  const call = (to: string) => harness.call("GET", "/proxy/things", { headers: { ...headersOf(id), "base-url-override": to } });
  expect((await call("nonsense")).status).toBeGreaterThanOrEqual(400);
  expect((await call("http://169.254.169.254")).status).toBeGreaterThanOrEqual(400);
});
