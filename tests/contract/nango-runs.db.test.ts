import { fileURLToPath } from "node:url";
import { Nango } from "@nangohq/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasNoVendor, type Harness, type Hook, isNotEmbedded, startHarness } from "./nango-harness.ts";

const PACK = fileURLToPath(new URL("./nango-fixture-pack", import.meta.url));
const KEY = "private-api-bearer";
let harness: Harness;

beforeAll(async () => {
  harness = await startHarness(PACK, { functionTimeoutMs: 4000 });
  await harness.addIntegration({ provider: KEY, unique_key: KEY });
});
afterAll(() => harness.stop());

type Plan = { save?: object[]; merge?: object[]; remove?: object[]; full?: boolean };

async function aConnection(plan: Plan = {}): Promise<string> {
  const { body } = await harness.call("POST", "/connections", {
    body: { provider_config_key: KEY, credentials: { type: "API_KEY", apiKey: "k1" }, metadata: plan },
  });
  const id: string = body.connection_id;
  await harness.until(async () => (await status(id))?.finishedAt);
  return id;
}
const status = async (id: string, name = "things") => (await harness.nango.syncStatus(KEY, [name], id)).syncs[0];
const run = async (id: string, plan: Plan, options?: { reset?: boolean; emptyCache?: boolean }) => {
  await harness.nango.setMetadata(KEY, id, { ...plan });
  await harness.runSync(KEY, "things", id, options);
};
const list = async (connectionId: string, more: Partial<Parameters<Nango["listRecords"]>[0]> = {}) =>
  harness.nango.listRecords<Record<string, unknown>>({ providerConfigKey: KEY, connectionId, model: "Thing", ...more });
const shown = (records: { id: string | number; _nango_metadata: { last_action: string } }[]) =>
  records.map((record) => `${record.id} ${record._nango_metadata.last_action}`).toSorted();
const act = (id: string, name: string, input?: unknown, headers: Record<string, string> = {}) =>
  harness.call("POST", "/action/trigger", {
    body: { action_name: name, input },
    headers: { "provider-config-key": KEY, "connection-id": id, ...headers },
  });
const hooksOf = (id: string, type: string) => harness.hooks.filter(({ body }) => body["connectionId"] === id && body["type"] === type);

