import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { JobContext } from "#server/context.ts";
import type { Stage } from "#server/domain/automations/stages.ts";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { ESCALATE, HAND_OVER, routeTo } from "#server/playbooks/ticket-routing/outcomes.ts";
import { ticketRouting } from "#server/playbooks/ticket-routing/playbook.ts";
import { GROUPS, type GroupKey } from "#server/sandbox/departments/helpdesk/groups.ts";
import { findTicket } from "#server/sandbox/departments/helpdesk/state.ts";
import { changeStage } from "#server/services/automations/change-stage.ts";
import { decideCases } from "#server/services/automations/decide-cases.ts";
import { loadAutomation } from "#server/services/automations/load-automation.ts";
import { runEffects } from "#server/services/automations/run-effects.ts";
import { startIngest } from "#server/services/connections/start-ingest.ts";
import { startSandboxNango, type SandboxNango } from "#tests/connections/sandbox-nango.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { UNBRAKED } from "./effects-world.ts";

const inGroup = (key: GroupKey) => ({
  situation: { test: "is" as const, values: ["in a group"] },
  group: { test: "is" as const, values: [GROUPS[key].name] },
});

/** One row for each thing that can be done, by the group to which somebody passed the ticket. */
const TABLE: RuleTable = {
  columns: ["situation", "group"],
  rows: [
    { id: "route", when: inGroup("returns"), outcome: routeTo(GROUPS.orders.name, "high"), reason: "For the test." },
    { id: "hand-over", when: inGroup("care"), outcome: HAND_OVER, reason: "For the test." },
    { id: "escalate", when: inGroup("languages"), outcome: ESCALATE, reason: "For the test." },
    { id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this." },
  ],
};

/** Another app of the desk; its changes are those of somebody else. */
const SOMEBODY = { kind: "app", id: 4711, title: "Checker" } as const;
const RETRIES_AFTER_MS = 20 * 60_000;

// Each step goes through Nango, whose functions run in processes of their own.
vi.setConfig({ testTimeout: 120_000 });

let world: SandboxNango;
let house: TestHouse;
let owner: Member;
let context: JobContext;
let nangoConnectionId: string;
let connectionId: string;
let automationId: string;
const used = new Set<number>();

// In the dead of night, so that none of the staff interferes: what came in since the evening waits.
beforeAll(async () => {
  world = await startSandboxNango({ days: 3, ordersPerDay: 1_500, seed: "routing-night" });
  house = await openTestHouse({ settings: { nango: world.settings } });
  owner = await house.ownerOf("Harbour desk");
  context = { ...house.services, workspaceId: owner.workspaceId, actor: { type: "system", name: "test" } };
  advance(61_000);
  const { sessionToken } = await owner.call((api) => api.connections.begin({ integration: "zendesk" }));
  nangoConnectionId = await world.consent(sessionToken, "allow", "zendesk");
  ({ connectionId } = await owner.call((api) => api.connections.confirm({ integration: "zendesk", nangoConnectionId })));
  await decide();
  ({ automationId } = await owner.call((api) => api.automations.create({ playbook: "ticket-routing" })));
  await owner.call((api) => api.automations.saveVersion({ automationId, baseVersion: 1, table: TABLE, tests: [], note: "by the group" }));
  await owner.call((api) => api.automations.saveSettings({ automationId, settings: { ...ticketRouting.settings, ...UNBRAKED } }));
}, 240_000);
afterAll(async () => {
  await house.close();
  await world.stop();
});
afterEach(() => world.sandbox.faults.clear());

function advance(ms: number): void {
  world.sandbox.advance(world.sandbox.shop.state.nowMs + ms);
  house.clock.now = new Date(Math.max(world.sandbox.shop.state.nowMs, house.clock.now.getTime()));
}

const desk = () => world.sandbox.departments.helpdesk;
const ticketOf = (id: number) => findTicket(desk().state, id)!;

const put = (stage: Stage) =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const automation = await loadAutomation(tx, { workspaceId: owner.workspaceId, automationId, lock: true });
    if (automation.stage !== stage) await changeStage(context, tx, { automation, stage, reason: "for the test", evidence: null });
  });

