import Frontend from "@nangohq/frontend";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type EmulatorOptions, startEmulator } from "#server/emulator/start-emulator.ts";
import { compiledPack } from "./nango-compiled-pack.ts";
import { addShopify, type Harness, inFakeBrowser, startHarness } from "./nango-harness.ts";
import { CLIENT } from "./nango-test-shop.ts";

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness(await compiledPack(), { runsSchedule: false });
  await addShopify(harness);
});
afterAll(() => harness.stop());
beforeEach(() => {
  Object.assign(harness.shop, { consent: "grants", tokenLifetimeSeconds: 3600, tokenCalls: [] });
});

const get = (connectionId: string, query = "") => harness.call("GET", `/connections/${connectionId}?provider_config_key=shopify${query}`);
const start = async (token: string, query = "&params[subdomain]=test-shop") =>
  harness.call("GET", `/oauth/connect/shopify?connect_session_token=${token}${query}`, { token: null });
const refreshes = () => harness.shop.tokenCalls.filter((call) => call["grant_type"] === "refresh_token").length;
const hookOf = (match: (body: Record<string, unknown>) => boolean) => harness.until(() => harness.hooks.find(({ body }) => match(body)));

describe("the way to the vendor", () => {
  test("leads to the shop's consent page with a challenge, and the secret stays here", async () => {
    const { status, headers } = await start(await harness.sessionToken("shopify"));
    const location = new URL(headers.get("location") ?? "");
    expect(status).toBe(302);
    expect(location.origin + location.pathname).toBe(`${harness.shop.url}/admin/oauth/authorize`);
    expect(Object.fromEntries(location.searchParams)).toEqual({
      response_type: "code",
      client_id: CLIENT.id,
      redirect_uri: `${harness.host}/oauth/callback`,
      scope: "read_orders write_orders",
      state: expect.stringMatching(/^[0-9a-f-]{36}$/),
      code_challenge: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      code_challenge_method: "S256",
    });
    expect(location.href).not.toContain(CLIENT.secret);
  });

  test("the session may narrow the scopes and set the shop, whatever the browser says", async () => {
    const { data } = await harness.nango.createConnectSession({
      tags: { end_user_id: "u1" },
      allowed_integrations: ["shopify"],
      integrations_config_defaults: {
        shopify: {
          connection_config: { subdomain: "fixed-shop", oauth_scopes_override: "read_orders" },
          authorization_params: { prompt: "consent" },
        },
      },
    });
    const { headers } = await start(data.token, "&params[subdomain]=other-shop");
    const query = new URL(headers.get("location") ?? "").searchParams;
    expect([query.get("scope"), query.get("prompt")]).toEqual(["read_orders", "consent"]);
  });

  test.each(["evil.example/", "a.b", "shop@evil.example", "../x"])("a shop called %s is refused before anything is asked", async (name) => {
    const token = await harness.sessionToken("shopify");
    const { status, body } = await start(token, `&params[subdomain]=${encodeURIComponent(name)}`);
    expect(status).toBe(400);
    expect(body).toContain("Not connected");
  });

  test("without a session, or without the shop's name, there is no way", async () => {
    expect((await start("nango_connect_session_x")).status).toBe(400);
    expect((await start(await harness.sessionToken("shopify"), "")).status).toBe(400);
  });
});