describe("records", () => {
  test("are added, updated, left alone, deleted and added again", async () => {
    const id = await aConnection({ save: [{ id: "1", a: 1 }, { id: "2", a: 1 }, { id: "3", a: 1 }] }); // prettier-ignore
    expect(shown((await list(id)).records)).toEqual(["1 ADDED", "2 ADDED", "3 ADDED"]);
    const before = (await list(id)).records.find((record) => record.id === "2");
    await run(id, { save: [{ id: "1", a: 2 }, { id: "2", a: 1 }], remove: [{ id: "3" }] }); // prettier-ignore
    expect(shown((await list(id)).records)).toEqual(["1 UPDATED", "2 ADDED", "3 DELETED"]);
    expect((await list(id)).records.find((record) => record.id === "2")).toEqual(before);
    expect((await status(id))?.latestResult).toEqual({ Thing: { added: 0, updated: 1, deleted: 1 } });
    await run(id, { save: [{ id: "3", a: 5 }] });
    expect(shown((await list(id)).records)).toEqual(["1 UPDATED", "2 ADDED", "3 ADDED"]);
  });

  test("a record deleted by name keeps only what was passed; one that vanished from a full run keeps its contents", async () => {
    const id = await aConnection({ save: [{ id: "1", a: 1 }, { id: "2", a: 1 }, { id: "3", a: 1 }] }); // prettier-ignore
    await run(id, { remove: [{ id: "1" }] });
    await run(id, { save: [{ id: "2", a: 1 }], full: true });
    const { records } = await list(id);
    const contents = Object.fromEntries(
      records.map(({ _nango_metadata: metadata, ...record }) => [record.id, { ...record, action: metadata.last_action }]),
    );
    expect(contents).toEqual({
      "1": { id: "1", action: "DELETED" },
      "2": { id: "2", a: 1, action: "ADDED" },
      "3": { id: "3", a: 1, action: "DELETED" },
    });
  });

  test("merging goes deep, and only into what is there", async () => {
    const id = await aConnection({ save: [{ id: "1", a: { x: 1, y: 1 }, list: [1, 2] }] });
    await run(id, { merge: [{ id: "1", a: { y: 2 }, list: [3] }, { id: "9", a: 1 }] }); // prettier-ignore
    expect((await list(id)).records).toMatchObject([{ id: "1", a: { x: 1, y: 2 }, list: [3] }]);
  });

  test("pages follow each other without loss or repetition, and the last has no cursor", async () => {
    const id = await aConnection({ save: Array.from({ length: 25 }, (_, index) => ({ id: String(index) })) });
    const seen: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const page = await list(id, { limit: 10, ...(cursor ? { cursor } : {}) });
      seen.push(...page.records.map((record) => String(record.id)));
      cursor = page.next_cursor;
      pages += 1;
    } while (cursor);
    expect([pages, new Set(seen).size, seen.length]).toEqual([3, 25, 25]);
  });

  test("whoever stored the last cursor gets only what came after", async () => {
    const id = await aConnection({ save: [{ id: "1" }, { id: "2" }] });
    const cursor = (await list(id)).records.at(-1)?._nango_metadata.cursor ?? "";
    expect((await list(id, { cursor })).records).toEqual([]);
    await run(id, { save: [{ id: "1", a: 1 }] });
    expect(shown((await list(id, { cursor })).records)).toEqual(["1 UPDATED"]);
  });

  test("times have microseconds, and modified_after includes its own instant", async () => {
    const id = await aConnection({ save: [{ id: "1" }] });
    const [record] = (await list(id)).records;
    const at = record?._nango_metadata.last_modified_at ?? "";
    expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{4,6}\+00:00$/);
    expect((await list(id, { modifiedAfter: at })).records).toHaveLength(1);
  });

  test("filters answer as the real server does, combined ones too", async () => {
    const id = await aConnection({ save: [{ id: "1" }, { id: "2" }, { id: "3" }] });
    await run(id, { save: [{ id: "2", a: 1 }], remove: [{ id: "3" }] });
    const filtered = async (filter: string) =>
      (
        await harness.call("GET", `/records?model=Thing&filter=${filter}`, { headers: { "provider-config-key": KEY, "connection-id": id } })
      ).body.records
        .map((record: { id: string }) => record.id)
        .toSorted();
    expect(await Promise.all(["added", "UPDATED", "deleted", "added,updated", "updated,deleted", "added,deleted"].map(filtered))).toEqual([
      ["1"],
      ["2"],
      ["3"],
      ["1", "2"],
      ["2"],
      ["1"],
    ]);
  });

  test("ids choose, an unknown model is empty, and bad input has its codes", async () => {
    const id = await aConnection({ save: [{ id: "1" }, { id: "2" }] });
    const headers = { "provider-config-key": KEY, "connection-id": id };
    expect((await list(id, { ids: ["2"] })).records).toHaveLength(1);
    expect((await list(id, { model: "Nothing" })).records).toEqual([]);
    expect(await harness.call("GET", "/records?model=Thing")).toMatchObject({ status: 400, body: { error: { code: "invalid_headers" } } });
    expect(await harness.call("GET", "/records?model=t", { headers })).toMatchObject({
      status: 400,
      body: { error: { code: "invalid_query_params" } },
    });
    expect(await harness.call("GET", "/records?model=Thing&modified_after=2001-01-01T00:00:00Z", { headers })).toMatchObject({
      status: 400,
    });
    expect(await harness.call("GET", "/records?model=Thing&cursor=nonsense", { headers })).toMatchObject({
      status: 500,
      body: { error: { code: "server_error" } },
    });
  });

  test("an elephant, a NUL, a lone surrogate and a change of direction come back as they went in", async () => {
    const id = await aConnection({ save: [{ id: "1", codes: [0xd83d, 0xdc18, 0, 0xd800, 0x202e] }] });
    expect((await list(id)).records[0]?.["text"]).toBe("🐘\u0000\ud800\u202e");
  });
});

