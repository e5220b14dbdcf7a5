import { createHash, createHmac } from "node:crypto";
import { expect, test } from "vitest";
import * as z from "zod";
import { openTestShop } from "#tests/sandbox/ask-shopify.ts";
import type { TestShop } from "#tests/sandbox/ask-shopify.ts";
import { SCOPE_PROFILES } from "./scopes.ts";

const CLIENT = { client_id: "slipstream-sandbox", client_secret: "slipstream-sandbox-secret" };
const RETURN_TO = "http://127.0.0.1:3003/oauth/callback";
const VERIFIER = "a-verifier-of-more-than-forty-three-characters-for-pkce";
const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");
const Token = z.object({
  access_token: z.string(),
  scope: z.string(),
  expires_in: z.number().optional(),
  refresh_token: z.string().optional(),
});

function authorize(shop: TestShop, change: Record<string, string> = {}): ReturnType<TestShop["request"]> {
  const query = new URLSearchParams({
    client_id: CLIENT.client_id,
    redirect_uri: RETURN_TO,
    state: "s1",
    scope: "read_orders,read_users",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    ...change,
  });
  return shop.request({ path: "/admin/oauth/authorize", query });
}

async function decide(shop: TestShop, decision: "allow" | "deny", change: Record<string, string> = {}): Promise<URL> {
  const page = await authorize(shop, change);
  const ticket = /name="ticket" value="(\w+)"/.exec(page.body)?.[1] ?? "";
  const reply = await shop.request({
    method: "POST",
    path: "/admin/oauth/authorize",
    body: new URLSearchParams({ ticket, decision }).toString(),
  });
  expect(reply.status).toBe(302);
  return new URL(reply.headers["location"] ?? "");
}

function exchange(shop: TestShop, form: Record<string, string>): ReturnType<TestShop["request"]> {
  return shop.request({
    method: "POST",
    path: "/admin/oauth/access_token",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ ...CLIENT, ...form }).toString(),
  });
}

async function works(shop: TestShop, accessToken: string): Promise<number> {
  const reply = await shop.request({
    method: "POST",
    path: "/admin/api/2026-10/graphql.json",
    headers: { "x-shopify-access-token": accessToken },
    body: JSON.stringify({ query: "{ shop { name } }" }),
  });
  return reply.status;
}

test("the consent page says in words what is asked for, and has a button for each answer", async () => {
  const page = await authorize(openTestShop());
  expect(page.status).toBe(200);
  expect(page.body).toContain("<h1>Connect Slipstream to Harbour &amp; Pine, demo shop?</h1>");
  expect(page.body).toContain("See who of your staff did what");
  expect(page.body).toContain('value="allow">Allow</button>');
  expect(page.body).toContain('value="deny">Deny</button>');
});

test("the consent page has words for everything that this shop can grant", async () => {
  const { body } = await authorize(openTestShop(), { scope: SCOPE_PROFILES.full.join(",") });
  const listed = body.match(/<li>.*?<\/li>/g) ?? [];
  expect(listed).toHaveLength(SCOPE_PROFILES.full.length);
  expect(listed.filter((item) => item.includes("_"))).toEqual([]);
});

test("allowing sends a signed code back, which gives one expiring token with the scopes asked for", async () => {
  const shop = openTestShop();
  const back = await decide(shop, "allow");
  expect(back.origin + back.pathname).toBe(RETURN_TO);
  const { hmac, ...signed } = Object.fromEntries(back.searchParams);
  const message = Object.entries(signed)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join("&");
  expect(hmac).toBe(createHmac("sha256", CLIENT.client_secret).update(message).digest("hex"));
  expect(signed["state"]).toBe("s1");
  const code = signed["code"] ?? "";
  const token = Token.parse(JSON.parse((await exchange(shop, { code, code_verifier: VERIFIER, expiring: "1" })).body));
  expect(token).toMatchObject({ scope: "read_orders,read_users", expires_in: 3600, refresh_token: expect.stringMatching(/^shprt_/) });
  expect(await works(shop, token.access_token)).toBe(200);
  expect((await exchange(shop, { code, code_verifier: VERIFIER })).status).toBe(400);
});

