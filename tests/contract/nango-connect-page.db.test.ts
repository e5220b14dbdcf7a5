import { createServer, type Server } from "node:http";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, chromium, type Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { NETSUITE_TOKEN } from "#server/sandbox/vendors/netsuite/account.ts";
import { SHIPBOB_TOKEN } from "#server/sandbox/vendors/shipbob/account.ts";
import { chromiumOptions } from "#tests/e2e/chromium.ts";
import { compiledPack } from "./nango-compiled-pack.ts";
import { addShopify, type Harness, startHarness } from "./nango-harness.ts";
import { NAMED } from "./nango-test-shop.ts";

let harness: Harness;
let browser: Browser;
let app: Server;
let appUrl: string;
let page: Page;

beforeAll(async () => {
  const { tokenId, tokenSecret, consumerKey, consumerSecret } = NETSUITE_TOKEN;
  harness = await startHarness(await compiledPack(), {
    runsSchedule: false,
    examples: { "shipbob-pat": { apiKey: SHIPBOB_TOKEN }, "netsuite-tba": { token_id: tokenId, token_secret: tokenSecret } },
  });
  await harness.nango.createIntegration({
    provider: "netsuite-tba",
    unique_key: "netsuite-tba",
    display_name: "NetSuite by token",
    credentials: { type: "TBA", client_id: consumerKey, client_secret: consumerSecret },
  });
  await addShopify(harness);
  await harness.nango.createIntegration({ provider: "front-api-key", unique_key: "front-api-key", display_name: "Front" });
  await harness.nango.createIntegration({ provider: "shipstation", unique_key: "shipstation" });
  await harness.nango.createIntegration({ provider: "shipbob-pat", unique_key: "shipbob-pat" });
  // An app of five lines on another port, with the SDK as it comes.
  app = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(`<!doctype html><title>App</title><script type="module">
      import Nango from "${harness.host}/connect-ui/sdk/index.js";
      window.seen = [];
      window.connect = (sessionToken) => new Nango({ host: "${harness.host}", connectSessionToken: sessionToken })
        .openConnectUI({ baseURL: "${harness.host}", apiURL: "${harness.host}", detectClosedAuthWindow: true, themeOverride: "light", onEvent: (event) => window.seen.push(event) });
    </script>`);
  });
  await new Promise<void>((resolve) => {
    app.listen(0, "127.0.0.1", resolve);
  });
  const address = app.address();
  appUrl = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  browser = await chromium.launch(await chromiumOptions());
});
afterAll(async () => {
  await browser.close();
  app.closeAllConnections();
  app.close();
  await harness.stop();
});
beforeEach(async () => {
  harness.shop.consent = "grants";
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 } });
  context.setDefaultTimeout(10_000);
  page = await context.newPage();
});
afterEach(() => page.context().close());

type Seen = { type: string; payload?: Record<string, unknown> };
const seen = () => page.evaluate<Seen[]>("window.seen");
const frame = () => page.frameLocator("#connect-ui");

async function open(token: string): Promise<void> {
  await page.goto(appUrl);
  await page.waitForFunction("typeof window.connect === 'function'");
  await page.evaluate(`void window.connect(${JSON.stringify(token)})`);
}
const waitFor = (type: string) => page.waitForFunction(`window.seen.some((event) => event.type === "${type}")`);

test("a shop is connected through a window, and the app hears of it", async () => {
  await open(await harness.sessionToken("shopify"));
  await frame().getByLabel("Shopify Domain").fill("https://test-shop.myshopify.com");
  await frame()
    .getByRole("button", { name: /^Continue to/ })
    .click();
  await waitFor("connect");
  const events = await seen();
  expect(events.map(({ type }) => type)).toEqual(["ready", "connect"]);
  const connectionId = String(events[1]?.payload?.["connectionId"]);
  expect((await harness.nango.getConnection("shopify", connectionId)).connection_config).toMatchObject({ subdomain: "test-shop" });
  await frame().getByRole("heading", { name: "Connected" }).waitFor();
  await frame().getByRole("button", { name: "Close" }).click();
  await page.locator("#connect-ui").waitFor({ state: "detached" });
});

