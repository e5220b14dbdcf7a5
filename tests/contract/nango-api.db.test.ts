import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import Frontend from "@nangohq/frontend";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasNoVendor, type Harness, isNotEmbedded, startHarness } from "./nango-harness.ts";
import { NAMED } from "./nango-test-shop.ts";

const PACK = fileURLToPath(new URL("./nango-fixture-pack", import.meta.url));
const KEY = "private-api-bearer";
let harness: Harness;

beforeAll(async () => {
  harness = await startHarness(PACK, { environmentVariables: { REGION: "eu" } });
  await harness.addIntegration({ provider: KEY, unique_key: KEY, display_name: "Our API" });
  await harness.addIntegration({ provider: "front-api-key", unique_key: "front-api-key" });
});
afterAll(() => harness.stop());

async function aConnection(more: Record<string, unknown> = {}): Promise<string> {
  const { body } = await harness.call("POST", "/connections", {
    body: { provider_config_key: KEY, credentials: { type: "API_KEY", apiKey: "k1" }, ...more },
  });
  return body.connection_id;
}
const headersOf = (connectionId: string) => ({ "provider-config-key": KEY, "connection-id": connectionId });

describe("conventions", () => {
  test.each([
    ["no header", null, "missing_auth_header", "Authentication failed. The request is missing the Authorization header."],
    ["a key that is no UUID", "abc", "invalid_secret_key_format", "Authentication failed. The provided secret key is not a UUID v4."],
    [
      "another account's key",
      randomUUID(),
      "unknown_account",
      "Authentication failed. The provided authorization header does not match any account.",
    ],
  ])("%s is 401", async (_what, token, code, message) => {
    expect(await harness.call("GET", "/connections", { token })).toMatchObject({
      status: 401,
      body: { error: { code, message, payload: {} } },
    });
  });

  test("a session token that is malformed or unknown is 401", async () => {
    expect(await harness.call("GET", "/connect/session", { token: "nango_connect_session_x" })).toMatchObject({
      status: 401,
      body: { error: { code: "invalid_connect_session_token_format" } },
    });
    const unknown = `nango_connect_session_${"0".repeat(64)}`;
    expect(await harness.call("GET", "/connect/session", { token: unknown })).toMatchObject({
      status: 401,
      body: { error: { code: "unknown_connect_session_token" } },
    });
  });

  test("an unknown key in a body is refused in zod's words", async () => {
    expect(await harness.call("POST", "/connect/sessions", { body: { tags: {}, foo: 1 } })).toMatchObject({
      status: 400,
      body: { error: { code: "invalid_body", errors: [{ code: "unrecognized_keys", message: 'Unrecognized key: "foo"', path: [] }] } },
    });
  });

  test("answers allow any origin, and carry the rate limit", async () => {
    const { headers } = await harness.call("GET", "/connections");
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("x-ratelimit-limit")).toBe("200");
  });

  test.skipIf(isNotEmbedded)("a name that is not this machine's is refused, so that no page elsewhere can rebind to it", async () => {
    const { request } = await import("node:http");
    const status = await new Promise((resolve) => {
      request(
        `${harness.host}/connections`,
        { headers: { host: "evil.example", authorization: `Bearer ${harness.secretKey}` } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      ).end();
    });
    expect(status).toBe(403);
  });
});

