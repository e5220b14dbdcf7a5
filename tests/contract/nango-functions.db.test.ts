import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasNoVendor, type Harness, isNotEmbedded, startHarness } from "./nango-harness.ts";

const PACK = fileURLToPath(new URL("./nango-fixture-pack", import.meta.url));
const KEY = "private-api-bearer";
let harness: Harness;

beforeAll(async () => {
  harness = await startHarness(PACK, { environmentVariables: { REGION: "eu" } });
  await harness.addIntegration({ provider: KEY, unique_key: KEY, display_name: "Our API" });
});
afterAll(() => harness.stop());

type Step = [method: string, ...given: unknown[]];
type Told = { ok?: unknown; error?: string };

async function aConnection(metadata: Record<string, unknown> = {}): Promise<string> {
  const { body } = await harness.call("POST", "/connections", {
    body: { provider_config_key: KEY, credentials: { type: "API_KEY", apiKey: "k1" }, metadata },
  });
  return body.connection_id;
}
/** What an action's steps gave. */
const act = async (id: string, steps: Step[]): Promise<Told[]> => {
  const { status, body } = await harness.call("POST", "/action/trigger", {
    body: { action_name: "steps", input: { steps } },
    headers: { "provider-config-key": KEY, "connection-id": id },
  });
  expect(status).toBe(200);
  return body;
};
let runs = 0;
/** What the steps of a sync's run gave. */
const run = async (id: string, steps: Step[], more: { throws?: boolean } = {}): Promise<Told[]> => {
  runs += 1;
  const name = String(runs);
  await harness.nango.setMetadata(KEY, id, { run: runs, steps, ...more });
  await harness.runSync(KEY, "steps", id);
  const { records } = await harness.nango.listRecords<{ id: string; told: Told[] }>({
    providerConfigKey: KEY,
    connectionId: id,
    model: "Told",
    ids: [name],
  });
  return records[0]?.told ?? [];
};
const save = (...rows: object[]): Step => ["batchSave", rows, "Thing"];
const list = async (connectionId: string) =>
  (await harness.nango.listRecords({ providerConfigKey: KEY, connectionId, model: "Thing" })).records
    .map((record) => `${record.id} ${record._nango_metadata.last_action}`)
    .toSorted();

describe("locks", () => {
  const acquire = (key: string, ttlMs = 60_000): Step => ["tryAcquireLock", { key, ttlMs }];
  // A thread takes its time to come up: a lock that is held for seconds may be over by then.
  beforeAll(async () => {
    const id = await aConnection();
    await Promise.all([act(id, [["wait", 100]]), act(id, [["wait", 100]]), run(id, [])]);
  });
  /** What a holder says once it holds: who asks for the lock to find out may get it first. */
  const held: Step = ["updateMetadata", { isHeld: true }];
  const isHeld = (id: string) => harness.until(async () => (await harness.nango.getMetadata(KEY, id))["isHeld"] === true);

  test("a key is held by one run at a time, and by the same run again", async () => {
    const id = await aConnection();
    const holding = act(id, [acquire("orders"), acquire("orders"), held, ["wait", 3000]]);
    await isHeld(id);
    expect(await act(id, [acquire("orders")])).toEqual([{ ok: false }]);
    const first = await holding;
    expect(first.slice(0, 2)).toEqual([{ ok: true }, { ok: true }]);
  });

  test("what a run did not release is released with its end, for the next run of the sync and for anybody else", async () => {
    const id = await aConnection();
    expect(await run(id, [acquire("nightly")])).toEqual([{ ok: true }]);
    expect(await run(id, [acquire("nightly")])).toEqual([{ ok: true }]);
    expect(await act(id, [acquire("nightly")])).toEqual([{ ok: true }]);
  });

  test("a sync gets none that an action holds", async () => {
    const id = await aConnection();
    const holding = act(id, [acquire("both"), held, ["wait", 3000]]);
    await isHeld(id);
    expect(await run(id, [acquire("both"), ["releaseLock", { key: "both" }], acquire("other")])).toEqual([
      { ok: false },
      { ok: false },
      { ok: true },
    ]);
    await holding;
  });

  test("one is released by name, or all at once, and only by its holder", async () => {
    const id = await aConnection();
    expect(
      await act(id, [acquire("a"), ["releaseLock", { key: "a" }], ["releaseLock", { key: "a" }], acquire("b"), ["releaseAllLocks"], ["releaseLock", { key: "b" }]]),
    ).toEqual([{ ok: true }, { ok: true }, { ok: false }, { ok: true }, { ok: null }, { ok: false }]); // prettier-ignore
  });

  test("ends with its time to live, while its holder still runs", async () => {
    const id = await aConnection();
    const holding = act(id, [acquire("short", 300), held, ["wait", 10_000]]);
    await isHeld(id);
    const begun = performance.now();
    await harness.until(async () => (await act(id, [acquire("short", 300)]))[0]?.ok === true);
    expect(performance.now() - begun).toBeLessThan(9000);
    await holding;
  });

  test("a lock without a name or without a time is refused", async () => {
    const [noTime, noName] = await act(await aConnection(), [acquire("a", 0), acquire("")]);
    expect(noTime?.error).toBe("Invalid lock ttlMs (must be greater than 0)");
    expect(noName?.error).toBe("Invalid lock key (must not be empty)");
  });
});