test("a key that is wrong is said to be so, and the right one connects", async () => {
  await open(await harness.sessionToken("front-api-key"));
  await frame().getByLabel("API Token").fill("wrong-key");
  await frame().getByRole("button", { name: "Connect", exact: true }).click();
  await frame().getByText("The system did not accept these credentials.").waitFor();
  await frame().getByLabel("API Token").fill("right-key");
  await frame().getByRole("button", { name: "Connect", exact: true }).click();
  await waitFor("connect");
  expect((await seen()).map(({ type }) => type)).toEqual(["ready", "error", "connect"]);
});

test("a key and its secret are asked for by the vendor's own names, the secret unseen, and one of another form is named", async () => {
  await open(await harness.sessionToken("shipstation"));
  const [key, secret] = [frame().getByLabel("API Key"), frame().getByLabel("API Secret")];
  expect(await secret.getAttribute("type")).toBe("password");
  await key.fill("a key");
  await secret.fill(NAMED.password);
  await frame().getByRole("button", { name: "Connect", exact: true }).click();
  await frame().getByText("API Key does not have the right form.").waitFor();
  await key.fill(NAMED.username);
  await frame().getByRole("button", { name: "Connect", exact: true }).click();
  await waitFor("connect");
  expect((await seen()).map(({ type }) => type)).toEqual(["ready", "connect"]);
});

test("what has to be one of a few values is chosen from them, by their addresses, and the choice is what is connected", async () => {
  await open(await harness.sessionToken("shipbob-pat"));
  const choice = frame().getByLabel("API Subdomain");
  await choice.waitFor();
  expect(await choice.evaluate((field) => [field.tagName, field === document.activeElement])).toEqual(["SELECT", true]);
  expect(await choice.locator("option").allTextContents()).toEqual([
    "Choose…",
    "api (api.shipbob.com)",
    "sandbox-api (sandbox-api.shipbob.com)",
  ]);
  await frame()
    .getByLabel("Personal Access Token")
    .fill(`${"A".repeat(64)}-1`);
  await frame().getByRole("button", { name: "Connect", exact: true }).click();
  await frame().getByRole("alert").getByText("API Subdomain is needed.").waitFor();
  await choice.selectOption("sandbox-api");
  await frame().getByRole("button", { name: "Connect", exact: true }).click();
  await waitFor("connect");
  const { connectionId } = Object((await seen()).at(-1)?.payload);
  expect(await harness.nango.getConnection("shipbob-pat", connectionId)).toMatchObject({
    connection_config: { apiSubdomain: "sandbox-api" },
  });
});

test("an example of the sandbox stands in place of the provider's own, can be typed as it is, and stays within the page", async () => {
  await open(await harness.sessionToken("shipbob-pat"));
  const hint = frame().getByText("Example: ");
  const shown = /Example: (\S+)$/.exec((await hint.textContent()) ?? "")?.[1] ?? "";
  expect(await hint.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);
  await frame().getByLabel("API Subdomain").selectOption("api");
  await frame().getByLabel("Personal Access Token").fill(shown);
  await frame().getByRole("button", { name: "Connect", exact: true }).click();
  await waitFor("connect");
  const { connectionId } = Object((await seen()).at(-1)?.payload);
  expect(await harness.nango.getConnection("shipbob-pat", connectionId)).toMatchObject({ credentials: { apiKey: SHIPBOB_TOKEN } });
});