/** Somebody passes waiting tickets to a group. */
function pass(group: GroupKey, count: number): number[] {
  const found = desk()
    .state.tickets.filter(({ id, status }) => !used.has(id) && status === "new")
    .slice(0, count)
    .map(({ id }) => id);
  if (found.length < count) throw new Error(`only ${found.length} tickets are left to pass on`);
  for (const id of found) {
    used.add(id);
    change(id, { groupId: GROUPS[group].id });
  }
  advance(61_000); // Zendesk's export hides the newest minute.
  return found;
}

const NOTHING = { groupId: null, assigneeId: null, priority: null, status: null, comment: null, tags: null, unchangedSinceMs: null };
const change = (ticketId: number, given: Partial<{ groupId: number; tags: string[] }>) =>
  desk().act({ kind: "update ticket", ticketId, ...NOTHING, ...given }, SOMEBODY);

function edit(ticketId: number): void {
  advance(1_000);
  desk().act({ kind: "change tags", ticketId, add: ["seen_by_anna"], remove: [], unchangedSinceMs: null }, SOMEBODY);
  advance(1_000);
}

async function read(syncs: readonly string[] = ["tickets", "ticket-events"]): Promise<void> {
  const { workspaceId } = owner;
  for (const sync of syncs) await world.harness.runSync("zendesk", sync, nangoConnectionId);
  await house.store.within({ workspaceId }, (tx) => startIngest(house.services, tx, { workspaceId, connectionId, actor: context.actor }));
  const ingest = house.jobs.filter(({ name }) => name === "ingest-records").slice(0, 1);
  house.jobs.length = 0;
  await runJobs({ services: house.services, jobs: ingest });
}

/** Brings what is new at the desk to our copy and decides on it. What was decided is not carried out. */
async function decide(): Promise<void> {
  await read();
  await decideCases(context, { connectionId });
  house.jobs.length = 0;
}

type Row = { id: string; state: string; kind: string; problem: string | null };
const effectsOf = (ticketId: number, undoes = false): Promise<Row[]> =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const { rows } = await sql<Row>`select id, state, kind, problem from effect where case_id = ${`ticket:${ticketId}`}
      and (undoes is not null) = ${undoes} order by created_at, position`.execute(tx);
    return rows;
  });
