import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shopSettings } from "#server/sandbox/shop/settings.ts";
import { simulateWithTruth } from "#server/sandbox/truth/simulate-with-truth.ts";
import { sweepConnections } from "#server/services/connections/sweep-connections.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { startSandboxNango, type SandboxNango } from "./sandbox-nango.ts";

// A shop of its own, on a seed that nothing else uses.
const SHOP = {
  seed: "helpdesk-unseen",
  days: 12,
  ordersPerDay: 400,
  profile: "sloppy",
  untilMs: Date.parse("2026-11-02T05:00:00Z"),
} as const;

let world: SandboxNango;
let house: TestHouse;
let owner: Member;
let connectionId = "";
let nangoConnectionId = "";

beforeAll(async () => {
  world = await startSandboxNango(SHOP);
  house = await openTestHouse({ settings: { nango: world.settings } });
  house.clock.now = new Date(world.sandbox.shop.state.nowMs);
  owner = await house.ownerOf("Harbour desk");
  const { sessionToken } = await owner.call((api) => api.connections.begin({ integration: "zendesk" }));
  nangoConnectionId = await world.consent(sessionToken, "allow", "zendesk");
  ({ connectionId } = await owner.call((api) => api.connections.confirm({ integration: "zendesk", nangoConnectionId })));
  await sync();
}, 240_000);
afterAll(async () => {
  await house.close();
  await world.stop();
});

/** Reads what changed at the vendor. Its export hides the newest minute, so time goes on first. */
async function sync(): Promise<void> {
  world.sandbox.advance(world.sandbox.shop.state.nowMs + 61_000);
  await world.runSyncs(nangoConnectionId, "zendesk");
  await sweepConnections(house.services, new AbortController().signal);
  await runJobs(house);
}

const ticketsHere = () =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const { rows } = await sql<{
      id: string;
      state: string;
      group: string;
      tags: string;
    }>`select content->>'id' as id, content->>'state' as state, content->>'groupId' as group, content->>'tags' as tags
      from record_current where model = 'Ticket' and deleted_at is null order by 1`.execute(tx);
    return rows;
  });