test("the token of an account is asked for in two fields, each that is missing is named, and the secret is hidden", async () => {
  await open(await harness.sessionToken("netsuite-tba"));
  await frame()
    .getByLabel(/Account ID/)
    .fill("4471903");
  await frame().getByRole("button", { name: "Connect", exact: true }).click();
  await frame().getByRole("alert").getByText("Token ID is needed. Token secret is needed.").waitFor();
  expect(await frame().getByLabel("Token secret").getAttribute("type")).toBe("password");
  await frame().getByLabel("Token ID").fill(NETSUITE_TOKEN.tokenId);
  await frame().getByLabel("Token secret").fill(NETSUITE_TOKEN.tokenSecret);
  await frame().getByRole("button", { name: "Connect", exact: true }).click();
  await waitFor("connect");
  const { connectionId } = Object((await seen()).at(-1)?.payload);
  expect(await harness.nango.getConnection("netsuite-tba", connectionId)).toMatchObject({
    connection_config: { accountId: "4471903" },
    credentials: { type: "TBA", token_id: NETSUITE_TOKEN.tokenId, token_secret: NETSUITE_TOKEN.tokenSecret },
  });
});

test("who says no at the vendor is told that nothing was connected", async () => {
  harness.shop.consent = "denies";
  await open(await harness.sessionToken("shopify"));
  await frame().getByLabel("Shopify Domain").fill("test-shop");
  const opened = page.waitForEvent("popup");
  await frame()
    .getByRole("button", { name: /^Continue to/ })
    .click();
  await frame().getByText("Access was not granted. Nothing was connected.").waitFor();
  await (await opened).close().catch(() => {});
  expect((await seen()).at(-1)?.type).toBe("error");
});

test("a window that is closed early ends the attempt, and it can be made again", async () => {
  // The way to the vendor is never answered, so the window stays until the person closes it, which is once it leads somewhere.
  const way = `${harness.host}/oauth/connect/**`;
  const reached = new Promise<void>((resolve) => {
    void page.context().route(way, () => resolve());
  });
  await open(await harness.sessionToken("shopify"));
  await frame().getByLabel("Shopify Domain").fill("test-shop");
  const opened = page.waitForEvent("popup");
  await frame()
    .getByRole("button", { name: /^Continue to/ })
    .click();
  const window = await opened;
  await reached;
  await window.close();
  await frame().getByText("The window was closed before the connection was made.").waitFor();
  await page.context().unroute(way);
  await frame()
    .getByRole("button", { name: /^Continue to/ })
    .click();
  await waitFor("connect");
  expect((await seen()).map(({ type }) => type)).toEqual(["ready", "error", "connect"]);
});

test("a session that is over says so", async () => {
  const token = await harness.sessionToken("shopify");
  await harness.call("DELETE", "/connect/session", { token });
  await open(token);
  await frame().getByText("This link is over.").waitFor();
  expect((await seen()).at(-1)).toMatchObject({ type: "error", payload: { errorType: "session_expired" } });
});

test("with several systems the person chooses, by keyboard alone; Escape closes", async () => {
  const { data } = await harness.nango.createConnectSession({ tags: { end_user_id: "u1" } });
  await open(data.token);
  await frame().getByRole("button", { name: "Front" }).focus();
  await page.keyboard.press("Enter");
  await frame().getByLabel("API Token").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#connect-ui").waitFor({ state: "detached" });
  expect((await seen()).at(-1)?.type).toBe("close");
});

test("a field left empty is named, and has the focus", async () => {
  await open(await harness.sessionToken("shopify"));
  await frame()
    .getByRole("button", { name: /^Continue to/ })
    .click();
  await frame().getByRole("alert").getByText("Shopify Domain is needed.").waitFor();
  expect(
    await frame()
      .getByLabel("Shopify Domain")
      .evaluate((input) => input === document.activeElement && input.getAttribute("aria-invalid") === "true"),
  ).toBe(true);
});

test.each([
  ["light", "shopify", "Shopify Domain"],
  ["dark", "shopify", "Shopify Domain"],
  ["light", "shipbob-pat", "API Subdomain"],
  ["dark", "shipbob-pat", "API Subdomain"],
  ["dark", "netsuite-tba", "Token secret"],
])("has nothing that a check of accessibility finds wrong, in %s, at 360 px, for %s", async (theme, key, label) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto(`${harness.host}/?theme=${theme}&session_token=${await harness.sessionToken(key)}`);
  await page.getByLabel(label).waitFor();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
});
