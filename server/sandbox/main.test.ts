import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, expect, test } from "vitest";
import * as z from "zod";
import { orderId } from "./vendors/shopify/ids.ts";
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

const running: ChildProcess[] = [];
const folder = mkdtempSync(join(tmpdir(), "sandbox-"));

afterEach(async () => {
  for (const child of running.splice(0)) await killed(child);
  rmSync(folder, { recursive: true, force: true });
});

function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });
}

/** Starts the front door and waits for the line with its address. */
async function start(): Promise<{ url: string; child: ChildProcess }> {
  const main = fileURLToPath(new URL("./main.ts", import.meta.url));
  const child = spawn(
    process.execPath,
    [
      main,
      "--port",
      "0",
      "--seed",
      "kill",
      "--days",
      "5",
      "--orders",
      "30",
      "--speed",
      "0",
      "--until",
      "2026-11-02T05:00:00Z",
      "--folder",
      folder,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  running.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /at (http:\/\/127\.0\.0\.1:\d+):/.exec(line)?.[1];
    if (url) return { url, child };
  }
  throw new Error("The sandbox ended before it listened.");
}

const Ledger = z.object({
  nowMs: z.number(),
  entries: z.array(z.object({ seq: z.number(), changed: z.boolean(), ids: z.object({ orderId: z.string() }) })),
});

async function ledger(url: string): Promise<z.infer<typeof Ledger>> {
  return Ledger.parse(await (await fetch(`${url}/_sandbox/ledger`)).json());
}

async function connectByOauth(url: string): Promise<string> {
  const query = new URLSearchParams({ client_id: "slipstream-sandbox", redirect_uri: "http://127.0.0.1:1/cb", state: "s" });
  const page = await (await fetch(`${url}/admin/oauth/authorize?${query}`)).text();
  const ticket = /name="ticket" value="(\w+)"/.exec(page)?.[1] ?? "";
  const back = await fetch(`${url}/admin/oauth/authorize`, {
    method: "POST",
    body: new URLSearchParams({ ticket, decision: "allow" }),
    redirect: "manual",
  });
  const code = new URL(back.headers.get("location") ?? "").searchParams.get("code") ?? "";
  const form = new URLSearchParams({ client_id: "slipstream-sandbox", client_secret: "slipstream-sandbox-secret", code });
  const token = z
    .object({ access_token: z.string() })
    .parse(await (await fetch(`${url}/admin/oauth/access_token`, { method: "POST", body: form })).json());
  return token.access_token;
}

function tagOver(url: string, token: string, tag: string): Promise<Response> {
  const body = JSON.stringify({
    query: `mutation($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { userErrors { message } } }`,
    variables: { id: orderId(1001), tags: [tag] },
  });
  return fetch(`${url}/admin/api/2026-10/graphql.json`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-shopify-access-token": token },
    body,
  });
}

test(
  "killed right after a cut answer, it comes back with the effect, the clock and the token it had accepted",
  { timeout: 60_000 },
  async () => {
    const first = await start();
    const token = await connectByOauth(first.url);
    const { nowMs } = await ledger(first.url);
    await fetch(`${first.url}/_sandbox/advance`, { method: "POST", body: JSON.stringify({ toMs: nowMs + 7_200_000 }) });
    expect((await tagOver(first.url, token, "answered")).status).toBe(200);
    await fetch(`${first.url}/_sandbox/faults`, { method: "POST", body: JSON.stringify({ kind: "cut after success", times: 1 }) });
    await expect(tagOver(first.url, token, "cut")).rejects.toThrow("fetch failed");
    const before = await ledger(first.url);
    await killed(first.child);

    const second = await start();
    expect(await ledger(second.url)).toEqual(before);
    expect(before).toMatchObject({ nowMs: nowMs + 7_200_000, entries: [{ seq: 1 }, { seq: 2 }] });
    const answer = await fetch(`${second.url}/admin/api/2026-10/graphql.json`, {
      method: "POST",
      headers: { "x-shopify-access-token": token },
      body: JSON.stringify({ query: `{ order(id: "${orderId(1001)}") { tags } }` }),
    });
    expect(await answer.json()).toMatchObject({ data: { order: { tags: expect.arrayContaining(["answered", "cut"]) } } });
  },
);

test("it listens on the loopback address only", { timeout: 60_000 }, async () => {
  const { url } = await start();
  const port = Number(new URL(url).port);
  const outside = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  for (const { address } of outside) {
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: address, port });
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
      socket.setTimeout(2000, () => resolve(false));
    });
    expect([address, reached]).toEqual([address, false]);
  }
});
