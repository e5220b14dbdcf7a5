import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { APIResponse } from "@playwright/test";
import { enterWorkspace, signInOwner } from "./support/people.ts";
import { NO_WORLD, PAGES } from "./support/pages.ts";
import { expect, test } from "./support/portal-test.ts";
import { enterFilledWorkspace } from "./support/world.ts";
import { buildFolder } from "#server/start/next-build.ts";

const nonceOf = (response: APIResponse): string => /'nonce-([^']+)'/.exec(response.headers()["content-security-policy"] ?? "")?.[1] ?? "";

const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'nonce-N' 'strict-dynamic'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  // The page on which systems are connected, of the embedded Nango.
  "frame-src http://127.0.0.1:N",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

test("every page carries the policy and the headers, and no script without the answer's own nonce", async ({ page }) => {
  await signInOwner(page.context());
  const world = await enterFilledWorkspace(page.request);
  const nonces = new Set<string>();
  for (const { address, route } of PAGES) {
    const response = await page.request.get(address(world));
    const headers = response.headers();
    const nonce = nonceOf(response);
    nonces.add(nonce);
    expect(
      headers["content-security-policy"]
        ?.replace(nonce, "N")
        .replace(/(?<=127\.0\.0\.1:)\d+/, "N")
        .split("; "),
      route,
    ).toEqual(POLICY);
    expect(headers, route).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "cross-origin-opener-policy": "same-origin-allow-popups",
    });
    expect(headers["referrer-policy"], route).toMatch(/^(same-origin|no-referrer)$/);
    expect(headers["x-powered-by"], route).toBeUndefined();
    const html = await response.text();
    const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length, route).toBeGreaterThan(3);
    expect(
      scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`)),
      route,
    ).toEqual([]);
    expect(html, route).not.toMatch(/<[^>]+\son[a-z]+=/);
    expect(html, route).not.toMatch(/<style\b/);
  }
  expect(nonces.size).toBe(PAGES.length);
});

test("a script that is slipped into a page does not run", async ({ page, complaints }) => {
  await page.goto("/sign-in");
  await page.evaluate(() => {
    const script = document.createElement("div");
    script.innerHTML = `<img src="/missing.png" onerror="document.title='broken in'">`;
    document.body.append(script);
  });
  await expect.poll(() => complaints.some((said) => said.includes("Content Security Policy"))).toBe(true);
  await expect(page).toHaveTitle(/Sign in/);
  complaints.length = 0;
});

test("what browsers load holds no secret and no name of a server's setting", async () => {
  const folder = process.env["SLIPSTREAM_E2E_DATA"];
  const secrets = folder ? [(await readFile(join(folder, "secret"), "utf8")).trim()] : [];
  const forbidden = [...secrets, "DATABASE_URL", "SLIPSTREAM_SECRET", "SMTP_URL", "METRICS_TOKEN", "postgres://", "BEGIN PRIVATE KEY"];
  let files = 0;
  for await (const file of glob("**/*.{js,css,map}", { cwd: join(buildFolder, "static") })) {
    files += 1;
    const text = await readFile(join(buildFolder, "static", file), "utf8");
    for (const word of forbidden) expect(text.includes(word), `${file} holds ${word}`).toBe(false);
    expect(file).not.toMatch(/\.map$/);
  }
  expect(files).toBeGreaterThan(10);
});

test("files of one workspace are not found from another one, and not given without a session", async ({ page, request }) => {
  await signInOwner(page.context());
  const { importId, scenarioId } = await enterFilledWorkspace(page.request);
  const files = [
    `/api/imports/${importId}/rejected`,
    ...["csv", "json", "pdf", "xlsx"].map((format) => `/api/roi/${scenarioId}/export/${format}`),
  ];
  for (const path of files) expect((await page.request.get(path)).status(), path).toBe(200);
  for (const path of files) expect((await request.get(path)).status(), path).toBe(401);
  await enterWorkspace(page.request, "Empty");
  for (const path of files) expect((await page.request.get(path)).status(), path).toBe(404);
});

test("pages of one workspace show nothing in another one", async ({ page }) => {
  await signInOwner(page.context());
  const world = await enterFilledWorkspace(page.request);
  const places = PAGES.filter(({ visitor, address }) => visitor === "owner" && address(world) !== address(NO_WORLD));
  expect(places.length).toBeGreaterThanOrEqual(5);
  await enterWorkspace(page.request, "Empty");
  for (const { route, address, heading } of places) {
    await page.goto(address(world));
    const title = page.getByRole("heading", { level: 1 }).first();
    await expect(title, route).toBeVisible();
    // "Events" stands over an empty list too.
    if (heading === "Events") await expect(page.getByRole("heading", { name: "No such events" })).toBeVisible();
    else await expect(title, route).not.toHaveText(heading);
  }
});

test("the session's cookie is out of reach of scripts and of other sites", async ({ page, context }) => {
  await signInOwner(page.context());
  const cookies = (await context.cookies()).filter(({ name }) => /session|workspace/.test(name));
  expect(cookies.length).toBeGreaterThan(0);
  for (const { name, httpOnly, sameSite } of cookies) expect([name, httpOnly, sameSite]).toEqual([name, true, "Lax"]);
});

test("scripts come in Brotli to browsers that read it", async ({ page, request, baseURL }) => {
  await page.goto("/sign-in");
  const script = await page.locator("script[src*='/_next/static/']").first().getAttribute("src");
  // Compressed in the background after a build; until then they come in gzip.
  await expect
    .poll(
      async () =>
        (await request.get(new URL(script ?? "", baseURL).href, { headers: { "accept-encoding": "br, gzip" } })).headers()[
          "content-encoding"
        ],
      {
        timeout: 60_000,
      },
    )
    .toBe("br");
});
