import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import * as z from "zod";
import { openTestDesk } from "#tests/sandbox/ask-zendesk.ts";
import { memoryJournal } from "../../journal.ts";
import { createTokens } from "../kit/tokens.ts";
import { ZENDESK_CLIENT } from "./zendesk-door.ts";
import type { Answer, TestDesk } from "#tests/sandbox/ask-zendesk.ts";

const REDIRECT = "http://127.0.0.1:3003/oauth/callback";
const VERIFIER = "a".repeat(50);
const challenge = createHash("sha256").update(VERIFIER).digest("base64url");
const Token = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  expires_in: z.number(),
  scope: z.string(),
  token_type: z.string(),
});

async function consent(desk: TestDesk, decision: string, more: Record<string, string> = {}): Promise<URL> {
  const query = {
    response_type: "code",
    client_id: ZENDESK_CLIENT.clientId,
    redirect_uri: REDIRECT,
    scope: "read write",
    state: "s1",
    code_challenge: challenge,
    code_challenge_method: "S256",
    ...more,
  };
  const page = await desk.ask("GET", "/oauth/authorizations/new", { query });
  const ticket = /name="ticket" value="(\w+)"/.exec(String(page.body))?.[1] ?? "";
  const form = new URLSearchParams({ ticket, decision }).toString();
  const reply = await desk.door.answer({
    method: "POST",
    path: "/oauth/authorizations/new",
    query: new URLSearchParams(),
    headers: {},
    body: form,
  });
  return new URL(reply?.headers["location"] ?? "http://none.invalid");
}

function exchange(desk: TestDesk, form: Record<string, string>): Promise<Answer> {
  const body = { client_id: ZENDESK_CLIENT.clientId, client_secret: ZENDESK_CLIENT.clientSecret, expires_in: "1800", ...form };
  return desk.ask("POST", "/oauth/tokens", { body, headers: { "content-type": "application/json" } });
}

test("consent, code with its verifier, token for the asked time, and a refresh that uses both old tokens up", async () => {
  const desk = openTestDesk();
  const back = await consent(desk, "allow");
  expect(back.searchParams.get("state")).toBe("s1");
  const code = back.searchParams.get("code") ?? "";
  const answer = await exchange(desk, { grant_type: "authorization_code", code, code_verifier: VERIFIER, redirect_uri: REDIRECT });
  const token = Token.parse(answer.body);
  expect(token).toMatchObject({ scope: "read write", expires_in: 1800, token_type: "bearer" });
  expect(await exchange(desk, { grant_type: "authorization_code", code, code_verifier: VERIFIER })).toMatchObject({ status: 400 });
  const asked = (accessToken: string) => desk.ask("GET", "/api/v2/users/me", { headers: { authorization: `Bearer ${accessToken}` } });
  expect(await asked(token.access_token)).toMatchObject({ status: 200, body: { user: { role: "admin", name: "Nadia Perez" } } });
  const next = Token.parse((await exchange(desk, { grant_type: "refresh_token", refresh_token: token.refresh_token })).body);
  expect(await asked(token.access_token)).toMatchObject({ status: 401 });
  expect(await asked(next.access_token)).toMatchObject({ status: 200 });
  expect(await exchange(desk, { grant_type: "refresh_token", refresh_token: token.refresh_token })).toMatchObject({ status: 400 });
  desk.wall.nowMs += 1_801_000;
  expect(await asked(next.access_token)).toMatchObject({ status: 401 });
});

test("denied, with a wrong verifier, by an unknown client, to an address elsewhere or for too long a time there is no token", async () => {
  const desk = openTestDesk();
  expect((await consent(desk, "deny")).searchParams.get("error")).toBe("access_denied");
  const code = (await consent(desk, "allow")).searchParams.get("code") ?? "";
  expect(await exchange(desk, { grant_type: "authorization_code", code, code_verifier: "b".repeat(50) })).toMatchObject({ status: 400 });
  expect(await exchange(desk, { grant_type: "authorization_code", client_secret: "guessed" })).toMatchObject({ status: 401 });
  expect(await exchange(desk, { grant_type: "refresh_token", expires_in: "999999" })).toMatchObject({ status: 400 });
  const page = await desk.ask("GET", "/oauth/authorizations/new", {
    query: { client_id: ZENDESK_CLIENT.clientId, redirect_uri: "https://example.com/cb" },
  });
  expect(page.status).toBe(400);
  expect((await consent(desk, "allow", { client_id: "other" })).hostname).toBe("none.invalid");
});

test("a token of one vendor is none of another, also after a restart", () => {
  const journal = memoryJournal();
  const desk = openTestDesk({ journal });
  const other = { accessPrefix: "x", refreshPrefix: "y", scopeSeparator: ",", accessSeconds: 60, refreshSeconds: 60, isSingle: false };
  expect(createTokens(journal, { vendor: "shopify", ...other }, () => desk.wall.nowMs).check(desk.token)).toBeNull();
  expect(createTokens(journal, { vendor: "zendesk", ...other }, () => desk.wall.nowMs).check(desk.token)).not.toBeNull();
});