describe("connect sessions", () => {
  test("a session says what it may connect", async () => {
    const { status, body } = await harness.call("POST", "/connect/sessions", {
      body: {
        tags: { End_User_Id: "u1" },
        allowed_integrations: [KEY],
        integrations_config_defaults: { [KEY]: { connection_config: { region: "eu" } } },
      },
    });
    expect(status).toBe(201);
    expect(body.data.token).toMatch(/^nango_connect_session_[0-9a-f]{64}$/);
    expect(body.data.connect_link).toBe(`${harness.host}/?session_token=${body.data.token}`);
    const session = await harness.call("GET", "/connect/session", { token: body.data.token });
    expect(session).toMatchObject({
      status: 200,
      body: {
        data: {
          endUser: null,
          allowed_integrations: [KEY],
          integrations_config_defaults: { [KEY]: { connection_config: { region: "eu" } } },
          websocketsPath: "/",
          connectUISettings: { defaultTheme: "system" },
        },
      },
    });
    expect(session.body.data).not.toHaveProperty("isReconnecting");
  });

  test("an unknown integration is refused by its place", async () => {
    expect(await harness.call("POST", "/connect/sessions", { body: { tags: {}, allowed_integrations: ["zz"] } })).toMatchObject({
      status: 400,
      body: {
        error: {
          code: "invalid_body",
          errors: [{ code: "custom", message: "Integration does not exist", path: ["allowed_integrations", "0"] }],
        },
      },
    });
  });

  test("without tags and without an end user there is no session", async () => {
    expect((await harness.call("POST", "/connect/sessions", { body: {} })).status).toBe(400);
  });

  test("an end user of the older form is given back", async () => {
    const { body } = await harness.call("POST", "/connect/sessions", {
      body: { end_user: { id: "u1", email: "a@x.test" }, organization: { id: "o1" } },
    });
    const session = await harness.call("GET", "/connect/session", { token: body.data.token });
    expect(session.body.data.endUser).toEqual({
      id: "u1",
      email: "a@x.test",
      display_name: null,
      tags: {},
      organization: { id: "o1", display_name: null },
    });
  });

  test("a session sees its own integrations, and never the keys of an app", async () => {
    const token = await harness.sessionToken(KEY);
    const { body } = await harness.call("GET", "/integrations", { token });
    expect(body.data.map(({ unique_key }: { unique_key: string }) => unique_key)).toEqual([KEY]);
    expect((await harness.call("GET", "/integrations/front-api-key", { token })).status).toBe(404);
    expect((await harness.call("GET", `/integrations/${KEY}?include=credentials`, { token })).body.data).not.toHaveProperty("credentials");
    expect((await harness.call("GET", "/connections", { token })).status).toBe(401);
  });

  test("is over when deleted", async () => {
    const token = await harness.sessionToken(KEY);
    expect((await harness.call("DELETE", "/connect/session", { token })).status).toBe(204);
    expect((await harness.call("GET", "/connect/session", { token })).status).toBe(401);
  });

  test("for a connection that does not exist there is no reconnecting", async () => {
    expect(await harness.call("POST", "/connect/sessions/reconnect", { body: { connection_id: "zz", integration_id: KEY } })).toMatchObject(
      {
        status: 400,
        body: { error: { code: "invalid_body", message: "ConnectionID or IntegrationId does not exists" } },
      },
    );
  });

  test("telemetry is taken and forgotten", async () => {
    expect((await harness.call("POST", "/connect/telemetry", { body: { token: "t", event: "e", timestamp: 1 }, token: null })).status).toBe(
      204,
    );
  });
});

describe("providers and integrations", () => {
  test("a provider is the entry of the installed package, to a session too", async () => {
    const token = await harness.sessionToken(KEY);
    const { body } = await harness.call("GET", "/providers/shopify", { token });
    expect(body.data).toMatchObject({ name: "shopify", auth_mode: "OAUTH2", connection_config: { subdomain: { type: "string" } } });
    expect(await harness.call("GET", "/providers/zz")).toMatchObject({
      status: 404,
      body: { error: { code: "not_found", message: "Unknown provider zz" } },
    });
    expect((await harness.nango.listProviders({ search: "shopify" })).data.map(({ name }) => name)).toContain("shopify-api-key");
  });

  test("integrations are listed and read", async () => {
    expect((await harness.nango.listIntegrations()).configs).toMatchObject([{ unique_key: KEY, provider: KEY, display_name: "Our API", forward_webhooks: true }, { unique_key: "front-api-key" }]); // prettier-ignore
    const { body } = await harness.call("GET", `/integrations/${KEY}?include=webhook`);
    expect(body.data.webhook_url).toMatch(new RegExp(`^${harness.host}/webhook/[0-9a-f-]{36}/${KEY}$`));
    expect(await harness.call("GET", "/integrations/zz")).toMatchObject({
      status: 404,
      body: { error: { code: "not_found", message: 'Integration "zz" does not exist' } },
    });
  });

  test("a taken key and an unknown provider are refused", async () => {
    expect(await harness.call("POST", "/integrations", { body: { provider: KEY, unique_key: KEY } })).toMatchObject({
      status: 400,
      body: {
        error: { code: "invalid_body", errors: [{ code: "invalid_string", message: "Unique key already exists", path: ["uniqueKey"] }] },
      },
    });
    expect((await harness.call("POST", "/integrations", { body: { provider: "zz", unique_key: "zz" } })).body.error.errors).toMatchObject([
      { message: "Invalid provider", path: ["provider"] },
    ]);
  });

  test("an integration is changed and removed", async () => {
    await harness.nango.createIntegration({
      provider: "zendesk",
      unique_key: "help",
      credentials: { type: "OAUTH2", client_id: "a", client_secret: "b" },
    });
    await harness.nango.updateIntegration({ uniqueKey: "help" }, { display_name: "Help desk" });
    expect((await harness.call("GET", "/integrations/help?include=credentials")).body.data).toMatchObject({
      display_name: "Help desk",
      credentials: { client_id: "a", client_secret: "b" },
    });
    await harness.nango.deleteIntegration("help");
    expect((await harness.call("GET", "/integrations/help")).status).toBe(404);
  });
});