describe("records, as a function reads its own", () => {
  test("are found by their ids, under the ids as they were asked for; what was never saved is missing", async () => {
    const [, found] = await run(await aConnection(), [save({ id: "1", a: 1 }, { id: "2" }), ["getRecordsByIds", ["1", 2, "9"], "Thing"]]);
    expect(found?.ok).toMatchObject({ 1: { id: "1", a: 1, _nango_metadata: { last_action: "ADDED", deleted_at: null } }, 2: { id: "2" } });
    expect(Object.keys(Object(found?.ok))).toEqual(["1", "2"]);
  });

  test("without ids none are asked for", async () => {
    const [, found] = await run(await aConnection(), [save({ id: "1" }), ["getRecordsByIds", [], "Thing"]]);
    expect(found?.ok).toEqual({});
  });

  test("more than a hundred are found too", async () => {
    const rows = Array.from({ length: 250 }, (_, index) => ({ id: String(index) }));
    const [, found] = await run(await aConnection(), [save(...rows), ["getRecordsByIds", rows.map(({ id }) => id), "Thing"]]);
    expect(Object.keys(Object(found?.ok))).toHaveLength(250);
  });

  test("a deleted one is still given, and says that it is deleted: by its id and in the list", async () => {
    const id = await aConnection();
    await run(id, [save({ id: "1", a: 1 }, { id: "2" })]);
    const [, byId, all] = await run(id, [
      ["batchDelete", [{ id: "1" }], "Thing"],
      ["getRecordsByIds", ["1"], "Thing"],
      ["listRecords", "Thing"],
    ]);
    expect(byId?.ok).toMatchObject({ 1: { id: "1", _nango_metadata: { last_action: "DELETED" } } });
    expect(Object(byId?.ok)[1]).not.toHaveProperty("a");
    expect(all?.ok).toHaveLength(2);
  });

  test("are listed over all pages, and from a cursor on", async () => {
    const id = await aConnection();
    const rows = Array.from({ length: 230 }, (_, index) => ({ id: String(index) }));
    const [, all] = await run(id, [save(...rows), ["listRecords", "Thing"]]);
    const listed = all?.ok as { id: string; _nango_metadata: { cursor: string } }[]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- what a step gave is looked at
    expect(new Set(listed.map((record) => record.id)).size).toBe(230);
    const [rest] = await run(id, [["listRecords", "Thing", { cursor: listed[199]?._nango_metadata.cursor }]]);
    expect(rest?.ok).toHaveLength(30);
  });

  test("read and saved again as they were given, they are unchanged", async () => {
    const id = await aConnection();
    const [, found] = await run(id, [save({ id: "1", a: 1 }), ["getRecordsByIds", ["1"], "Thing"]]);
    await run(id, [save(Object(found?.ok)[1])]);
    expect(await list(id)).toEqual(["1 ADDED"]);
  });

  test("an empty batch is taken, whichever it is", async () => {
    const empty: Step[] = ["batchSave", "batchUpdate", "batchDelete"].map((method) => [method, [], "Thing"]);
    expect(await run(await aConnection(), empty)).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
  });
});

