import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { insertAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { outcome, openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { anAudit } from "./audit.fixture.ts";
import { openFeed } from "./feed.ts";
import { exportPlan } from "./export-plan.ts";
import { startChecks } from "./start-checks.ts";

let house: TestHouse;
let owner: Member;
let helper: Member;

beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
  helper = await house.memberOf(owner, "contributor", "Cleo");
});
afterAll(() => house.close());

const audit = async (rows: Parameters<typeof anAudit>[0]): Promise<string> => {
  const { workspaceId } = owner;
  const id = randomUUID();
  house.clock.advance(60_000); // Of two audits of one moment neither is the newer.
  const at = house.clock.now;
  await house.store.within({ workspaceId }, (tx) =>
    insertAuditSnapshot(tx, {
      workspaceId,
      id,
      computedAt: at,
      from: new Date("2026-01-01T00:00:00Z"),
      to: at,
      eventCount: 10,
      report: anAudit(rows),
      jobRunId: null,
    }),
  );
  return id;
};

async function thePlan(member = owner) {
  const { plan } = await member.call((api) => api.rollout.get({}));
  if (!plan) throw new Error("there is no plan");
  return plan;
}

const DAY_MS = 86_400_000;
const check = async () => {
  await startChecks(house.services, "check-rollout");
  await runJobs(house);
};

describe("the plan", () => {
  test("is asked for before there is an audit: the answer says what to do", async () => {
    expect((await owner.call((api) => api.rollout.get({}))).canMake).toBe(false);
    await expect(owner.call((api) => api.rollout.make({}))).rejects.toThrow("There is no audit to plan from");
  });

  test("is made from the audit in one call, proven best, with the values of the audit times the capture rate", async () => {
    // 52,000.00 a year of drag, 60 % captured: 600.00 a week.
    await audit([
      { workflow: "returns", hours: 20, dragMinor: 5_200_000 },
      { workflow: "carrier-choice", hours: 5, dragMinor: 2_600_000 },
    ]);
    await owner.call((api) => api.rollout.make({}));
    const { version, stored, solution, planned } = await thePlan();
    expect(version).toBe(1);
    expect(solution?.proven).toBe(true);
    const value = (id: string) => stored.items.find((item) => item.id === id)?.valuePerWeekMinor.point;
    expect([value("automate-returns"), value("automate-carrier-choice")]).toEqual([60_000, 30_000]);
    // Three build days a week from Monday: store (1) and reasons (1) and returns (7) take nine days, three weeks.
    expect(stored.startsOn).toBe("2026-01-12");
    expect(planned.find(({ itemId }) => itemId === "automate-returns")?.builtDay).toBe("2026-02-02");
    expect(stored.items.find(({ id }) => id === "automate-returns")?.firstPlannedDay).toBe("2026-02-02");
  });

  test("refuses needs that go round in a circle, naming them, at the field they were entered in", async () => {
    const { version } = await thePlan();
    const change = owner.call((api) =>
      api.rollout.changeItem({ version, itemId: "connect-store", change: { prerequisites: ["automate-returns"] } }),
    );
    await expect(change).rejects.toThrow(
      /"Connect the store" before "Automate returns and restocking" before "Connect the store"|"Automate returns and restocking" before "Connect the store" before "Automate returns and restocking"/,
    );
    expect((await thePlan()).version).toBe(version);
  });

  test("refuses a change of a version that is not the newest any more", async () => {
    const change = (effortDays: number) =>
      owner.call((api) => api.rollout.changeItem({ version: 1, itemId: "automate-returns", change: { effortDays } }));
    await change(8);
    expect(await outcome(change(9))).toBe("CONFLICT");
    expect((await owner.call((api) => api.rollout.versions({}))).map(({ reason }) => reason)).toEqual([
      'Changed "Automate returns and restocking"',
      "Made from the audit",
    ]);
    await owner.call((api) => api.rollout.restore({ version: 2, restore: 1 }));
    expect((await thePlan()).stored.items.find(({ id }) => id === "automate-returns")?.effortDays).toBe(7);
  });

  test("follows an order of one's own when every item comes after what it needs, and no other", async () => {
    const { version, planned } = await thePlan();
    const best = planned.map(({ itemId }) => itemId);
    expect(await outcome(owner.call((api) => api.rollout.setOwnOrder({ version, order: best.toReversed() })))).toBe("INPUT_INVALID");
    // The carrier's three come first: connections and contracts are needed, so they keep their order.
    const own = [...best.filter((id) => /warehouse|carrier/.test(id)), ...best.filter((id) => !/warehouse|carrier/.test(id))];
    await owner.call((api) => api.rollout.setOwnOrder({ version, order: own }));
    expect((await thePlan()).planned.map(({ itemId }) => itemId)).toEqual(own);
    await owner.call((api) => api.rollout.setOwnOrder({ version: version + 1, order: null }));
    expect((await thePlan()).planned.map(({ itemId }) => itemId)).toEqual(best);
  });

  test("revalues what follows the audit when the capture rate changes, and leaves what a person entered", async () => {
    const before = await thePlan();
    await owner.call((api) =>
      api.rollout.changeItem({ version: before.version, itemId: "automate-carrier-choice", change: { valuePerWeekMinor: 12_300 } }),
    );
    const { version, stored } = await thePlan();
    const { startsOn, objective, horizonWeeks, buildDaysPerWeek, teams, learningFactor, ramp, freezeWindows, valueBasis } = stored;
    const settings = {
      startsOn,
      objective,
      horizonWeeks,
      buildDaysPerWeek,
      teams,
      learningFactor,
      ramp,
      freezeWindows,
      valueBasis,
      captureRate: 0.5,
    };
    await owner.call((api) => api.rollout.change({ version, settings }));
    const value = (id: string, items: typeof stored.items) => items.find((item) => item.id === id)?.valuePerWeekMinor.point;
    const { items } = (await thePlan()).stored;
    expect([value("automate-returns", items), value("automate-carrier-choice", items)]).toEqual([50_000, 12_300]);
  });
});