describe("syncs", () => {
  test("a new connection starts those that start by themselves, and leaves the others paused", async () => {
    const id = await aConnection({ save: [{ id: "1" }] });
    expect(await status(id)).toMatchObject({
      status: "SUCCESS",
      type: "INITIAL",
      variant: "base",
      frequency: "every hour",
      latestExecutionStatus: "SUCCESS",
      recordCount: { Thing: 1 },
      checkpoint: { runs: 1 },
    });
    expect(Date.parse(String((await status(id))?.nextScheduledSyncAt))).toBeGreaterThan(Date.now());
    expect(await status(id, "failing")).toMatchObject({ status: "PAUSED", nextScheduledSyncAt: null });
  });

  test("a reset clears the progress, and with emptyCache the records", async () => {
    const id = await aConnection({ save: [{ id: "1" }] });
    await run(id, {});
    expect((await status(id))?.checkpoint).toEqual({ runs: 2 });
    await run(id, {}, { reset: true });
    expect((await status(id))?.checkpoint).toEqual({ runs: 1 });
    expect((await list(id)).records).toHaveLength(1);
    await run(id, {}, { reset: true, emptyCache: true });
    expect((await list(id)).records).toHaveLength(0);
  });

  test("is paused and started", async () => {
    const id = await aConnection();
    await harness.nango.pauseSync(KEY, ["things"], id);
    expect(await status(id)).toMatchObject({ status: "PAUSED", nextScheduledSyncAt: null });
    await harness.nango.startSync(KEY, ["things"], id);
    expect((await status(id))?.status).not.toBe("PAUSED");
  });

  test("a frequency is shown without its first word, and never under 30 seconds", async () => {
    const id = await aConnection();
    expect(await harness.nango.updateSyncConnectionFrequency(KEY, "things", id, "every 30 minutes")).toEqual({ frequency: "30 minutes" });
    expect((await status(id))?.frequency).toBe("every 30 minutes");
    expect(await harness.nango.updateSyncConnectionFrequency(KEY, "things", id, null)).toEqual({ frequency: "hour" });
    const body = { sync_name: "things", provider_config_key: KEY, connection_id: id, frequency: "every 10 seconds" };
    expect((await harness.call("PUT", "/sync/update-connection-frequency", { body })).status).toBe(400);
  });

  test("what is unknown is answered as such", async () => {
    const id = await aConnection();
    const body = { syncs: ["zz"], provider_config_key: KEY, connection_id: id };
    expect(await harness.call("POST", "/sync/trigger", { body })).toMatchObject({
      status: 400,
      body: { error: { message: "No syncs found given the inputs.", code: "no_syncs_found", payload: {} } },
    });
    expect((await harness.nango.syncStatus(KEY, ["zz"], id)).syncs).toEqual([]);
    expect(await harness.call("GET", `/sync/status?syncs=*&provider_config_key=${KEY}&connection_id=zz`)).toMatchObject({
      status: 400,
      body: { error: { code: "invalid_body", message: "Connection not found" } },
    });
    const both = { ...body, syncs: ["things"], opts: { reset: true }, sync_mode: "full_refresh" };
    expect((await harness.call("POST", "/sync/trigger", { body: both })).status).toBe(400);
  });

  test.skipIf(hasNoVendor)("one that fails says so on its status and on the connection, and mends both", async () => {
    const id = await aConnection();
    await harness.runSync(KEY, "failing", id);
    expect(await status(id, "failing")).toMatchObject({ latestExecutionStatus: "STOPPED", latestResult: {} });
    const { connections } = await harness.nango.listConnections({ connectionId: id });
    expect(connections[0]?.errors).toMatchObject([{ type: "sync" }]);
  });
});