/** Events of the log by what the source says of who acted; null for all. */
const eventsHere = (kind: string | null): Promise<number> =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from event
      where workflow = 'ticket-routing' and (${kind}::text is null or recorded_kind = ${kind})`.execute(tx);
    return rows[0]?.count ?? 0;
  });

const auditsHere = (): Promise<ReadonlySet<string>> =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const { rows } = await sql<{ id: string }>`select event_id as id from event`.execute(tx);
    // What a rule did is an event of its own, of the same save.
    return new Set(rows.map(({ id }) => id.replace(/:rule:.*$/, "")));
  });

const ticketsThere = () =>
  world.sandbox.departments.helpdesk.state.tickets
    .filter(({ status }) => status !== "deleted")
    .map(({ id, status, groupId, tags }) => ({ id: String(id), state: status, group: String(groupId), tags: JSON.stringify(tags) }));

/** The sandbox keeps tags in order as our records do; JSON in Postgres puts a blank behind each comma. */
const plain = (rows: readonly { tags: string }[]) => rows.map((row) => ({ ...row, tags: JSON.stringify(JSON.parse(row.tags)) }));

describe("connecting the sandbox helpdesk by its consent page", () => {
  test("brings every ticket as it stands there, and says what was granted", async () => {
    expect(plain(await ticketsHere())).toEqual(ticketsThere());
    const details = await owner.call((api) => api.connections.get({ connectionId }));
    expect(details).toMatchObject({ state: "active", name: "harbour-and-pine.zendesk.com", problem: null });
    expect(details.scopes.map(({ scope, granted }) => [scope, granted])).toEqual([
      ["read", true],
      ["exports", true],
      ["write", true],
    ]);
    const metadata = await world.harness.nango.getMetadata<Record<string, unknown>>("zendesk", nangoConnectionId);
    expect(metadata).toMatchObject({
      ourAppTitle: "Nadia Perez",
      clockOffsetSeconds: expect.any(Number),
      contextsSeen: expect.stringContaining("api"),
    });
  });

  test("fills the audit with ticket routing: touches within 2 % of the truth, and no work of the log-in that is a program", async () => {
    const truth = simulateWithTruth(shopSettings(SHOP));
    truth.advance(world.sandbox.shop.state.nowMs - 60_000);
    const done = truth.departmentTouches.filter(({ department }) => department === "helpdesk");
    const touches = await eventsHere("person");
    expect(touches).toBeGreaterThan(200);
    expect(Math.abs(touches / done.length - 1)).toBeLessThan(0.02);
    const { audit } = await owner.call((api) => api.audit.get({}));
    expect(audit?.eventCount).toBe(await eventsHere(null));
    expect(audit?.report.workflows.map(({ workflow }) => workflow)).toEqual(["ticket-routing"]);
    const actors = (await owner.call((api) => api.connections.get({ connectionId }))).evidence?.actors ?? [];
    expect(actors.filter(({ kind }) => kind === "app").length).toBeGreaterThan(0);
  });

  test("goes on where it stopped: what changes in a day, deletions among it, is here after the next sync", async () => {
    world.sandbox.advance(world.sandbox.shop.state.nowMs + 26 * 3_600_000);
    await sync();
    expect(plain(await ticketsHere())).toEqual(ticketsThere());
    const before = await eventsHere(null);
    await sync();
    expect(await eventsHere(null)).toBe(before);
  });

  test("limits, server errors, an expired cursor and a silently short page cost time and no ticket", async () => {
    const { faults } = world.sandbox;
    world.sandbox.advance(world.sandbox.shop.state.nowMs + 20 * 3_600_000);
    faults.set({ kind: "cursor expired", times: 1 });
    faults.set({ kind: "http 429", times: 3, retryAfter: "0" });
    faults.set({ kind: "http 5xx", times: 3, status: 503 });
    faults.set({ kind: "short page", times: 1 });
    await sync();
    await sync();
    expect(faults.report().pending).toEqual([]);
    expect(plain(await ticketsHere())).toEqual(ticketsThere());
    const saves = world.sandbox.departments.helpdesk.state.tickets.filter(({ status }) => status !== "deleted").flatMap((one) => one.saves);
    const ids = await auditsHere();
    expect(saves.filter(({ id }) => !ids.has(`audit:${id}`))).toEqual([]);
  });
});

describe("actions", () => {
  const act = (name: string, input: object): Promise<unknown> =>
    world.harness.nango.triggerAction("zendesk", nangoConnectionId, name, input).catch((error: unknown) => failureOf(error));
  const open = () => {
    const ticket = world.sandbox.departments.helpdesk.state.tickets.findLast(({ status }) => status === "new" || status === "open");
    if (!ticket) throw new Error("no open ticket");
    return ticket;
  };
  const stamp = (ms: number): string => new Date(Math.floor(ms / 1000) * 1000).toISOString();
  const written = () => world.sandbox.departmentLedger().length;

  test("assign, prioritise, tag and note once, say what was before, and change nothing when asked twice", async () => {
    const ticket = open();
    const ticketId = String(ticket.id);
    const groupBefore = String(ticket.groupId);
    const groupId = String(ticket.groupId === 87_000_003 ? 87_000_002 : 87_000_003);
    const assign = { ticketId, groupId, assigneeId: null, expectedUpdatedAt: stamp(ticket.updatedMs) };
    expect(await act("assign-ticket", assign)).toMatchObject({ groupBefore, alreadyDone: false });
    expect(await act("assign-ticket", { ...assign, expectedUpdatedAt: null })).toMatchObject({ alreadyDone: true });
    const priority = ticket.priority === "urgent" ? "high" : "urgent";
    expect(await act("set-ticket-priority", { ticketId, priority, expectedUpdatedAt: null })).toMatchObject({ alreadyDone: false });
    const tags = { ticketId, add: ["slipstream_seen"], remove: [], expectedUpdatedAt: null };
    expect(await act("tag-ticket", tags)).toEqual({ added: ["slipstream_seen"], removed: [], alreadyDone: false });
    expect(await act("tag-ticket", tags)).toEqual({ added: [], removed: [], alreadyDone: true });
    const note = { ticketId, note: "Routed by rule 4.", key: "run-00000001", expectedUpdatedAt: null };
    expect(await act("note-ticket", note)).toEqual({ alreadyDone: false });
    const effects = written();
    expect(await act("note-ticket", note)).toEqual({ alreadyDone: true });
    expect(written()).toBe(effects);
    expect(String(ticket.groupId)).toBe(groupId);
  });

  test("a change whose answer was lost is found done when it is asked for again", async () => {
    const ticket = open();
    const effects = written();
    world.sandbox.faults.set({ kind: "cut after success", times: 1 });
    const input = { ticketId: String(ticket.id), note: "Look at the scale.", key: "run-00000002", expectedUpdatedAt: null };
    await act("note-ticket", input).catch(() => null);
    expect(await act("note-ticket", input)).toEqual({ alreadyDone: true });
    expect(written()).toBe(effects + 1);
  });

  test("a decision about a ticket that has changed since, or is closed or unknown, is refused and changes nothing", async () => {
    const ticket = open();
    const closed = world.sandbox.departments.helpdesk.state.tickets.find(({ status }) => status === "closed");
    const effects = written();
    const old = { priority: "low", expectedUpdatedAt: stamp(ticket.updatedMs - 60_000) };
    expect(await act("set-ticket-priority", { ticketId: String(ticket.id), ...old })).toMatchObject({ type: "conflict" });
    const regardless = { priority: "low", expectedUpdatedAt: null };
    expect(await act("set-ticket-priority", { ticketId: String(closed?.id), ...regardless })).toMatchObject({ type: "not_allowed" });
    expect(await act("set-ticket-priority", { ticketId: "1", ...regardless })).toMatchObject({ type: "not_found" });
    expect(written()).toBe(effects);
  });

  test("a merge closes the one into the other, and is done once", async () => {
    const { tickets } = world.sandbox.departments.helpdesk.state;
    const [into, ticket] = tickets.filter(({ status }) => status === "new" || status === "open" || status === "solved");
    const merge = { ticketId: String(ticket?.id), intoTicketId: String(into?.id), note: "Same order.", expectedUpdatedAt: null };
    expect(await act("merge-tickets", merge)).toEqual({ isMerged: true, alreadyDone: false });
    const effects = written();
    expect(await act("merge-tickets", merge)).toEqual({ isMerged: true, alreadyDone: true });
    expect(written()).toBe(effects);
    expect(ticket?.status).toBe("closed");
  });
});

/** What a refused action says, as the caller finds it in the answer. */
function failureOf(error: unknown): unknown {
  if (typeof error !== "object" || error === null || !("response" in error)) throw error;
  const { response } = error;
  const data = typeof response === "object" && response !== null && "data" in response ? response.data : null;
  const inner = typeof data === "object" && data !== null && "error" in data ? data.error : null;
  return typeof inner === "object" && inner !== null && "payload" in inner ? inner.payload : inner;
}