describe("work on the plan", () => {
  test("contributors work on what is theirs; the new owner is told in the portal and by mail", async () => {
    const start = () => helper.call((api) => api.rollout.setState({ itemId: "connect-store", state: "working", actualEffortDays: null }));
    expect(await outcome(start())).toBe("PERMISSION_MISSING");
    await owner.call((api) => api.rollout.setOwner({ itemId: "connect-store", userId: helper.userId }));
    expect(await outcome(start())).toBe("ok");
    expect(house.letters.at(-1)).toMatchObject({ to: helper.email, subject: 'Owner 1 made you the owner of "Connect the store".' });
    expect(house.posts.at(-1)).toEqual({
      about: "Northwind Supply, for Cleo",
      text: 'Owner 1 made you the owner of "Connect the store".',
      url: `${house.services.settings.publicUrl}/roadmap/my-work`,
    });
    const { own } = await helper.call((api) => api.rollout.get({}));
    expect(own.notices.map(({ readAt }) => readAt)).toEqual([null]);
  });

  test("nothing is built before what it needs; without a gate it is done at once", async () => {
    const built = (itemId: string) => owner.call((api) => api.rollout.setState({ itemId, state: "built", actualEffortDays: 2 }));
    await expect(built("automate-returns")).rejects.toThrow(
      '"Automate returns and restocking" needs "Connect the store" and "Settle one list of return reasons" first',
    );
    await built("connect-store");
    await built("return-reasons");
    await built("automate-returns");
    const { progress, planned } = await thePlan();
    expect(Object.fromEntries(progress.map(({ itemId, state }) => [itemId, state]))).toEqual({
      "connect-store": "done",
      "return-reasons": "done",
      "automate-returns": "built",
    });
    expect(planned.map(({ itemId }) => itemId)).not.toContain("automate-returns");
  });

  test("tasks are given, done and removed by those they concern", async () => {
    const { taskId } = await owner.call((api) =>
      api.rollout.addTask({
        itemId: "carrier-contracts",
        title: "Ask the carriers for their zones",
        dueOn: "2026-01-20",
        assigneeUserId: helper.userId,
      }),
    );
    await helper.call((api) => api.rollout.setTaskDone({ taskId, done: true }));
    expect((await thePlan()).tasks).toMatchObject([{ id: taskId, dueOn: "2026-01-20", doneAt: house.clock.now }]);
    const another = owner.call((api) =>
      api.rollout.addTask({ itemId: "carrier-contracts", title: "Check the contract", dueOn: null, assigneeUserId: null }),
    );
    const { taskId: notTheirs } = await another;
    expect(await outcome(helper.call((api) => api.rollout.removeTask({ taskId: notTheirs })))).toBe("PERMISSION_MISSING");
  });

  test("comments can be read by all", async () => {
    await helper.call((api) => api.rollout.addComment({ itemId: "connect-store", text: "The scopes were approved." }));
    expect((await thePlan()).comments).toMatchObject([{ text: "The scopes were approved.", author: "Cleo" }]);
  });
});

describe("gates", () => {
  test("make an item done after the agreed days of evidence, and let it slip when the hours creep back", async () => {
    const state = async () => (await thePlan()).progress.find(({ itemId }) => itemId === "automate-returns")?.state;
    // 20 hours, of which 60 % x 0.8 are to go: at most 10.4 hours, for 14 days.
    house.clock.advance(DAY_MS);
    await audit([{ workflow: "returns", hours: 10, dragMinor: 2_600_000 }]);
    await check();
    expect(await state()).toBe("built");
    house.clock.advance(13 * DAY_MS);
    await audit([{ workflow: "returns", hours: 9, dragMinor: 2_600_000 }]);
    await check();
    expect(await state()).toBe("built");
    house.clock.advance(DAY_MS);
    await audit([{ workflow: "returns", hours: 9, dragMinor: 2_600_000 }]);
    await check();
    expect(await state()).toBe("done");
    house.clock.advance(DAY_MS);
    await audit([{ workflow: "returns", hours: 12, dragMinor: 3_100_000 }]);
    await check();
    await check();
    expect(await state()).toBe("slipped");
    expect((await thePlan()).statuses.slice(0, 2).map(({ reason }) => reason)).toEqual([
      "Its gate does not hold any more: 12 measured, at most 10.4 agreed",
      "Its gate has held for 14 days",
    ]);
  });
});