const decisionsOf = (ticketId: number): Promise<number> =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from decision where case_id = ${`ticket:${ticketId}`}
      and outcome <> ${NEEDS_PERSON}`.execute(tx);
    return rows[0]?.count ?? 0;
  });
/** What the vendor took from us for a ticket, in order of time. */
const ledger = (ticketId: number) =>
  world.sandbox
    .departmentLedger()
    .filter(({ by, action }) => by.id !== SOMEBODY.id && Object(action).ticketId === ticketId)
    .map(({ action, changed }) => ({ kind: String(Object(action).kind), changed }));

const stateOf = (ticketId: number) => {
  const { groupId, assigneeId, priority, tags } = ticketOf(ticketId);
  return { groupId, assigneeId, priority, tags: [...tags] };
};
const done = async (jobRunId: string | null): Promise<unknown> => {
  // The audit is another test's business.
  house.jobs.splice(0, house.jobs.length, ...house.jobs.filter(({ name }) => name !== "build-audit"));
  await runJobs(house);
  return (await owner.call((api) => api.jobs.get({ jobRunId: jobRunId ?? "" }))).result;
};

describe("what is decided on a ticket is done at the desk", () => {
  test("in draft, back-test and shadow no call that writes arrives at the desk's door", async () => {
    const passed = [...pass("returns", 2), ...pass("care", 1)];
    for (const stage of ["draft", "back-test", "shadow"] as const) {
      await put(stage);
      await decide();
      await runEffects(context);
    }
    expect(world.deskCalls.length).toBeGreaterThan(0);
    expect(world.deskCalls.filter(({ writes }) => writes)).toEqual([]);
    for (const id of passed) expect([await decisionsOf(id), await effectsOf(id)]).toEqual([1, []]);
  });

  test("approving one change of a decision approves its others: the inbox shows the decision once", async () => {
    await put("approve");
    const [routed = 0] = pass("returns", 1);
    const [rejected = 0] = pass("returns", 1);
    await decide();
    const { rows } = await owner.call((api) => api.automations.inbox({ page: 0 }));
    expect(rows.map(({ caseId }) => caseId).sort()).toEqual([`ticket:${routed}`, `ticket:${rejected}`].sort());
    const effectOf = (id: number) => rows.find(({ caseId }) => caseId === `ticket:${id}`)?.effectId ?? "";
    await owner.call((api) => api.automations.reject({ effectIds: [effectOf(rejected)], reason: "not now" }));
    const { jobRunId } = await owner.call((api) => api.automations.approve({ effectIds: [effectOf(routed)] }));
    await done(jobRunId);
    expect(await effectsOf(routed)).toMatchObject([
      { kind: "set priority", state: "done" },
      { kind: "assign group", state: "done" },
    ]);
    expect(stateOf(routed)).toMatchObject({ groupId: GROUPS.orders.id, priority: "high" });
    expect((await effectsOf(rejected)).map(({ state }) => state)).toEqual(["refused", "refused"]);
    expect(ledger(rejected)).toEqual([]);
  });

  test("a hand-over carries a note, and what somebody changed meanwhile is refused and decided anew", async () => {
    await put("auto");
    const [handed = 0] = pass("care", 1);
    const [edited = 0] = pass("languages", 1);
    await decide();
    edit(edited);
    await runEffects(context);
    expect(stateOf(handed).groupId).toBe(GROUPS.fulfilment.id);
    const notes = ticketOf(handed).saves.flatMap(({ events }) => events.flatMap((event) => (event.kind === "comment" ? [event.body] : [])));
    expect(notes.at(-1)).toContain("Please look at");
    expect((await effectsOf(edited)).map(({ state }) => state)).toEqual(["refused", "refused"]);
    expect(ledger(edited)).toEqual([]);
    advance(61_000);
    await decide();
    await runEffects(context);
    expect(stateOf(edited)).toMatchObject({ priority: "urgent", tags: expect.arrayContaining(["escalated", "seen_by_anna"]) });
  });

  test("records that come twice, or without their time line yet, decide nothing twice and nothing early", async () => {
    const [late = 0] = pass("returns", 1);
    await read(["tickets"]);
    await decideCases(context, { connectionId });
    expect(await decisionsOf(late)).toBe(0);
    await decide();
    await decide();
    await decideCases(context, { connectionId });
    expect(await decisionsOf(late)).toBe(1);
    await runEffects(context);
    await Promise.all([runEffects(context), runEffects(context)]);
    expect(ledger(late)).toHaveLength(2);
  });

  test.each([
    ["an answer that is lost", { kind: "cut after success", times: 2 }],
    ["a limit", { kind: "http 429", times: 2, retryAfter: "1" }],
    ["an outage", { kind: "http 5xx", times: 3, status: 503 }],
  ] as const)(
    "%s loses no change and doubles none",
    async (_what, fault) => {
      const [routed = 0] = pass("returns", 1);
      const [handed = 0] = pass("care", 1);
      await decide();
      world.sandbox.faults.set(fault);
      for (let turn = 0; turn < 4; turn += 1) {
        await runEffects(context);
        house.clock.advance(RETRIES_AFTER_MS);
      }
      for (const id of [routed, handed]) {
        expect((await effectsOf(id)).map(({ state }) => state)).toEqual(["done", "done"]);
        expect(ledger(id).filter(({ changed }) => changed)).toHaveLength(2);
      }
      const notes = ticketOf(handed).saves.flatMap(({ events }) =>
        events.filter((event) => event.kind === "comment" && event.body.includes("Please look at")),
      );
      expect(notes).toHaveLength(1);
    },
    60_000,
  );
});

describe("what was done on tickets is taken back", () => {
  test("a whole version, the latest first, but for the tickets that were edited since, which are listed", async () => {
    await put("auto");
    const since = new Date(house.clock.now.getTime() + 1);
    const all = [...pass("returns", 2), ...pass("care", 1), ...pass("languages", 2)];
    const before = new Map(all.map((id) => [id, stateOf(id)]));
    await decide();
    house.clock.advance(1_000);
    await runEffects(context);
    for (const id of all) expect(stateOf(id)).not.toEqual(before.get(id));
    const edited = [all[1] ?? 0, all[4] ?? 0];
    for (const id of edited) edit(id);
    const asEdited = new Map(edited.map((id) => [id, stateOf(id)]));
    const { jobRunId } = await owner.call((api) => api.automations.undoVersion({ automationId, version: 2, since }));
    const result = await done(jobRunId);
    expect(result).toMatchObject({ undone: { length: 6 }, conflicts: { length: 4 } });
    for (const id of all) expect(stateOf(id)).toEqual(asEdited.get(id) ?? before.get(id));
  });
});
