import { createHmac } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stateWords } from "#app/(portal)/connections/connection-words.ts";
import type { JobContext } from "#server/context.ts";
import { SHIPSTATION_KEY } from "#server/sandbox/vendors/shipstation/account.ts";
import { adoptConnection } from "#server/services/connections/adopt-connection.ts";
import { checkConnection, type Door } from "#server/services/connections/check-connection.ts";
import { nangoDoor } from "#server/services/connections/nango-door.ts";
import { readConnection } from "#server/services/connections/read-connection.ts";
import { receiveWebhook } from "#server/services/connections/receive-webhook.ts";
import { sweepConnections } from "#server/services/connections/sweep-connections.ts";
import { openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { startSandboxNango, type SandboxNango } from "./sandbox-nango.ts";

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

/** A workspace with the sandbox shop connected and its first sync read. */
async function connected(name: string): Promise<{ owner: Member; connectionId: string; nangoConnectionId: string }> {
  const owner = await house.ownerOf(name);
  const { sessionToken } = await owner.call((api) => api.connections.begin({ integration: "shopify" }));
  const nangoConnectionId = await world.consent(sessionToken);
  const { connectionId } = await owner.call((api) => api.connections.confirm({ integration: "shopify", nangoConnectionId }));
  await world.runSyncs(nangoConnectionId);
  await runJobs(house);
  return { owner, connectionId, nangoConnectionId };
}

/** Another installation, with a database of its own, that has read the same connection. */
async function follower(nangoConnectionId: string): Promise<{ house: TestHouse; owner: Member }> {
  const own = await openTestHouse({ settings: { nango: world.settings } });
  const owner = await own.ownerOf("Follower");
  const found = { integration: "shopify", provider: "shopify", nangoConnectionId, account: null };
  const { workspaceId } = owner;
  const actor = { type: "system", name: "test" } as const;
  await own.store.within({ workspaceId }, (tx) => adoptConnection(own.services, tx, { workspaceId, actor, found }));
  await runJobs(own);
  return { house: own, owner };
}

/** What a workspace holds of the shop, without the ids and times that differ from connection to connection. */
const holdings = ({ house: { store }, owner: { workspaceId } }: { house: TestHouse; owner: Member }) =>
  store.within({ workspaceId }, async (tx) => {
    // A line a model, with a digest of all its rows: a difference says where to look without printing the shop.
    const lines = (text: string) =>
      sql
        .raw<{ line: string }>(text)
        .execute(tx)
        .then(({ rows }) => rows.map(({ line }) => line));
    return {
      records:
        await lines(`select model || ' ' || count(*) || ' ' || md5(string_agg(record_id || content::text || (deleted_at is null)::text, ',' order by record_id)) as line
        from record_current group by model order by model`),
      events:
        await lines(`select recorded_kind || ' ' || count(*) || ' ' || md5(string_agg(concat_ws('|', event_id, case_id, activity, actor, ended_at, attributes), ',' order by event_id)) as line
        from event group by recorded_kind order by recorded_kind`),
      connections: await lines("select concat_ws(' ', state, problem) as line from connection"),
    };
  });

const ordersOfShop = async (): Promise<{ name: string; tags: string[] }[]> =>
  (await (await fetch(`${world.shopUrl}/_sandbox/orders`)).json()).orders;

describe("connecting the sandbox shop", () => {
  test("brings every order, and every entry of their timelines as events with actor kinds and grades", async () => {
    const { owner, connectionId } = await connected("Harbour one");
    const { workspaceId } = owner;
    const shop = await ordersOfShop();
    const rows = await house.store.within({ workspaceId }, (tx) =>
      sql<{
        number: string;
        tags: string[];
      }>`select content->>'number' as number, array(select jsonb_array_elements_text(content->'tags')) as tags
        from record_current where model = 'Order' and deleted_at is null order by 1`.execute(tx),
    );
    expect(rows.rows.map(({ number, tags }) => [number, tags.toSorted()])).toEqual(
      shop.map(({ name, tags }) => [name, tags.toSorted()] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    const details = await owner.call((api) => api.connections.get({ connectionId }));
    expect(details).toMatchObject({ state: "active", name: "Harbour & Pine, demo shop", problem: null });
    expect(Object.keys(details.evidence?.byGrade ?? {})).toContain("A");
    expect(details.evidence?.byKind["person"]).toBeGreaterThan(0);
    expect(details.scopes.find(({ scope }) => scope === "read_third_party_fulfillment_orders")).toMatchObject({ granted: false });
    expect(details.scopes.find(({ scope }) => scope === "read_users")).toMatchObject({ granted: true });
    const audit = await owner.call((api) => api.audit.get({}));
    expect(audit.audit?.eventCount).toBe(details.evidence?.events);
  });

  test("one that is not of this workspace cannot be claimed by its id", async () => {
    const { nangoConnectionId } = await connected("Harbour two");
    const other = await house.ownerOf("Stranger");
    const claim = other.call((api) => api.connections.confirm({ integration: "shopify", nangoConnectionId }));
    expect(await outcome(claim)).toBe("NOT_FOUND");
    expect(await other.call((api) => api.connections.list({}))).toEqual([]);
  });

  test("an account that only tells its name once it is read, connected twice: the second is said to look like the first", async () => {
    const owner = await house.ownerOf("Packed twice");
    const ids: string[] = [];
    for (const _time of [1, 2]) {
      const { sessionToken } = await owner.call((api) => api.connections.begin({ integration: "shipstation" }));
      const key = { username: SHIPSTATION_KEY.key, password: SHIPSTATION_KEY.secret };
      const nangoConnectionId = await world.enter(sessionToken, "shipstation", key);
      ids.push((await owner.call((api) => api.connections.confirm({ integration: "shipstation", nangoConnectionId }))).connectionId);
      await world.runSyncs(nangoConnectionId, "shipstation");
      await runJobs(house);
    }
    const listed = await owner.call((api) => api.connections.list({}));
    expect(listed.map(({ id, sameAs }) => [id, sameAs])).toEqual([
      [ids[0], null],
      [ids[1], listed[0]?.name],
    ]);
  });

  test("of two accounts that number their cases from one, the younger is told to have cases of the same numbers, and a store is not", async () => {
    const owner = await house.ownerOf("Two ledgers");
    const { workspaceId } = owner;
    const actor = { type: "system", name: "test" } as const;
    for (const [integration, nangoConnectionId] of [
      ["netsuite", "ledger-1"],
      ["netsuite-tba", "ledger-2"],
      ["shopify", "store-1"],
      ["shopify", "store-2"],
    ] as const)
      await house.store.within({ workspaceId }, (tx) =>
        adoptConnection(house.services, tx, {
          workspaceId,
          actor,
          found: { integration, provider: integration, nangoConnectionId, account: null },
        }),
      );
    house.jobs.length = 0;
    const listed = await owner.call((api) => api.connections.list({}));
    expect(listed.map(({ integration, numberedLike }) => [integration, numberedLike])).toEqual([
      ["netsuite", null],
      ["netsuite-tba", "NetSuite"],
      ["shopify", null],
      ["shopify", null],
    ]);
  });

  test("denied, it leaves nothing behind", async () => {
    const owner = await house.ownerOf("Denier");
    const { sessionToken } = await owner.call((api) => api.connections.begin({ integration: "shopify" }));
    await expect(world.consent(sessionToken, "deny")).rejects.toThrow(/access_denied/);
    await sweepConnections(house.services, new AbortController().signal);
    expect(await owner.call((api) => api.connections.list({}))).toEqual([]);
  });

  test("made while nobody listened, it is taken in by the sweep, in the name of the person who gave the consent", async () => {
    const owner = await house.ownerOf("Closed window");
    const { sessionToken } = await owner.call((api) => api.connections.begin({ integration: "shopify" }));
    await world.runSyncs(await world.consent(sessionToken));
    await sweepConnections(house.services, new AbortController().signal);
    await runJobs(house);
    expect(await owner.call((api) => api.connections.list({}))).toMatchObject([{ name: "Harbour & Pine, demo shop", state: "active" }]);
    const { changes } = await owner.call((api) => api.changes.list({ noun: "connection" }));
    expect(changes).toMatchObject([{ verb: "connect", actor: { type: "user", userId: owner.userId } }]);
  });
});

describe("webhooks", () => {
  test("doubled, shuffled, lost or forged, they lead to the same rows", async () => {
    // Three installations that follow one connection: a shop gives one app one access at a time.
    const { owner, nangoConnectionId } = await connected("Doubled");
    const doubled = { house, owner };
    const lost = await follower(nangoConnectionId);
    const forged = await follower(nangoConnectionId);
    try {
      const first = await holdings(doubled);
      expect(await holdings(lost)).toEqual(first);
      world.harness.hooks.length = 0;
      world.sandbox.advance(world.sandbox.shop.state.nowMs + 8 * 3_600_000);
      await world.runSyncs(nangoConnectionId);
      await world.harness.until(() => world.harness.hooks.length >= 5);
      const hooks = world.harness.hooks.map(({ raw, headers }) => ({
        rawBody: raw,
        headers: Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, String(value)])),
      }));

      for (const hook of [...hooks, ...hooks].toReversed()) expect(await receiveWebhook(doubled.house.services, hook)).toBe("enqueued");
      await runJobs(doubled.house);
      const after = await holdings(doubled);
      expect(after).not.toEqual(first);

      for (const { rawBody, headers } of hooks) {
        const changed = rawBody.replace('"connectionId":"', '"connectionId":"x');
        expect(await receiveWebhook(forged.house.services, { rawBody: changed, headers })).toBe("forged");
        expect(await receiveWebhook(forged.house.services, { rawBody, headers: {} })).toBe("forged");
      }
      expect(forged.house.jobs).toEqual([]);
      expect(await holdings(forged)).toEqual(first);

      for (const each of [lost, forged, doubled]) {
        await sweepConnections(each.house.services, new AbortController().signal);
        await runJobs(each.house);
        expect(await holdings(each)).toEqual(after);
      }
    } finally {
      await lost.house.close();
      await forged.house.close();
    }
  });

  test("a hundred at once start one job, and none of an unknown connection starts anything but a look", async () => {
    const { connectionId, nangoConnectionId } = await connected("Flooded");
    const signed = (id: string) => {
      const rawBody = JSON.stringify({ connectionId: id, from: "nango", providerConfigKey: "shopify", success: true, type: "sync" });
      return {
        rawBody,
        headers: { "x-nango-hmac-sha256": createHmac("sha256", world.settings.webhookSigningKey).update(rawBody).digest("hex") },
      };
    };
    await Promise.all(Array.from({ length: 100 }, () => receiveWebhook(house.services, signed(nangoConnectionId))));
    expect(house.jobs.splice(0)).toMatchObject([{ name: "ingest-records", payload: { connectionId } }]);
    house.houseJobs.length = 0;
    expect(await receiveWebhook(house.services, signed("never-seen"))).toBe("enqueued");
    expect({ jobs: house.jobs, houseJobs: house.houseJobs }).toEqual({ jobs: [], houseJobs: ["sweep-connections"] });
  });
});