describe("actions", () => {
  test("give their output as it is", async () => {
    const id = await aConnection();
    expect(await harness.nango.triggerAction(KEY, id, "echo", { a: [1, null, "x"] })).toEqual({ a: [1, null, "x"] });
  });

  test("a refusal by the function is 500 with its payload", async () => {
    expect(await act(await aConnection(), "refuse")).toMatchObject({
      status: 500,
      body: {
        error: {
          message: "The action script failed with a runtime error",
          code: "action_script_runtime_error",
          payload: { type: "not_cancellable", message: "It has left the house" },
        },
      },
    });
  });

  test.skipIf(hasNoVendor)("a vendor's error is 424 with what the vendor said", async () => {
    const answer = await act(await aConnection(), "vendor-error");
    expect(answer).toMatchObject({
      status: 424,
      body: {
        error: {
          code: "script_http_error",
          payload: { error: "nothing here" },
          upstream: { status: 404, body: { error: "nothing here" } },
        },
      },
    });
    expect(Object.keys(answer.body.error.upstream.headers)).toEqual(["content-type"]);
  });

  test("a mistake in the function is 500 with name, message and place", async () => {
    const { status: code, body } = await act(await aConnection(), "breaks");
    expect(code).toBe(500);
    expect(body.error).toMatchObject({ code: "script_internal_error", payload: { name: "TypeError", message: "broken on purpose" } });
    expect(body.error.payload.stacktrace.length).toBeGreaterThan(0);
  });

  test.skipIf(isNotEmbedded)("one that never ends is ended, and the next one runs", async () => {
    const id = await aConnection();
    expect(await act(id, "endless")).toMatchObject({ status: 500, body: { error: { code: "script_timeout" } } });
    expect((await act(id, "echo", 1)).body).toBe("1");
  });

  test("an asynchronous one is 202, then found by its number", async () => {
    const id = await aConnection();
    const { status: code, headers, body } = await act(id, "echo", { a: 1 }, { "x-async": "true" });
    expect([code, headers.get("location"), body.statusUrl]).toEqual([202, `/action/${body.id}`, `/action/${body.id}`]);
    const answer = await harness.until(async () => {
      const found = await harness.call("GET", body.statusUrl);
      return found.status === 200 ? found : null;
    });
    expect(answer.body).toEqual({ a: 1 });
    const failed = await act(id, "refuse", null, { "x-async": "true" });
    await harness.until(async () => (await harness.call("GET", failed.body.statusUrl)).status === 500);
    expect(await harness.call("GET", "/action/zz")).toMatchObject({
      status: 404,
      body: { error: { code: "not_found", message: "No action 'zz' found" } },
    });
  });

  test.skipIf(hasNoVendor)("the end of an asynchronous one is told to the app", async () => {
    const id = await aConnection();
    const { body } = await act(id, "echo", { a: 1 }, { "x-async": "true" });
    const [hook] = await harness.until(() => (hooksOf(id, "async_action").length > 0 ? hooksOf(id, "async_action") : null));
    expect(hook?.body).toEqual({
      connectionId: id,
      from: "nango",
      payload: { id: body.id, statusUrl: `/action/${body.id}` },
      providerConfigKey: KEY,
      type: "async_action",
    });
  });

  test("an unknown action, connection or header has its own answer", async () => {
    const id = await aConnection();
    expect(await act(id, "zz")).toMatchObject({ status: 404, body: { error: { code: "not_found", message: "Action not found" } } });
    expect(await act("zz", "echo")).toMatchObject({ status: 400, body: { error: { code: "unknown_connection" } } });
    expect(await harness.call("POST", "/action/trigger", { body: { action_name: "echo" } })).toMatchObject({
      status: 400,
      body: { error: { code: "invalid_headers" } },
    });
  });
});

