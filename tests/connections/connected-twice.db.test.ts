import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { INTEGRATIONS } from "#connectors/records/integrations.ts";
import { NETSUITE_TOKEN } from "#server/sandbox/vendors/netsuite/account.ts";
import { receiveWebhook } from "#server/services/connections/receive-webhook.ts";
import { sweepConnections } from "#server/services/connections/sweep-connections.ts";
import { openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { startSandboxNango, type Integration, type SandboxNango } from "./sandbox-nango.ts";

let world: SandboxNango;
let house: TestHouse;

beforeAll(async () => {
  world = await startSandboxNango();
  house = await openTestHouse({ settings: { nango: world.settings } });
  house.clock.now = new Date(world.sandbox.shop.state.nowMs);
}, 180_000);
afterAll(async () => {
  await house.close();
  await world.stop();
});

const SHOP = "Harbour & Pine, demo shop";
const TOKEN = { token_id: NETSUITE_TOKEN.tokenId, token_secret: NETSUITE_TOKEN.tokenSecret };

/** A session as for a real vendor: which account it will be is not known before the person has said so. */
async function session(
  owner: Member,
  integration: Integration,
  config = INTEGRATIONS.find(({ key }) => key === integration)?.sandboxConfig,
) {
  const { data } = await world.harness.nango.createConnectSession({
    tags: { end_user_id: owner.userId, organization_id: owner.workspaceId },
    allowed_integrations: [integration],
    integrations_config_defaults: { [integration]: { connection_config: config ?? {} } },
  });
  return data.token;
}

/** Gives consent once more, as in a second window. @returns the new connection's id at Nango */
const consentAgain = async (owner: Member, integration: Integration = "shopify"): Promise<string> =>
  integration === "netsuite-tba"
    ? world.enter(await session(owner, integration), integration, TOKEN)
    : world.consent(await session(owner, integration), "allow", integration);

const confirm = (owner: Member, nangoConnectionId: string, integration: Integration = "shopify") =>
  owner.call((api) => api.connections.confirm({ integration, nangoConnectionId }));

/** A workspace with the sandbox shop connected and read. */
async function connected(name: string): Promise<{ owner: Member; connectionId: string; nangoConnectionId: string }> {
  const owner = await house.ownerOf(name);
  const nangoConnectionId = await consentAgain(owner);
  const { connectionId } = await confirm(owner, nangoConnectionId);
  await world.runSyncs(nangoConnectionId);
  await runJobs(house);
  return { owner, connectionId, nangoConnectionId };
}

const sweep = () => sweepConnections(house.services, new AbortController().signal);
const isAtNango = (nangoConnectionId: string, integration: Integration = "shopify"): Promise<boolean> =>
  world.harness.nango
    .listConnections({ connectionId: nangoConnectionId })
    .then(({ connections }) =>
      connections.some((row) => row.connection_id === nangoConnectionId && row.provider_config_key === integration),
    );
const listed = (owner: Member) =>
  owner.call((api) => api.connections.list({})).then((rows) => rows.map(({ id, sameAs }) => ({ id, sameAs })));
const refusals = async (owner: Member) =>
  (await owner.call((api) => api.changes.list({ noun: "connection" }))).changes.filter(({ verb }) => verb === "refuse");

describe("an account that is connected already", () => {
  test("is refused when the person confirms it: its name is said, our second access is gone, and the log tells who tried", async () => {
    const { owner, connectionId } = await connected("Harbour twice");
    const second = await consentAgain(owner);
    await expect(confirm(owner, second)).rejects.toThrow(
      `The account harbour-and-pine is connected already, as ${SHOP} (Shopify). Nothing was added`,
    );
    expect(await listed(owner)).toEqual([{ id: connectionId, sameAs: null }]);
    expect(await isAtNango(second)).toBe(false);
    expect(await refusals(owner)).toMatchObject([
      { nounId: second, actor: { type: "user", userId: owner.userId }, after: { name: SHOP, account: "harbour-and-pine" } },
    ]);
  });

  test("loses nothing by it: the access that the second consent ended is seen at once, and connecting again goes on with all events", async () => {
    const { owner, connectionId, nangoConnectionId } = await connected("Harbour kept");
    const get = () => owner.call((api) => api.connections.get({ connectionId }));
    const events = (await get()).evidence?.events;
    expect(events).toBeGreaterThan(0);
    expect(await outcome(confirm(owner, await consentAgain(owner)))).toBe("ALREADY_CONNECTED");
    await world.runSyncs(nangoConnectionId).catch(() => {});
    await runJobs(house);
    expect(await get()).toMatchObject({ state: "broken" });

    // A third consent instead of connecting again: the shop is still the one that is there.
    expect(await outcome(confirm(owner, await consentAgain(owner)))).toBe("ALREADY_CONNECTED");
    const { sessionToken } = await owner.call((api) => api.connections.beginAgain({ connectionId }));
    expect(await world.consent(sessionToken)).toBe(nangoConnectionId);
    expect((await confirm(owner, nangoConnectionId)).connectionId).toBe(connectionId);
    await runJobs(house);
    expect(await get()).toMatchObject({ state: "active", problem: null, evidence: { events } });
  });

  test("is refused before anybody consents where it is known which account it will be", async () => {
    const { owner, connectionId } = await connected("Harbour asked");
    expect(await outcome(owner.call((api) => api.connections.begin({ integration: "shopify" })))).toBe("ALREADY_CONNECTED");
    expect(await listed(owner)).toEqual([{ id: connectionId, sameAs: null }]);
    expect(await refusals(owner)).toEqual([]);
  });

  test("is refused when a webhook makes the sweep look, and the page that comes later is told the same", async () => {
    const { owner, connectionId } = await connected("Harbour hooked");
    world.harness.hooks.length = 0;
    const second = await consentAgain(owner);
    await world.harness.settled();
    const hook = world.harness.hooks.find(({ body }) => body["type"] === "auth" && body["connectionId"] === second);
    const headers = Object.fromEntries(Object.entries(hook?.headers ?? {}).map(([key, value]) => [key, String(value)]));
    house.houseJobs.length = 0;
    expect(await receiveWebhook(house.services, { rawBody: hook?.raw ?? "", headers })).toBe("enqueued");
    expect(house.houseJobs).toEqual(["sweep-connections"]);
    expect(await sweep()).toMatchObject({ adopted: 0, refused: 1 });
    house.jobs.length = 0;
    expect(await listed(owner)).toEqual([{ id: connectionId, sameAs: null }]);
    expect(await isAtNango(second)).toBe(false);
    await expect(confirm(owner, second)).rejects.toThrow(`connected already, as ${SHOP} (Shopify)`);
    expect(await refusals(owner)).toHaveLength(1);
    const stranger = await house.ownerOf("Stranger to the shop");
    expect(await outcome(confirm(stranger, second))).toBe("NOT_FOUND");
  });

  test("is refused when the sweep finds it after the window was closed, in the name of the person who consented", async () => {
    const { owner, connectionId } = await connected("Harbour closed");
    const second = await consentAgain(owner);
    expect(await sweep()).toMatchObject({ adopted: 0, refused: 1 });
    expect(await sweep()).toMatchObject({ adopted: 0, refused: 0 });
    house.jobs.length = 0;
    expect(await listed(owner)).toEqual([{ id: connectionId, sameAs: null }]);
    expect(await isAtNango(second)).toBe(false);
    expect(await refusals(owner)).toMatchObject([{ nounId: second, actor: { type: "user", userId: owner.userId } }]);
  });

  test("consented to in two windows at once, is connected once", async () => {
    const owner = await house.ownerOf("Two windows");
    const ids = [await consentAgain(owner), await consentAgain(owner)];
    const outcomes = await Promise.all(ids.map((id) => outcome(confirm(owner, id).then(() => "connected"))));
    house.jobs.length = 0;
    expect(outcomes.filter((each) => each === "ALREADY_CONNECTED")).toHaveLength(1);
    expect(await listed(owner)).toHaveLength(1);
    expect((await Promise.all(ids.map((id) => isAtNango(id)))).filter(Boolean)).toHaveLength(1);
    expect(await refusals(owner)).toHaveLength(1);
  });

  test.each([
    ["netsuite", "netsuite-tba"],
    ["netsuite-tba", "netsuite"],
  ] as const)("by %s, is refused by %s", async (first, other) => {
    const owner = await house.ownerOf(`Ledger by ${first}`);
    const { connectionId } = await confirm(owner, await consentAgain(owner, first), first);
    house.jobs.length = 0;
    const second = await consentAgain(owner, other);
    expect(await outcome(confirm(owner, second, other))).toBe("ALREADY_CONNECTED");
    house.jobs.length = 0;
    expect(await listed(owner)).toEqual([{ id: connectionId, sameAs: null }]);
    expect(await isAtNango(second, other)).toBe(false);
  });
});

describe("is not refused", () => {
  test("another account of the same vendor", async () => {
    const owner = await house.ownerOf("Two companies");
    await confirm(owner, await consentAgain(owner, "netsuite-tba"), "netsuite-tba");
    const other = await world.consent(await session(owner, "netsuite", { accountId: "4471903_SB1" }), "allow", "netsuite");
    await confirm(owner, other, "netsuite");
    house.jobs.length = 0;
    expect(await listed(owner)).toHaveLength(2);
    expect(await isAtNango(other, "netsuite")).toBe(true);
    expect(await refusals(owner)).toEqual([]);
  });

  test("the same account in another workspace", async () => {
    const { owner } = await connected("Harbour here");
    const elsewhere = await connected("Harbour there");
    expect(await listed(owner)).toHaveLength(1);
    expect(await listed(elsewhere.owner)).toEqual([{ id: elsewhere.connectionId, sameAs: null }]);
  });

  test("one whose connection is gone at Nango, though nobody has looked since: both stand there, and the notice says it", async () => {
    const { owner, connectionId, nangoConnectionId } = await connected("Harbour gone");
    await world.harness.nango.deleteConnection("shopify", nangoConnectionId);
    const second = await consentAgain(owner);
    const { connectionId: anew } = await confirm(owner, second);
    await world.runSyncs(second);
    await runJobs(house);
    expect(await listed(owner)).toEqual([
      { id: connectionId, sameAs: null },
      { id: anew, sameAs: SHOP },
    ]);
  });

  test("one that was deleted first", async () => {
    const { owner, connectionId } = await connected("Harbour anew");
    await owner.call((api) => api.connections.erase({ connectionId, confirmName: SHOP }));
    const anew = await confirm(owner, await consentAgain(owner));
    await runJobs({ ...house, leaves: new Set(["sync-connection"]) });
    expect(await listed(owner)).toEqual([{ id: anew.connectionId, sameAs: null }]);
  });
});