describe("connections", () => {
  test("an imported connection is 201 and whole", async () => {
    const answer = await harness.call("POST", "/connections", {
      body: {
        provider_config_key: KEY,
        connection_id: "c-1",
        credentials: { type: "API_KEY", apiKey: "very-secret-key" },
        metadata: { a: 1 },
        tags: { End_User_Id: "u7" },
      },
    });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        connection_id: "c-1",
        provider: KEY,
        credentials: { type: "API_KEY", apiKey: "very-secret-key" },
        metadata: { a: 1 },
        tags: { end_user_id: "u7" },
        errors: [],
      },
    });
    expect(answer.body.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/);
    await harness.nango.deleteConnection(KEY, "c-1");
  });

  test.skipIf(isNotEmbedded)("a key is not readable in the database", async () => {
    const id = await aConnection({ credentials: { type: "API_KEY", apiKey: "very-secret-key" } });
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: harness.databaseUrl });
    await client.connect();
    const { rows } = await client.query(
      "select encode(credentials_sealed, 'escape') as sealed from nango.connection where connection_id = $1",
      [id],
    );
    await client.end();
    expect(rows[0].sealed).not.toContain("very-secret-key");
  });

  test("are listed newest first, by page, by tag, by integration", async () => {
    const [first, second] = [await aConnection({ tags: { team: "east" } }), await aConnection({ tags: { team: "east" } })];
    const { connections } = await harness.nango.listConnections({ tags: { team: "east" } });
    expect(connections.map(({ connection_id }) => connection_id)).toEqual([second, first]);
    const secondPage = await harness.call("GET", `/connections?tags[team]=east&limit=1&page=1&integrationId=zz,${KEY}`);
    expect(secondPage.body.connections).toMatchObject([{ connection_id: first }]);
    expect((await harness.nango.listConnections({ integrationId: ["zz"] })).connections).toEqual([]);
    expect((await harness.nango.listConnections({ connectionId: first })).connections).toMatchObject([
      { errors: [], end_user: null, metadata: {} },
    ]);
    expect((await harness.call("GET", "/connections?limit=2001")).status).toBe(400);
  });

  test("an unknown connection, integration or parameter has its own answer", async () => {
    expect(await harness.call("GET", `/connections/zz?provider_config_key=${KEY}`)).toMatchObject({
      status: 404,
      body: { error: { code: "not_found", message: "Failed to find connection" } },
    });
    expect(await harness.call("GET", "/connections/zz?provider_config_key=zz")).toMatchObject({
      status: 400,
      body: { error: { code: "unknown_provider_config", message: "Provider does not exists" } },
    });
    expect(await harness.call("GET", "/connections/zz")).toMatchObject({ status: 400, body: { error: { code: "invalid_query_params" } } });
    expect(await harness.call("DELETE", `/connections/zz?provider_config_key=${KEY}`)).toMatchObject({
      status: 400,
      body: { error: { code: "unknown_connection" } },
    });
  });

  test("metadata is replaced by POST and merged at the top by PATCH", async () => {
    const id = await aConnection();
    const body = (metadata: unknown) => ({ connection_id: id, provider_config_key: KEY, metadata });
    expect(await harness.call("POST", "/connections/metadata", { body: body({ a: { x: 1 }, b: 1 }) })).toMatchObject({
      status: 201,
      body: body({ a: { x: 1 }, b: 1 }),
    });
    expect((await harness.call("PATCH", "/connections/metadata", { body: body({ a: { y: 2 } }) })).status).toBe(200);
    expect(await harness.nango.getMetadata(KEY, id)).toEqual({ a: { y: 2 }, b: 1 });
    expect(await harness.call("POST", "/connections/metadata", { body: { ...body({}), connection_id: "zz" } })).toMatchObject({
      status: 404,
      body: {
        error: {
          code: "unknown_connection",
          message: `Connection with connection id zz and provider config key ${KEY} not found. Please make sure the connection exists in the Nango dashboard`,
        },
      },
    });
  });

  test("tags are replaced as a whole", async () => {
    const id = await aConnection({ tags: { a: "1" } });
    expect(await harness.call("PATCH", `/connections/${id}?provider_config_key=${KEY}`, { body: { tags: { b: "2" } } })).toMatchObject({
      status: 200,
      body: { success: true },
    });
    expect((await harness.nango.getConnection(KEY, id)).tags).toEqual({ b: "2" });
  });

  test("a deleted connection takes its syncs and records along", async () => {
    const id = await aConnection({ metadata: { save: [{ id: "1" }] } });
    await harness.until(
      async () => (await harness.nango.listRecords({ providerConfigKey: KEY, connectionId: id, model: "Thing" })).records.length === 1,
    );
    await harness.nango.deleteConnection(KEY, id);
    expect(await harness.call("GET", "/records?model=Thing", { headers: headersOf(id) })).toMatchObject({
      status: 400,
      body: {
        error: { code: "unknown_connection", message: "Provided ConnectionId and ProviderConfigKey does not match a valid connection" },
      },
    });
  });

  test("a token is given by the kind of credentials", async () => {
    expect(await harness.nango.getToken(KEY, await aConnection())).toMatchObject({ apiKey: "k1" });
  });
});