describe("deletions that are tracked", () => {
  const start: Step = ["trackDeletesStart", "Thing"];
  const end: Step = ["trackDeletesEnd", "Thing"];
  const missing = "No track deletes starting point found for model 'Thing'.";

  test("an end without a start is an error, deletes nothing, and fails the run that does not catch it", async () => {
    const id = await aConnection();
    await run(id, [save({ id: "1" }, { id: "2" })]);
    expect(await run(id, [save({ id: "1" }), end])).toEqual([{ ok: true }, { error: missing }]);
    expect(await list(id)).toEqual(["1 ADDED", "2 ADDED"]);
    await run(id, [end], { throws: true });
    const { syncs } = await harness.nango.syncStatus(KEY, ["steps"], id);
    expect(syncs[0]).toMatchObject({ latestExecutionStatus: "STOPPED", latestResult: {} });
    expect(await list(id)).toEqual(["1 ADDED", "2 ADDED"]);
  });

  test.skipIf(hasNoVendor)("such a run is announced as failed, with the sentence", async () => {
    const id = await aConnection();
    await run(id, [end], { throws: true });
    const hook = await harness.until(() =>
      harness.hooks.find(({ body }) => body["connectionId"] === id && body["success"] === false && body["type"] === "sync"),
    );
    expect(JSON.stringify(hook.body["error"])).toContain(missing);
  });

  test("an end gives the ids of what it deleted, and is used up by that", async () => {
    const id = await aConnection();
    await run(id, [save({ id: "1" }, { id: "2" })]);
    expect((await run(id, [start, save({ id: "1" }), end, end])).slice(2)).toEqual([{ ok: { deletedKeys: ["2"] } }, { error: missing }]);
    expect(await list(id)).toEqual(["1 ADDED", "2 DELETED"]);
  });

  test("a start holds over the runs: what any of them saw is there", async () => {
    const id = await aConnection();
    await run(id, [save({ id: "1" }, { id: "2" }, { id: "3" })]);
    await run(id, [start, save({ id: "1" })]);
    expect((await run(id, [start, save({ id: "2" }), end])).at(-1)).toEqual({ ok: { deletedKeys: ["3"] } });
    expect(await list(id)).toEqual(["1 ADDED", "2 ADDED", "3 DELETED"]);
  });
});

describe("progress", () => {
  test("is kept flat, for the function and the connection, until it is cleared", async () => {
    const id = await aConnection();
    const steps: Step[] = [["getCheckpoint"], ["saveCheckpoint", { page: 2, cursor: "c", isWhole: false }], ["getCheckpoint"]];
    expect(await run(id, steps)).toEqual([{ ok: null }, { ok: null }, { ok: { page: 2, cursor: "c", isWhole: false } }]);
    expect((await run(await aConnection(), [["getCheckpoint"]]))[0]).toEqual({ ok: null });
    expect(await run(id, [["getCheckpoint"], ["clearCheckpoint"], ["getCheckpoint"]])).toEqual([
      { ok: { page: 2, cursor: "c", isWhole: false } },
      { ok: null },
      { ok: null },
    ]);
    const [nested] = await run(id, [["saveCheckpoint", { deep: { page: 1 } }]]);
    expect(nested?.error).toContain("Invalid checkpoint");
  });
});