describe("the way back", () => {
  test("ends in a connection with the session's tags, and the app is told", async () => {
    const connectionId = await harness.connectShop();
    const { body } = await get(connectionId);
    expect(body).toMatchObject({
      connection_id: connectionId,
      provider: "shopify",
      tags: { end_user_id: "u1" },
      connection_config: { subdomain: "test-shop" },
      credentials: { type: "OAUTH2", access_token: expect.stringMatching(/^shpat_/), expires_at: expect.any(String) },
    });
    expect(JSON.stringify(body)).not.toContain("shprt_");
    expect((await get(connectionId, "&refresh_token=true")).body.credentials.refresh_token).toMatch(/^shprt_/);
    const hook = await hookOf((found) => found["connectionId"] === connectionId && found["type"] === "auth");
    expect(hook.body).toMatchObject({
      authMode: "OAUTH2",
      operation: "creation",
      success: true,
      provider: "shopify",
      tags: { end_user_id: "u1" },
    });
  });

  test("sends the verifier with the code", async () => {
    await harness.connectShop();
    expect(harness.shop.tokenCalls[0]).toMatchObject({
      grant_type: "authorization_code",
      client_id: CLIENT.id,
      expiring: "1",
      code_verifier: expect.stringMatching(/^[A-Za-z0-9_-]{43,}$/),
    });
  });

  test("a person who says no makes no connection, and page and app hear why", async () => {
    harness.shop.consent = "denies";
    const frontend = new Frontend({ host: harness.host, connectSessionToken: await harness.sessionToken("shopify") });
    const description = "Did not get authorization code in the callback. Provider error: error: access_denied; error_description: no";
    await expect(inFakeBrowser(() => frontend.auth("shopify", { params: { subdomain: "test-shop" } }))).rejects.toMatchObject({
      type: "invalid_callback",
      message: description,
    });
    const hook = await hookOf((body) => body["success"] === false && body["operation"] === "creation");
    expect(hook.body).toMatchObject({ type: "auth", authMode: "OAUTH2", error: { type: "invalid_callback", description } });
    expect(hook.body).not.toHaveProperty("tags");
  });

  test("a state is good once, and a made-up one never", async () => {
    const { headers } = await start(await harness.sessionToken("shopify"));
    const callback = await fetch(headers.get("location") ?? "", { redirect: "manual" });
    const path = new URL(callback.headers.get("location") ?? "");
    const go = () => harness.call("GET", path.pathname + path.search, { token: null });
    expect((await go()).status).toBe(200);
    expect((await go()).status).toBe(400);
    expect((await harness.call("GET", "/oauth/callback?code=c&state=made-up", { token: null })).status).toBe(400);
  });

  test("what a vendor says is shown as text, never as markup", async () => {
    const { headers } = await start(await harness.sessionToken("shopify"));
    const state = new URL(headers.get("location") ?? "").searchParams.get("state");
    const answer = await harness.call(
      "GET",
      `/oauth/callback?state=${state}&error=${encodeURIComponent("</script><img src=x onerror=alert(1)>")}`,
      { token: null },
    );
    expect(answer.status).toBe(400);
    expect(answer.body).not.toContain("<img");
  });
});