describe("keys given in the browser", () => {
  const auth = async (key: string, credentials: { apiKey: string } | { username: string; password: string }, token?: string) =>
    new Frontend({ host: harness.host, connectSessionToken: token ?? (await harness.sessionToken(key)) }).auth(key, { credentials });

  test.skipIf(hasNoVendor)("a key that the vendor takes makes a connection with the session's tags", async () => {
    const { connectionId } = await auth("front-api-key", { apiKey: "right-key" });
    expect(await harness.nango.getConnection("front-api-key", connectionId)).toMatchObject({
      tags: { end_user_id: "u1" },
      credentials: { type: "API_KEY", apiKey: "right-key" },
    });
  });

  test.skipIf(hasNoVendor)("a key that the vendor refuses makes none", async () => {
    await expect(auth("front-api-key", { apiKey: "wrong-key" })).rejects.toMatchObject({
      type: "connection_test_failed",
      message: "The given credentials were found to be invalid. Please check the credentials and try again.",
    });
  });

  test.skipIf(hasNoVendor)("a name and a password that the vendor takes make a connection that holds both, others make none", async () => {
    await harness.addIntegration({ provider: "shipstation", unique_key: "shipstation" });
    const { connectionId } = await auth("shipstation", NAMED);
    expect(await harness.nango.getConnection("shipstation", connectionId)).toMatchObject({ credentials: { type: "BASIC", ...NAMED } });
    const users = await harness.nango.get({ providerConfigKey: "shipstation", connectionId, endpoint: "/users" });
    expect(users).toMatchObject({ status: 200, data: [{ userId: "1" }] });
    await expect(auth("shipstation", { ...NAMED, password: "0".repeat(32) })).rejects.toMatchObject({ type: "connection_test_failed" });
    await expect(auth("shipstation", { apiKey: "right-key" })).rejects.toMatchObject({ type: "invalid_auth_mode" });
  });

  test("the token of an account makes a connection that holds it; half of one, or another way, makes none", async () => {
    const credentials = { type: "TBA" as const, client_id: "consumer", client_secret: "consumer's secret" };
    await harness.addIntegration({ provider: "netsuite-tba", unique_key: "netsuite-tba", credentials });
    const token = await harness.sessionToken("netsuite-tba");
    const frontend = new Frontend({ host: harness.host, connectSessionToken: token });
    const params = { accountId: "4471903" };
    const given = { token_id: "t1", token_secret: "s1" };
    const { connectionId } = await frontend.auth("netsuite-tba", { params, credentials: given });
    expect(await harness.nango.getConnection("netsuite-tba", connectionId)).toMatchObject({
      connection_config: params,
      credentials: { type: "TBA", ...given, config_override: {} },
      tags: { end_user_id: "u1" },
    });
    const own = { ...given, oauth_client_id_override: "ours", oauth_client_secret_override: "our secret" };
    const second = await frontend.auth("netsuite-tba", { params, credentials: own });
    expect((await harness.nango.getConnection("netsuite-tba", second.connectionId)).credentials).toMatchObject({
      config_override: { client_id: "ours", client_secret: "our secret" },
    });
    const half = await harness.call("POST", `/auth/tba/netsuite-tba?connect_session_token=${token}`, {
      body: { token_id: "t1" },
      token: null,
    });
    expect(half).toMatchObject({ status: 400, body: { error: { code: "invalid_body" } } });
    await expect(frontend.auth("netsuite-tba", { params, credentials: { apiKey: "k" } })).rejects.toMatchObject({
      type: "invalid_auth_mode",
    });
    const imported = await harness.call("POST", "/connections", {
      body: { provider_config_key: "netsuite-tba", credentials: { type: "TBA", ...given }, connection_config: params },
    });
    expect(imported).toMatchObject({ status: 201, body: { credentials: { type: "TBA", ...given } } });
  });

  test("the session decides which integration, and which way", async () => {
    const token = await harness.sessionToken(KEY);
    await expect(auth("front-api-key", { apiKey: "right-key" }, token)).rejects.toMatchObject({
      type: "integration_not_allowed",
    });
    await expect(auth(KEY, { username: "a", password: "b" }, token)).rejects.toMatchObject({ type: "invalid_auth_mode" });
  });

  test("a browser cannot name the connection", async () => {
    const token = await harness.sessionToken(KEY);
    const answer = await harness.call("POST", `/api-auth/api-key/${KEY}?connect_session_token=${token}&connection_id=c-1`, {
      body: { apiKey: "k" },
      token: null,
    });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "invalid_query_params" } } });
  });

  test("connecting again keeps the connection and its records, and gives it the new key", async () => {
    const id = await aConnection({ metadata: { save: [{ id: "1" }] } });
    await harness.until(
      async () => (await harness.nango.listRecords({ providerConfigKey: KEY, connectionId: id, model: "Thing" })).records.length === 1,
    );
    const { data } = await harness.nango.createReconnectSession({ connection_id: id, integration_id: KEY, tags: { end_user_id: "u1" } });
    expect((await harness.call("GET", "/connect/session", { token: data.token })).body.data.isReconnecting).toBe(true);
    expect(await auth(KEY, { apiKey: "k2" }, data.token)).toEqual({ connectionId: id, providerConfigKey: KEY });
    expect(await harness.nango.getToken(KEY, id)).toMatchObject({ apiKey: "k2" });
    expect((await harness.nango.listRecords({ providerConfigKey: KEY, connectionId: id, model: "Thing" })).records).toHaveLength(1);
  });
});