describe("what a function may ask of Nango itself", () => {
  test("its integration, its connection, its settings", async () => {
    const id = await aConnection({ a: 1 });
    const [integration, connection, metadata, token, webhook] = await act(id, [
      ["getIntegration"],
      ["getConnection"],
      ["getMetadata"],
      ["getToken"],
      ["getWebhookURL"],
    ]);
    expect(integration?.ok).toMatchObject({ unique_key: KEY, provider: KEY, display_name: "Our API" });
    expect(connection?.ok).toMatchObject({ connection_id: id, credentials: { type: "API_KEY", apiKey: "k1" } });
    expect(metadata?.ok).toEqual({ a: 1 });
    expect(token?.ok).toMatchObject({ apiKey: "k1" });
    expect(webhook?.ok).toMatch(new RegExp(`/webhook/[0-9a-f-]{36}/${KEY}$`));
  });

  test.skipIf(isNotEmbedded)("the variables of the environment", async () => {
    expect(await act(await aConnection(), [["getEnvironmentVariables"]])).toEqual([{ ok: [{ name: "REGION", value: "eu" }] }]);
  });

  test("metadata that it writes is read back at once, whole or merged", async () => {
    const steps: Step[] = [["getMetadata"], ["updateMetadata", { b: 2 }], ["getMetadata"], ["setMetadata", { c: 3 }], ["getMetadata"]];
    const told = await act(await aConnection({ a: 1 }), steps);
    expect([told[0], told[2], told[4]]).toEqual([{ ok: { a: 1 } }, { ok: { a: 1, b: 2 } }, { ok: { c: 3 } }]);
  });

  test("another action, and a sync, of the same connection", async () => {
    const id = await aConnection({ save: [{ id: "1" }] });
    const before = await harness.until(async () => (await harness.nango.syncStatus(KEY, ["things"], id)).syncs[0]?.finishedAt);
    expect(await act(id, [["triggerAction", KEY, id, "echo", { a: 1 }], ["triggerSync", KEY, id, "things"]])).toEqual([{ ok: { a: 1 } }, { ok: null }]); // prettier-ignore
    await harness.until(async () => {
      const { finishedAt } = (await harness.nango.syncStatus(KEY, ["things"], id)).syncs[0] ?? {};
      return finishedAt !== undefined && finishedAt !== before;
    });
  });

  test("the strategy by which it writes", async () => {
    expect(await run(await aConnection(), [["setMergingStrategy", { strategy: "override" }, "Thing"], save({ id: "1" })])).toEqual([{ ok: null }, { ok: true }]); // prettier-ignore
  });
});

test("an output of two megabytes at most is given, and a larger one is an error", async () => {
  const id = await aConnection();
  const ask = (characters: number) =>
    harness.call("POST", "/action/trigger", {
      body: { action_name: "long", input: { characters } },
      headers: { "provider-config-key": KEY, "connection-id": id },
    });
  const fits = await ask(2 * 1024 * 1024 - 100);
  expect([fits.status, fits.body.length]).toEqual([200, 2 * 1024 * 1024 - 100 + 2]);
  expect(await ask(2 * 1024 * 1024 + 1)).toMatchObject({
    status: 500,
    body: { error: { code: "action_output_too_big", message: "Output is too big" } },
  });
});

describe("an integration with more than it says by itself", () => {
  const include = async (parts: ("webhook" | "credentials")[]) =>
    Object.keys((await harness.nango.getIntegration({ uniqueKey: "apps" }, { include: parts })).data);

  test("is asked for by the SDK with the last of several only, and by hand with all", async () => {
    await harness.nango.createIntegration({
      provider: "zendesk",
      unique_key: "apps",
      credentials: { type: "OAUTH2", client_id: "a", client_secret: "b" },
    });
    expect(await include(["webhook"])).toContain("webhook_url");
    expect(await include([])).not.toContain("webhook_url");
    const last = await include(["webhook", "credentials"]);
    expect([last.includes("credentials"), last.includes("webhook_url")]).toEqual([true, false]);
    const turned = await include(["credentials", "webhook"]);
    expect([turned.includes("credentials"), turned.includes("webhook_url")]).toEqual([false, true]);
    const byHand = await harness.call("GET", "/integrations/apps?include=webhook&include=credentials");
    expect(Object.keys(byHand.body.data)).toEqual(expect.arrayContaining(["webhook_url", "credentials"]));
    expect((await harness.call("GET", "/integrations/apps?include=secrets")).status).toBe(400);
    await harness.nango.deleteIntegration("apps");
  });
});