describe("the sandbox", () => {
  test("has what the real one has, and lacks what it lacks", async () => {
    const { body } = await act(await aConnection(), "probe");
    expect(body.there).toEqual(["function", "function", "function", "function", "function", "object", "function"]);
    expect(new Set(body.missing)).toEqual(new Set(["undefined"]));
    expect([body.requireZod, body.requireCrypto]).toEqual(["works", "works"]);
    expect(body.requireNodeCrypto).toContain("not allowed");
    expect(body.requireFs).toContain("not allowed");
    expect(body.codeFromStrings).toContain("Code generation from strings disallowed");
  });

  test.each(["nango", "integrationConfig", "constructor", "memoizedConnections"])("nango.%s is out of reach", async (name) => {
    expect((await act(await aConnection(), "use", { name })).body.error.payload.message).toBe(`Access to '${name}' is not allowed`);
  });

  test("nango.proxy is there", async () => {
    expect((await act(await aConnection(), "use", { name: "proxy" })).body).toEqual({ type: "function" });
  });
});

describe.skipIf(hasNoVendor)("webhooks", () => {
  const take = (id: string, type: string, count = 1) => harness.until(() => (hooksOf(id, type).length >= count ? hooksOf(id, type) : null));

  test("a connection is announced, then its first sync", async () => {
    const id = await aConnection({ save: [{ id: "1" }] });
    const [auth] = await take(id, "auth");
    expect(auth?.body).toEqual({
      authMode: "API_KEY",
      connectionId: id,
      environment: "dev",
      from: "nango",
      operation: "creation",
      provider: KEY,
      providerConfigKey: KEY,
      success: true,
      tags: {},
      type: "auth",
    });
    const [sync] = await take(id, "sync");
    expect(sync?.body).toMatchObject({
      from: "nango",
      model: "Thing",
      providerConfigKey: KEY,
      syncName: "things",
      syncVariant: "base",
      syncType: "INITIAL",
      success: true,
      responseResults: { added: 1, updated: 0, deleted: 0 },
      checkpoints: { from: null, to: { runs: 1 } },
    });
    const { records } = await list(id, { modifiedAfter: String(sync?.body["modifiedAfter"]) });
    expect(records).toHaveLength(1);
  });

  test("a failed sync is announced with what the vendor said", async () => {
    const id = await aConnection();
    await harness.runSync(KEY, "failing", id);
    const hooks = await harness.until(() =>
      hooksOf(id, "sync").some(({ body }) => body["success"] === false) ? hooksOf(id, "sync") : null,
    );
    expect(hooks.find(({ body }) => body["success"] === false)?.body).toMatchObject({
      syncName: "failing",
      error: {
        type: "script_error",
        description: "An error occurred during an HTTP call",
        payload: { error: "nothing here" },
        additional_properties: { upstream_response: { status: 404 } },
      },
    });
  });

  test("are signed over the raw body with the signing key, and not with the secret key", async () => {
    const [hook] = await take(await aConnection(), "auth");
    const verify = (sdk: Nango, raw: string, given: Hook) => sdk.verifyIncomingWebhookRequest(raw, given.headers);
    if (!hook) throw new Error("no webhook");
    expect(verify(harness.nango, hook.raw, hook)).toBe(true);
    expect(verify(harness.nango, hook.raw.replace("creation", "override"), hook)).toBe(false);
    expect(verify(new Nango({ host: harness.host, secretKey: harness.secretKey }), hook.raw, hook)).toBe(false);
    expect(Object.keys(hook.body)).toEqual(Object.keys(hook.body).toSorted());
  });

  test("are tried three times on a 5xx, and once on a 4xx", async () => {
    const before = harness.hooks.length;
    harness.hookAnswers.push(500, 503, 200);
    const id = await aConnection();
    await harness.until(() => harness.hooks.length >= before + 4);
    expect(hooksOf(id, "auth").length + hooksOf(id, "sync").length).toBe(4);
    harness.hookAnswers.push(400, 400);
    const other = await aConnection();
    await take(other, "auth");
    await take(other, "sync");
    await aConnection();
    expect([hooksOf(other, "auth").length, hooksOf(other, "sync").length]).toEqual([1, 1]);
  });
});