describe("tokens", () => {
  test("are renewed when they end within 15 minutes, and the refresh token rotates", async () => {
    harness.shop.tokenLifetimeSeconds = 600;
    const connectionId = await harness.connectShop();
    harness.shop.tokenLifetimeSeconds = 3600;
    const first = (await get(connectionId, "&refresh_token=true")).body.credentials;
    expect(refreshes()).toBe(1);
    const second = (await get(connectionId, "&refresh_token=true")).body.credentials;
    expect(refreshes()).toBe(1);
    expect(second.access_token).toBe(first.access_token);
    const forced = (await get(connectionId, "&refresh_token=true&force_refresh=true")).body.credentials;
    expect(refreshes()).toBe(2);
    expect([forced.access_token === first.access_token, forced.refresh_token === first.refresh_token]).toEqual([false, false]);
  });

  test("eight readers at once cause one renewal", async () => {
    harness.shop.tokenLifetimeSeconds = 600;
    const connectionId = await harness.connectShop();
    harness.shop.tokenLifetimeSeconds = 3600;
    const answers = await Promise.all(Array.from({ length: 8 }, () => get(connectionId)));
    expect(refreshes()).toBe(1);
    expect(new Set(answers.map(({ body }) => body.credentials.access_token)).size).toBe(1);
  });

  test("two processes at once cause one renewal too", async () => {
    const options: EmulatorOptions = {
      pack: await compiledPack(),
      upstreams: { shopify: harness.shop.url },
      port: 0,
      databaseUrl: harness.databaseUrl,
      secretKey: harness.secretKey,
      webhookSigningKey: harness.signingKey,
      encryptionKey: "a key of thirty-two characters..",
      runsSchedule: false,
      report: () => {},
    };
    const other = await startEmulator(options);
    try {
      harness.shop.tokenLifetimeSeconds = 600;
      const connectionId = await harness.connectShop();
      harness.shop.tokenLifetimeSeconds = 3600;
      const path = `/connections/${connectionId}?provider_config_key=shopify`;
      const headers = { authorization: `Bearer ${harness.secretKey}` };
      const answers = await Promise.all(
        [harness.host, other.url, harness.host, other.url].map(async (host) => (await fetch(host + path, { headers })).status),
      );
      expect(answers).toEqual([200, 200, 200, 200]);
      expect(refreshes()).toBe(1);
    } finally {
      await other.stop();
    }
  });

  test("one that the vendor took back is 424, told to the app, shown on the connection, and mended by connecting again", async () => {
    const connectionId = await harness.connectShop();
    harness.shop.revoke();
    expect(await get(connectionId, "&force_refresh=true")).toMatchObject({
      status: 424,
      body: { error: { code: "invalid_credentials", payload: { status: 400, answer: { error: "invalid_grant" } } } },
    });
    const hook = await hookOf((body) => body["connectionId"] === connectionId && body["operation"] === "refresh");
    expect(hook.body).toMatchObject({ type: "auth", success: false, tags: { end_user_id: "u1" } });
    expect((await harness.nango.listConnections({ connectionId })).connections[0]?.errors).toMatchObject([{ type: "auth" }]);

    const { data } = await harness.nango.createReconnectSession({
      connection_id: connectionId,
      integration_id: "shopify",
      tags: { end_user_id: "u1" },
    });
    expect(await harness.connectShop(data.token)).toBe(connectionId);
    expect(await get(connectionId)).toMatchObject({ status: 200, body: { errors: [] } });
    await hookOf((body) => body["connectionId"] === connectionId && body["operation"] === "override");
  });

  test("no secret is in any answer, nor readable in the database", async () => {
    const connectionId = await harness.connectShop();
    harness.shop.revoke();
    const answer = await get(connectionId, "&force_refresh=true");
    expect(JSON.stringify(answer.body)).not.toMatch(/test-client-secret|shprt_/);
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: harness.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ text: string }>(
      `select encode(credentials_sealed, 'escape') as text from nango.connection union all select encode(credentials_sealed, 'escape') from nango.integration
       union all select body::text || encode(token_hash, 'escape') from nango.connect_session`,
    );
    await client.end();
    expect(rows.map(({ text }) => text).join("\n")).not.toMatch(/test-client-secret|shpat_|shprt_|nango_connect_session_/);
  });
});

describe("a sync whose token ends", () => {
  test("in mid-page goes on with a new one, and loses nothing", async () => {
    const { anOrder } = await import("./nango-test-shop.ts");
    harness.shop.orders = Array.from({ length: 120 }, (_, index) =>
      anOrder(index + 1, new Date(Date.UTC(2026, 10, 2, 10, index)).toISOString()),
    );
    const connectionId = await harness.connectShop();
    await harness.nango.setMetadata("shopify", connectionId, { backfillFrom: "2026-11-01T00:00:00Z" });
    harness.shop.calls = [];
    // While the second page is asked for, somebody else renews the token: the old one is answered with 401.
    harness.shop.beforeCall = async (operation, time) => {
      if (operation === "Orders" && time === 2) {
        harness.shop.beforeCall = async () => {};
        await get(connectionId, "&force_refresh=true");
      }
    };
    await harness.runSync("shopify", "orders", connectionId);
    const { records } = await harness.nango.listRecords({ providerConfigKey: "shopify", connectionId, model: "Order", limit: 1000 });
    expect(records).toHaveLength(120);
  });
});