describe("access that is lost", () => {
  test("is said on the connection, and connecting again goes on where it stopped", async () => {
    const { owner, connectionId, nangoConnectionId } = await connected("Revoked");
    const events = (await owner.call((api) => api.connections.get({ connectionId }))).evidence?.events;
    await fetch(`${world.shopUrl}/_sandbox/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ kind: "tokens revoked" }),
    });
    await world.runSyncs(nangoConnectionId);
    const { jobRunId } = await owner.call((api) => api.connections.syncNow({ connectionId }));
    await runJobs(house);
    expect(await owner.call((api) => api.jobs.get({ jobRunId }))).toMatchObject({ state: "failed", errorCode: "CONNECTION_BROKEN" });
    const broken = await owner.call((api) => api.connections.get({ connectionId }));
    expect(broken.state).toBe("broken");
    expect(broken.problem).toMatch(/revoked, or has expired.*connect it again/);
    expect(await outcome(owner.call((api) => api.connections.syncNow({ connectionId })))).toBe("CONNECTION_STATE");

    const { sessionToken } = await owner.call((api) => api.connections.beginAgain({ connectionId }));
    expect(await world.consent(sessionToken)).toBe(nangoConnectionId);
    const again = await owner.call((api) => api.connections.confirm({ integration: "shopify", nangoConnectionId }));
    expect(again.connectionId).toBe(connectionId);
    await runJobs(house);
    expect(await owner.call((api) => api.connections.get({ connectionId }))).toMatchObject({
      state: "active",
      problem: null,
      evidence: { events },
    });
    const linesOf = async () => (await owner.call((api) => api.changes.list({ noun: "connection" }))).changes;
    const line = { verb: "connect again", actor: { type: "user", userId: owner.userId }, after: { name: "Harbour & Pine, demo shop" } };
    expect(await linesOf()).toMatchObject([line, { verb: "connect" }]);

    // Told a second time it is read already, and the page that only follows its first sync leaves no line.
    await owner.call((api) => api.connections.confirm({ integration: "shopify", nangoConnectionId }));
    expect(await linesOf()).toHaveLength(2);
    expect(await owner.call((api) => api.connections.confirm({ integration: "shopify", nangoConnectionId, again: true }))).toEqual({
      connectionId,
      jobRunId: null,
    });
    expect(await linesOf()).toMatchObject([line, line, { verb: "connect" }]);
  });
});

describe("a run that failed", () => {
  test("is said of the connection in the list too, and the same connection can be connected again, which reads it at once", async () => {
    const { owner, connectionId, nangoConnectionId } = await connected("Failing");
    world.atDoor.before = ({ operation }) => (operation === "Orders" ? { status: 400, headers: {}, body: "no such field" } : undefined);
    try {
      await world.runSyncs(nangoConnectionId).catch(() => {});
      const { jobRunId } = await owner.call((api) => api.connections.syncNow({ connectionId }));
      await runJobs(house);
      expect(await owner.call((api) => api.jobs.get({ jobRunId }))).toMatchObject({ state: "failed", errorCode: "SYNC_FAILED" });
    } finally {
      world.atDoor.before = null;
    }
    const [listed] = await owner.call((api) => api.connections.list({}));
    expect(listed).toMatchObject({
      id: connectionId,
      state: "active",
      problem: expect.stringContaining("The last reading of orders failed"),
    });
    expect(stateWords(listed!).label).toBe("last sync failed");

    const { sessionToken } = await owner.call((api) => api.connections.beginAgain({ connectionId }));
    expect(await world.consent(sessionToken)).toBe(nangoConnectionId);
    const again = await owner.call((api) => api.connections.confirm({ integration: "shopify", nangoConnectionId }));
    expect(again).toEqual({ connectionId, jobRunId: expect.any(String) });
    await runJobs(house);
    const [mended, ...others] = await owner.call((api) => api.connections.list({}));
    expect(others).toEqual([]);
    expect(mended).toMatchObject({ state: "active", problem: null });
    expect(stateWords(mended!).label).toBe("connected");
  });
});

describe("an admin", () => {
  test("names a script that works through a person's log-in, and the audit counts its past as automated", async () => {
    const { owner, connectionId } = await connected("Scripted");
    const seenBefore = (await owner.call((api) => api.connections.get({ connectionId }))).evidence?.actors ?? [];
    const person = seenBefore.find(({ kind }) => kind === "person");
    const touches = async () => (await owner.call((api) => api.audit.get({}))).audit?.report.total.eventsByKind.person ?? 0;
    const before = await touches();
    await owner.call((api) => api.actors.say({ account: person?.actor ?? "", kind: "app", reason: "a script" }));
    await runJobs(house);
    expect(before - (await touches())).toBe(person?.events);
    const seen = (await owner.call((api) => api.connections.get({ connectionId }))).evidence?.actors ?? [];
    expect(seen.filter(({ machine }) => machine).map(({ actor }) => actor)).toEqual([person?.actor]);
    await owner.call((api) => api.actors.say({ account: person?.actor ?? "", kind: null, reason: "" }));
    await runJobs(house);
    expect(await touches()).toBe(before);
  });

  test("pauses a connection and resumes it", async () => {
    const { owner, connectionId } = await connected("Paused");
    await owner.call((api) => api.connections.pause({ connectionId }));
    await runJobs(house);
    expect(await owner.call((api) => api.connections.get({ connectionId }))).toMatchObject({ state: "paused" });
    expect(await outcome(owner.call((api) => api.connections.pause({ connectionId })))).toBe("CONNECTION_STATE");
    await owner.call((api) => api.connections.resume({ connectionId }));
    await runJobs(house);
    expect(await owner.call((api) => api.connections.get({ connectionId }))).toMatchObject({ state: "active" });
  });

  test("what is asked for while the first sync runs hides nothing of it", async () => {
    const owner = await house.ownerOf("Impatient");
    const { sessionToken } = await owner.call((api) => api.connections.begin({ integration: "shopify" }));
    const nangoConnectionId = await world.consent(sessionToken);
    const first = await owner.call((api) => api.connections.confirm({ integration: "shopify", nangoConnectionId }));
    const { connectionId } = first;
    const jobOf = async () => (await owner.call((api) => api.connections.get({ connectionId }))).job;
    const { jobRunId } = await owner.call((api) => api.connections.pause({ connectionId }));
    expect(await jobOf()).toMatchObject({ id: first.jobRunId, name: "sync-connection" });
    await world.runSyncs(nangoConnectionId);
    await runJobs(house);
    expect(await jobOf()).toMatchObject({ id: jobRunId, state: "done" });
  });

  test("what was seen before a connection went on is not written over it", async () => {
    const { owner, connectionId } = await connected("Raced");
    await owner.call((api) => api.connections.pause({ connectionId }));
    await runJobs(house);
    const { workspaceId } = owner;
    const context: JobContext = { ...house.services, workspaceId, actor: { type: "system", name: "test" } };
    const nango = nangoDoor(context);
    let looks = 0;
    const slowly: Door = {
      getConnection: nango.getConnection,
      syncStatus: async (connection) => {
        const seen = await nango.syncStatus(connection);
        looks += 1;
        if (looks === 1) {
          await owner.call((api) => api.connections.resume({ connectionId }));
          await runJobs(house);
        }
        return seen;
      },
    };
    await checkConnection(context, slowly, await readConnection(context, { connectionId }));
    expect(await owner.call((api) => api.connections.get({ connectionId }))).toMatchObject({ state: "active" });
    expect(looks).toBe(2);
  });

  test("deletes a connection with everything that came through it, here and at Nango, and of no other one", async () => {
    const kept = await connected("Kept");
    const { owner, connectionId, nangoConnectionId } = await connected("Erased");
    const others = await holdings({ house, owner: kept.owner });
    expect(await outcome(owner.call((api) => api.connections.erase({ connectionId, confirmName: "Harbour" })))).toBe("INPUT_INVALID");
    await owner.call((api) => api.connections.erase({ connectionId, confirmName: "Harbour & Pine, demo shop" }));
    await runJobs(house);
    expect(await holdings({ house, owner })).toEqual({ records: [], events: [], connections: [] });
    const versions = await house.store.within({ workspaceId: owner.workspaceId }, (tx) => sql`select 1 from record_version`.execute(tx));
    expect(versions.rows).toEqual([]);
    await expect(world.harness.nango.getConnection("shopify", nangoConnectionId)).rejects.toThrow(/404/);
    expect(await holdings({ house, owner: kept.owner })).toEqual(others);
    const [change] = (await owner.call((api) => api.changes.list({}))).changes;
    expect(change).toMatchObject({ noun: "connection", verb: "erase", actor: { type: "user", userId: owner.userId, name: owner.name } });
  });
});