test("denying sends the error back and no code", async () => {
  const back = await decide(openTestShop(), "deny");
  expect(back.searchParams.get("error")).toBe("access_denied");
  expect(back.searchParams.get("state")).toBe("s1");
  expect(back.searchParams.has("code")).toBe(false);
});

test("a consent page left open for more than ten minutes grants nothing", async () => {
  const shop = openTestShop();
  const ticket = /name="ticket" value="(\w+)"/.exec((await authorize(shop)).body)?.[1] ?? "";
  shop.wall.nowMs += 10 * 60_000;
  const reply = await shop.request({
    method: "POST",
    path: "/admin/oauth/authorize",
    body: new URLSearchParams({ ticket, decision: "allow" }).toString(),
  });
  expect(reply.status).toBe(400);
  expect(reply.body).toContain("This request has expired");
});

test.each(["https://attacker.example/cb", "javascript:alert(1)", "http://127.0.0.1.attacker.example/", "http://user@127.0.0.1/cb", ""])(
  "nothing is ever sent to %s",
  async (redirect_uri) => {
    const page = await authorize(openTestShop(), { redirect_uri });
    expect([page.status, page.headers["location"]]).toEqual([400, undefined]);
  },
);

test("an unknown app, a wrong secret and a wrong verifier get nothing", async () => {
  const shop = openTestShop();
  expect((await authorize(shop, { client_id: "somebody" })).status).toBe(400);
  const first = (await decide(shop, "allow")).searchParams.get("code") ?? "";
  expect(JSON.parse((await exchange(shop, { code: first, client_secret: "guess" })).body)).toMatchObject({ error: "invalid_client" });
  const second = (await decide(shop, "allow")).searchParams.get("code") ?? "";
  expect(JSON.parse((await exchange(shop, { code: second, code_verifier: "another" })).body)).toMatchObject({ error: "invalid_grant" });
});

test("an expired token is refused, its refresh token gives a new pair once", async () => {
  const shop = openTestShop();
  const code = (await decide(shop, "allow")).searchParams.get("code") ?? "";
  const first = Token.parse(JSON.parse((await exchange(shop, { code, code_verifier: VERIFIER, expiring: "1" })).body));
  shop.wall.nowMs += 3600 * 1000;
  expect(await works(shop, first.access_token)).toBe(401);
  const refresh = { grant_type: "refresh_token", refresh_token: first.refresh_token ?? "" };
  const second = Token.parse(JSON.parse((await exchange(shop, refresh)).body));
  expect(await works(shop, second.access_token)).toBe(200);
  expect(second.scope).toBe(first.scope);
  expect((await exchange(shop, refresh)).status).toBe(400);
  expect(await works(shop, second.access_token)).toBe(200);
});

test("a second expiring token of the same app ends the first", async () => {
  const shop = openTestShop();
  const get = async (): Promise<string> => {
    const code = (await decide(shop, "allow")).searchParams.get("code") ?? "";
    return Token.parse(JSON.parse((await exchange(shop, { code, code_verifier: VERIFIER, expiring: "1" })).body)).access_token;
  };
  const first = await get();
  const second = await get();
  expect([await works(shop, first), await works(shop, second)]).toEqual([401, 200]);
});

test("a shop of the minimal profile grants no scope that shows staff, though it is asked for", async () => {
  const shop = openTestShop({ profile: "minimal" });
  const page = await authorize(shop);
  expect(page.body).not.toContain("See who of your staff did what");
  const code = (await decide(shop, "allow")).searchParams.get("code") ?? "";
  expect(JSON.parse((await exchange(shop, { code, code_verifier: VERIFIER })).body)).toMatchObject({ scope: "read_orders" });
});

test("a token request in JSON is understood as well", async () => {
  const shop = openTestShop();
  const code = (await decide(shop, "allow")).searchParams.get("code") ?? "";
  const reply = await shop.request({
    method: "POST",
    path: "/admin/oauth/access_token",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...CLIENT, code, code_verifier: VERIFIER }),
  });
  expect(reply.status).toBe(200);
  expect(JSON.parse(reply.body)).not.toHaveProperty("refresh_token");
});
