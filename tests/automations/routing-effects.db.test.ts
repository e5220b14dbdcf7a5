import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { ESCALATE, HAND_OVER, routeTo } from "#server/playbooks/ticket-routing/outcomes.ts";
import { ticketRouting } from "#server/playbooks/ticket-routing/playbook.ts";
import { GROUPS, type GroupKey } from "#server/sandbox/departments/helpdesk/groups.ts";
import { findTicket } from "#server/sandbox/departments/helpdesk/state.ts";
import { openPlaybookWorld, SOMEBODY, type PlaybookWorld } from "./playbook-world.ts";

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

// Each step goes through Nango, whose functions run in processes of their own.
vi.setConfig({ testTimeout: 120_000 });

let routing: PlaybookWorld;
const used = new Set<number>();
const NEWEST_IS_HIDDEN_MS = 61_000; // Zendesk's export leaves the newest minute out.

// In the dead of night, so that none of the staff interferes: what came in since the evening waits.
beforeAll(async () => {
  routing = await openPlaybookWorld({
    playbook: ticketRouting,
    table: TABLE,
    sandbox: { days: 3, ordersPerDay: 1_500, seed: "routing-night" },
    syncs: ["tickets", "ticket-events"],
    hidesMs: NEWEST_IS_HIDDEN_MS,
  });
}, 240_000);
afterAll(() => routing.close());
afterEach(() => routing.world.sandbox.faults.clear());

const desk = () => routing.world.sandbox.departments.helpdesk;
const ticketOf = (id: number) => findTicket(desk().state, id)!;

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
  routing.advance(NEWEST_IS_HIDDEN_MS);
  return found;
}

const NOTHING = { groupId: null, assigneeId: null, priority: null, status: null, comment: null, tags: null, unchangedSinceMs: null };
const change = (ticketId: number, given: Partial<{ groupId: number; tags: string[] }>) =>
  desk().act({ kind: "update ticket", ticketId, ...NOTHING, ...given }, SOMEBODY);

function edit(ticketId: number): void {
  routing.advance(1_000);
  desk().act({ kind: "change tags", ticketId, add: ["seen_by_anna"], remove: [], unchangedSinceMs: null }, SOMEBODY);
  routing.advance(1_000);
}

const caseOf = (ticketId: number): string => `ticket:${ticketId}`;
const effectsOf = (ticketId: number) => routing.own(caseOf(ticketId));
/** What the vendor took from us for a ticket, in order of time. */
const ledger = (ticketId: number) =>
  routing
    .taken()
    .filter(({ action }) => Object(action).ticketId === ticketId)
    .map(({ action, changed }) => ({ kind: String(Object(action).kind), changed }));

const stateOf = (ticketId: number) => {
  const { groupId, assigneeId, priority, tags } = ticketOf(ticketId);
  return { groupId, assigneeId, priority, tags: [...tags] };
};

describe("what is decided on a ticket is done at the desk", () => {
  test("in draft, back-test and shadow no call that writes arrives at the desk's door", async () => {
    const passed = [...pass("returns", 2), ...pass("care", 1)];
    expect(await routing.brokenSilence(passed.map(caseOf))).toEqual([]);
  });

  test("approving one change of a decision approves its others: the inbox shows the decision once", async () => {
    await routing.put("approve");
    const [routed = 0] = pass("returns", 1);
    const [rejected = 0] = pass("returns", 1);
    await routing.decide();
    const { rows } = await routing.owner.call((api) => api.automations.inbox({ page: 0 }));
    expect(rows.map(({ caseId }) => caseId).sort()).toEqual([caseOf(routed), caseOf(rejected)].sort());
    const effectOf = (id: number) => rows.find(({ caseId }) => caseId === caseOf(id))?.effectId ?? "";
    await routing.owner.call((api) => api.automations.reject({ effectIds: [effectOf(rejected)], reason: "not now" }));
    const { jobRunId } = await routing.owner.call((api) => api.automations.approve({ effectIds: [effectOf(routed)] }));
    expect(await routing.isHeard(() => routing.done(jobRunId))).toBe(true);
    expect(await effectsOf(routed)).toMatchObject([
      { kind: "set priority", state: "done" },
      { kind: "assign group", state: "done" },
    ]);
    expect(stateOf(routed)).toMatchObject({ groupId: GROUPS.orders.id, priority: "high" });
    expect((await effectsOf(rejected)).map(({ state }) => state)).toEqual(["refused", "refused"]);
    expect(ledger(rejected)).toEqual([]);
  });

  test("a hand-over carries a note, and what somebody changed meanwhile is refused and decided anew", async () => {
    await routing.put("auto");
    const [handed = 0] = pass("care", 1);
    const [edited = 0] = pass("languages", 1);
    await routing.decide();
    edit(edited);
    await routing.run();
    expect(stateOf(handed).groupId).toBe(GROUPS.fulfilment.id);
    const notes = ticketOf(handed).saves.flatMap(({ events }) => events.flatMap((event) => (event.kind === "comment" ? [event.body] : [])));
    expect(notes.at(-1)).toContain("Please look at");
    expect((await effectsOf(edited)).map(({ state }) => state)).toEqual(["refused", "refused"]);
    expect(ledger(edited)).toEqual([]);
    routing.advance(NEWEST_IS_HIDDEN_MS);
    await routing.decide();
    await routing.run();
    expect(stateOf(edited)).toMatchObject({ priority: "urgent", tags: expect.arrayContaining(["escalated", "seen_by_anna"]) });
  });

  test("records that come twice, or without their time line yet, decide nothing twice and nothing early", async () => {
    const [late = 0] = pass("returns", 1);
    await routing.read(["tickets"]);
    await routing.decideAgain();
    expect(await routing.decisionsOn(caseOf(late))).toBe(0);
    await routing.decide();
    await routing.decide();
    await routing.decideAgain();
    expect(await routing.decisionsOn(caseOf(late))).toBe(1);
    await routing.run();
    await Promise.all([routing.run(), routing.run()]);
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
      await routing.decide();
      routing.world.sandbox.faults.set(fault);
      await routing.settle(4);
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
    await routing.put("auto");
    const since = new Date(routing.house.clock.now.getTime() + 1);
    const all = [...pass("returns", 2), ...pass("care", 1), ...pass("languages", 2)];
    const before = new Map(all.map((id) => [id, stateOf(id)]));
    await routing.decide();
    routing.house.clock.advance(1_000);
    await routing.run();
    for (const id of all) expect(stateOf(id)).not.toEqual(before.get(id));
    const edited = [all[1] ?? 0, all[4] ?? 0];
    for (const id of edited) edit(id);
    const asEdited = new Map(edited.map((id) => [id, stateOf(id)]));
    const result = await routing.undoVersion(since);
    expect(result).toMatchObject({ undone: { length: 6 }, conflicts: { length: 4 } });
    for (const id of all) expect(stateOf(id)).toEqual(asEdited.get(id) ?? before.get(id));
  });
});