describe("the weekly re-plan", () => {
  test("proposes what the newest audit changes, once, and becomes a version when it is taken", async () => {
    await audit([
      { workflow: "returns", hours: 12, dragMinor: 3_100_000 },
      { workflow: "carrier-choice", hours: 10, dragMinor: 5_200_000 },
      { workflow: "supplier-po", hours: 10, dragMinor: 5_200_000 },
    ]);
    const before = await thePlan();
    await owner.call((api) => api.rollout.restore({ version: before.version, restore: 3 })); // where the carrier's value follows the audit
    for (const _time of [1, 2]) {
      await startChecks(house.services, "replan-rollout");
      await runJobs(house);
    }
    const { proposal, version } = await thePlan();
    // 52,000.00 a year at 60 %: 600.00 a week in place of 300.00.
    expect(proposal?.differences).toContainEqual({
      kind: "value",
      itemId: "automate-carrier-choice",
      title: "Automate carrier selection",
      before: 30_000,
      after: 60_000,
    });
    await owner.call((api) => api.rollout.answerProposal({ proposalId: proposal?.id ?? "", take: true }));
    const after = await thePlan();
    expect([after.version, after.proposal]).toEqual([version + 1, null]);
  });
});

describe("what leaves the portal", () => {
  test("the calendar opens by its address alone, until it is ended or its person leaves", async () => {
    const { url } = await helper.call((api) => api.rollout.makeFeed({}));
    const token = url.split("/").at(-1) ?? "";
    const open = async () => openFeed(await house.browser().context(), { token });
    expect(await open()).toContain("SUMMARY:Connect the warehouse");
    await helper.call((api) => api.rollout.revokeFeed({}));
    expect(await outcome(open().catch((cause: unknown) => Promise.reject(new Error("refused", { cause }))))).toBe("NOT_FOUND");
  });

  test("a title that a spreadsheet would run as a formula is exported as text", async () => {
    const { version } = await thePlan();
    await owner.call((api) =>
      api.rollout.addItem({ version, item: { title: "=HYPERLINK(1)", kind: "initiative", effortDays: 1, valuePerWeekMinor: 100 } }),
    );
    const context = await owner.context();
    if (!context.user || !context.workspace) throw new Error("not signed in");
    const csv = await exportPlan(
      {
        ...context,
        user: context.user,
        workspaceId: context.workspace.id,
        role: context.workspace.role,
        actor: { type: "system", name: "test" },
      },
      { format: "csv" },
    );
    expect(csv).toContain(",'=HYPERLINK(1),initiative,");
  });
});

describe("the playbook of an item", () => {
  test("starts in stage back-test when its work begins, once, with a back-test over the days of the audit", async () => {
    const other = await house.ownerOf("Southwind Supply");
    const { workspaceId } = other;
    await house.store.within({ workspaceId }, (tx) =>
      insertAuditSnapshot(tx, {
        workspaceId,
        id: randomUUID(),
        computedAt: house.clock.now,
        from: new Date("2026-01-01T00:00:00Z"),
        to: new Date("2026-01-28T23:00:00Z"),
        eventCount: 10,
        report: anAudit([
          { workflow: "order-exceptions", hours: 20, dragMinor: 5_200_000 },
          { workflow: "gift-notes", hours: 5, dragMinor: 2_600_000 },
        ]),
        jobRunId: null,
      }),
    );
    await other.call((api) => api.rollout.make({}));
    const begin = (itemId: string) => other.call((api) => api.rollout.setState({ itemId, state: "working", actualEffortDays: null }));
    await begin("automate-gift-notes");
    expect((await other.call((api) => api.automations.list({}))).automations).toEqual([]);

    await begin("automate-order-exceptions");
    await begin("automate-order-exceptions");
    const { automations } = await other.call((api) => api.automations.list({}));
    expect(automations).toMatchObject([{ playbook: "order-exceptions", stage: "back-test" }]);
    await runJobs(house);
    const automationId = automations[0]!.id;
    const tests = await other.call((api) => api.automations.backTests({ automationId }));
    expect(tests).toHaveLength(1);
    expect(tests[0]?.finishedAt).toBeInstanceOf(Date);
    const { changes } = await other.call((api) => api.automations.get({ automationId }));
    expect(changes.map(({ to }) => to)).toContain("back-test");
  });
});
