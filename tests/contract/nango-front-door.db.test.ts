import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Nango } from "@nangohq/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "#db/test-database.ts";

const PACK = fileURLToPath(new URL("./nango-fixture-pack", import.meta.url));
const DOOR = fileURLToPath(new URL("../../server/start/run-emulator.ts", import.meta.url));

let folder: string;
let database: TestDatabase;
let started: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "emulator-door-"));
  database = await testDatabase();
});
afterEach(async () => {
  const ending = started.filter((child) => child.exitCode === null && child.signalCode === null);
  started = [];
  await Promise.all(
    ending.map((child) => {
      child.kill("SIGTERM");
      return new Promise((resolve) => {
        child.once("exit", resolve);
      });
    }),
  );
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

type Door = { exitCode: number | null; text: string };

/** Starts the front door; resolves when it prints where it is, or ends. */
async function open(upstreams: unknown, pack = PACK): Promise<Door> {
  const file = join(folder, "upstreams.json");
  await writeFile(file, JSON.stringify(upstreams));
  const args = [DOOR, "--pack", pack, "--upstreams", file, "--port", "0", "--database", database.ownerUrl];
  const child = spawn(process.execPath, args, { env: { ...process.env, SLIPSTREAM_DATA: join(folder, "data") } });
  started.push(child);
  let text = "";
  return new Promise((resolve) => {
    const read = (chunk: Buffer) => {
      text += chunk.toString("utf8");
      if (text.includes("NANGO_HOST=")) resolve({ exitCode: null, text });
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", (exitCode) => resolve({ exitCode, text }));
  });
}

const setting = (door: Door, name: string) => new RegExp(`^${name}=(.+)$`, "m").exec(door.text)?.[1] ?? "";

test("starts alone, prints its settings, and finds its connections again after a restart", async () => {
  const first = await open({ "private-api-bearer": "http://127.0.0.1:9" });
  const nango = new Nango({ host: setting(first, "NANGO_HOST"), secretKey: setting(first, "NANGO_SECRET_KEY") });
  await nango.createIntegration({ provider: "private-api-bearer", unique_key: "private-api-bearer" });
  const imported = await fetch(`${setting(first, "NANGO_HOST")}/connections`, {
    method: "POST",
    headers: { authorization: `Bearer ${setting(first, "NANGO_SECRET_KEY")}`, "content-type": "application/json" },
    body: JSON.stringify({
      provider_config_key: "private-api-bearer",
      connection_id: "c-1",
      credentials: { type: "API_KEY", apiKey: "kept" },
    }),
  });
  expect(imported.status).toBe(201);
  started[0]?.kill("SIGKILL");
  const second = await open({ "private-api-bearer": "http://127.0.0.1:9" });
  expect(setting(second, "NANGO_SECRET_KEY")).toBe(setting(first, "NANGO_SECRET_KEY"));
  const again = new Nango({ host: setting(second, "NANGO_HOST"), secretKey: setting(second, "NANGO_SECRET_KEY") });
  expect(await again.getToken("private-api-bearer", "c-1")).toMatchObject({ apiKey: "kept" });
});

test("an upstream that is not on this machine is refused", async () => {
  const door = await open({ shopify: "https://shop.example" });
  expect(door.exitCode).toBe(1);
  expect(door.text).toContain("must be an http URL on 127.0.0.1");
});

test("a pack that is not compiled says what to run", async () => {
  const door = await open({}, folder);
  expect(door.exitCode).toBe(1);
  expect(door.text).toContain('run "npm run connectors:compile" first');
});