describe("proxy", () => {
  test.skipIf(hasNoVendor)("calls go to the vendor with the key, the caller's headers and the query", async () => {
    const id = await aConnection();
    const { data } = await harness.nango.post({
      providerConfigKey: KEY,
      connectionId: id,
      endpoint: "/echo",
      params: { a: "1" },
      data: { b: 2 },
      headers: { "X-Trace": "t" },
    });
    expect(data).toMatchObject({
      method: "POST",
      query: { a: "1" },
      body: '{"b":2}',
      headers: { authorization: "Bearer k1", "x-trace": "t" },
    });
    expect(data.headers).not.toHaveProperty("connection-id");
  });

  test.skipIf(hasNoVendor)("a vendor's error passes through with its status, and only listed headers", async () => {
    const answer = await harness.call("GET", "/proxy/missing", { headers: headersOf(await aConnection()) });
    expect(answer).toMatchObject({ status: 404, body: { error: "nothing here" } });
    expect(answer.headers.get("x-request-id")).toBe("r-1");
  });

  test("an unknown connection and missing headers are Nango's own errors", async () => {
    expect(await harness.call("GET", "/proxy/echo", { headers: headersOf("zz") })).toMatchObject({
      status: 400,
      body: { error: { code: "server_error", message: "Failed to get connection" } },
    });
    expect(await harness.call("GET", "/proxy/echo")).toMatchObject({ status: 400, body: { error: { code: "invalid_headers" } } });
  });
});

describe("webhooks of vendors", () => {
  const send = (url: string) => fetch(url, { method: "POST", body: "{}", headers: { "content-type": "application/json" } });

  test("are answered with 204 where the provider has no routing, and nothing is passed on", async () => {
    const { body } = await harness.call("GET", `/integrations/${KEY}?include=webhook`);
    expect((await send(body.data.webhook_url)).status).toBe(204);
    await harness.settled();
    expect(harness.hooks.filter(({ body: told }) => told["type"] === "forward")).toEqual([]);
  });

  test.skipIf(isNotEmbedded)("to an environment or an integration that is not there are 404", async () => {
    const { body } = await harness.call("GET", `/integrations/${KEY}?include=webhook`);
    const url: string = body.data.webhook_url;
    expect((await send(url.replace(KEY, "nobody"))).status).toBe(404);
    expect((await send(url.replace(/[0-9a-f-]{36}/, randomUUID()))).status).toBe(404);
  });
});

test.skipIf(isNotEmbedded)("environment variables are a bare list", async () => {
  expect(await harness.nango.getEnvironmentVariables()).toEqual([{ name: "REGION", value: "eu" }]);
});

test("the pack's functions are listed by integration", async () => {
  const { body } = await harness.call("GET", "/scripts/config");
  expect(body[0]).toMatchObject({ providerConfigKey: KEY, syncs: [{ name: "things" }, { name: "failing" }, { name: "steps" }] });
});
