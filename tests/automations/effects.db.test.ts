import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { sweepAutomations } from "#server/services/automations/sweep-automations.ts";
import { caseOf, openEffectsWorld, type EffectsWorld } from "./effects-world.ts";
import { UNBRAKED } from "./playbook-world.ts";

let shop: EffectsWorld;

beforeAll(async () => {
  shop = await openEffectsWorld();
}, 120_000);
afterAll(() => shop.close());
afterEach(async () => {
  shop.world.atDoor.before = null;
  shop.world.atDoor.after = null;
  shop.world.sandbox.faults.clear();
});

const ELM = "1 Elm Avenue, Apt 3, Boston, MA 02118, US";
const ELM_PARTS = { address1: "1 Elm Avenue", address2: "Apt 3", city: "Boston", provinceCode: "MA", zip: "02118", countryCode: "US" };

const HOUR_MS = 3_600_000;
const approveAll = async () => {
  const waiting = (await shop.effects()).filter(({ state }) => state === "proposed").map(({ id }) => id);
  const { jobRunId } = await shop.owner.call((api) => api.automations.approve({ effectIds: waiting }));
  await shop.done(jobRunId);
};

describe("what is decided is done at the vendor", () => {
  test("in draft, back-test and shadow no call that writes arrives at the shop's door", async () => {
    const held = [
      ...shop.hold("INCORRECT_ADDRESS", 2),
      ...shop.hold("INVENTORY_OUT_OF_STOCK", 1),
      ...shop.hold("UNKNOWN_DELIVERY_DATE", 1),
    ];
    shop.propose(held.at(-1) ?? 0, ELM);
    expect(await shop.brokenSilence(held.map(caseOf))).toEqual([]);
    expect(shop.ledger()).toEqual([]);
    for (const number of held) expect(shop.order(number).holds).toHaveLength(1);
  });

  test("in approve a person confirms each, and the vendor's ledger shows it once", async () => {
    await shop.put("approve");
    const [released = 0] = shop.hold("INCORRECT_ADDRESS", 1);
    const [waits = 0] = shop.hold("INVENTORY_OUT_OF_STOCK", 1);
    const [cancelled = 0] = shop.hold("HIGH_RISK_OF_FRAUD", 1);
    await shop.decide();
    await shop.run();
    expect(shop.ledger()).toEqual([]);
    expect(await shop.isHeard(approveAll)).toBe(true);
    expect(shop.ledger(released)).toEqual([{ kind: "release", orderNumber: released, changed: true }]);
    expect(shop.ledger(waits)).toEqual([{ kind: "add tags", orderNumber: waits, changed: true }]);
    expect(shop.ledger(cancelled)).toEqual([{ kind: "cancel", orderNumber: cancelled, changed: true }]);
    for (const number of [released, waits, cancelled]) expect(await shop.effects(number)).toMatchObject([{ state: "done" }]);
  });

  // Here the vendor's clock and ours still agree: tests below put only ours ahead.
  test("one change that was taken back stays so while its automation goes on, until somebody has settled it", async () => {
    await shop.put("approve");
    const [order = 0] = shop.hold("INCORRECT_ADDRESS", 1);
    await shop.decide();
    await approveAll();
    shop.advance(1_000);
    const effectIds = (await shop.effects(order)).map(({ id }) => id);
    const { jobRunId } = await shop.owner.call((api) => api.automations.undo({ effectIds, reason: "It was wrong." }));
    const agreement = async () =>
      (await shop.owner.call((api) => api.automations.gates({ automationId: shop.automationId }))).auto.agreement;
    const before = await agreement();
    await shop.done(jobRunId);
    // The yes that was said before counts no longer.
    expect(await agreement()).toMatchObject({ n: before.n, agreed: before.agreed - 1 });
    const { rows } = await shop.owner.call((api) =>
      api.automations.decisions({ automationId: shop.automationId, filter: "disagreed", page: 0 }),
    );
    expect(rows.filter(({ caseId }) => caseId === caseOf(order))).toMatchObject([{ answer: { outcome: "taken back", agreed: false } }]);
    shop.advance(60_000);
    await shop.decide();
    await shop.run();
    expect(shop.ledger(order).map(({ kind }) => kind)).toEqual(["release", "hold"]);
    expect(await shop.decision(order)).toMatchObject({ outcome: "needs a person", reason: expect.stringContaining("was taken back") });
    shop.advance(10 * 60_000);
    shop.holdAnew(order);
    await shop.decide();
    await approveAll();
    expect(shop.ledger(order).map(({ kind }) => kind)).toEqual(["release", "hold", "release"]);
  });

  test("who may answer is told that something waits, once in the hour, by letter, in the portal and in the team's channel", async () => {
    await shop.put("approve");
    await shop.house.memberOf(shop.owner, "finance", "Fay");
    const approver = await shop.house.memberOf(shop.owner, "contributor", "Cem");
    shop.house.clock.advance(HOUR_MS);
    shop.house.letters.length = 0;
    shop.house.posts.length = 0;
    shop.hold("INVENTORY_OUT_OF_STOCK", 2);
    await shop.decide();
    await shop.decide();
    const waits = shop.house.letters.filter(({ subject }) => subject.includes("wait for a yes or no"));
    expect(waits.map(({ to }) => to).sort()).toEqual([approver.email, shop.owner.email].sort()); // Finance answers nothing.
    expect(waits[0]?.text).toMatch(/^2 decisions of "Order exceptions" wait .* within 24 h lapses\.\n\nhttp.*\/automations\/inbox$/s);
    expect(shop.house.posts.filter(({ text }) => text.includes("wait for a yes or no"))).toMatchObject([
      { url: expect.stringContaining("/automations/inbox") },
    ]);
    shop.house.clock.advance(HOUR_MS);
    await shop.decide();
    expect(shop.house.posts).toHaveLength(1); // Nothing new waits.
    shop.hold("INVENTORY_OUT_OF_STOCK", 1);
    await shop.decide();
    expect(shop.house.posts.at(-1)?.text).toContain("3 decisions");
    await approveAll();
  });

  test("what a person turned down is not proposed again, although the order still waits", async () => {
    const [order = 0] = shop.hold("INVENTORY_OUT_OF_STOCK", 1);
    await shop.decide();
    const [proposed] = await shop.effects(order);
    await shop.owner.call((api) => api.automations.reject({ effectIds: [proposed?.id ?? ""], reason: "not now" }));
    await shop.decide();
    expect((await shop.effects(order)).map(({ state }) => state)).toEqual(["refused"]);
    expect(shop.ledger(order)).toEqual([]);
  });

  test("a proposal whose order was changed meanwhile is refused and decided anew on what the order is now", async () => {
    const [order = 0] = shop.hold("INVENTORY_OUT_OF_STOCK", 1);
    await shop.decide();
    shop.edit(order);
    await approveAll();
    expect(await shop.effects(order)).toMatchObject([{ state: "refused", problem: "The order was changed after this was decided." }]);
    expect(shop.ledger(order)).toEqual([]);
    await shop.decide();
    await approveAll();
    expect((await shop.effects(order)).map(({ state }) => state)).toEqual(["refused", "done"]);
    expect(shop.ledger(order)).toHaveLength(1);
  });

  test("a hold that somebody placed anew is not released for the one that was decided on", async () => {
    const [order = 0] = shop.hold("INCORRECT_ADDRESS", 1);
    await shop.decide();
    shop.holdAnew(order);
    await approveAll();
    expect(shop.ledger(order)).toEqual([]);
    expect(shop.order(order).holds).toHaveLength(1);
  });
});

describe("an address is corrected", () => {
  beforeAll(() => shop.put("auto"));

  const toMend = (...lines: string[]) => {
    const [order = 0] = shop.hold("UNKNOWN_DELIVERY_DATE", 1);
    shop.propose(order, ...lines);
    return order;
  };

  test("to the one that the address check names, and whom it is for stays", async () => {
    const order = toMend(ELM);
    const { firstName, lastName } = shop.order(order).address;
    await shop.decide();
    await shop.run();
    expect(shop.ledger(order)).toEqual([{ kind: "update", orderNumber: order, changed: true }]);
    expect(shop.order(order).address).toEqual({ ...ELM_PARTS, firstName, lastName });
    expect(shop.order(order).holds).toHaveLength(1); // Its release is a decision of its own.
  });

  test("once, also where the answer is lost on the way", async () => {
    const order = toMend(ELM);
    await shop.decide();
    shop.world.sandbox.faults.set({ kind: "cut after success", times: 1 });
    await shop.settle(3);
    expect(await shop.effects(order)).toMatchObject([{ state: "done" }]);
    expect(shop.ledger(order)).toHaveLength(1);
  });

  test("by a person where two are named, and the decision says so", async () => {
    const order = toMend(ELM, "2 Elm Avenue, Boston, MA 02118, US");
    const { address } = shop.order(order);
    await shop.decide();
    await shop.run();
    expect(await shop.effects(order)).toEqual([]);
    expect(await shop.decision(order)).toMatchObject({
      outcome: "needs a person",
      reason: expect.stringContaining("No single right address"),
    });
    expect(shop.order(order).address).toEqual(address);
  });

  test("not where the address check names another by now", async () => {
    const order = toMend(ELM);
    await shop.decide();
    shop.propose(order, "2 Elm Avenue, Boston, MA 02118, US");
    await shop.run();
    expect(await shop.effects(order)).toMatchObject([{ state: "refused" }]);
    await shop.decide();
    await shop.run();
    expect(shop.order(order).address).toMatchObject({ address1: "2 Elm Avenue", address2: null });
  });

  test("and goes back to what it was, unless somebody has changed it since", async () => {
    const [back, kept] = [toMend(ELM), toMend(ELM)];
    const before = shop.order(back).address;
    await shop.decide();
    await shop.run();
    shop.readdress(kept, "5 Oak Lane");
    const effectIds = (await Promise.all([back, kept].map((order) => shop.effects(order)))).flat().map(({ id }) => id);
    const { jobRunId } = await shop.owner.call((api) => api.automations.undo({ effectIds, reason: "It was wrong." }));
    expect(await shop.done(jobRunId)).toMatchObject({ undone: { length: 1 }, conflicts: { length: 1 } });
    expect(shop.order(back).address).toEqual(before);
    expect(shop.order(kept).address).toMatchObject({ address1: "5 Oak Lane" });
  });
});

describe("what was done is taken back", () => {
  beforeAll(() => shop.put("auto"));

  const undo = async (orderNumber: number) => {
    const effectIds = (await shop.effects(orderNumber)).filter(({ undoes }) => undoes === null).map(({ id }) => id);
    const { jobRunId } = await shop.owner.call((api) => api.automations.undo({ effectIds, reason: "It was wrong." }));
    return shop.done(jobRunId);
  };

  test("each hold of an order comes back with its own reason and note", async () => {
    const [order = 0] = shop.hold("INCORRECT_ADDRESS", 1);
    shop.holdAlso(order, "INCORRECT_ADDRESS", "and the zip code");
    await shop.decide();
    await shop.run();
    expect(shop.order(order).holds).toEqual([]);
    shop.advance(1_000);
    expect(await undo(order)).toMatchObject({ conflicts: [] });
    expect(
      shop
        .order(order)
        .holds.map(({ reason, notes }) => `${reason} ${notes}`)
        .sort(),
    ).toEqual(["INCORRECT_ADDRESS and the zip code", `INCORRECT_ADDRESS checked ${order}`]);
    expect(await undo(order)).toMatchObject({ conflicts: [] });
    expect(shop.ledger(order).map(({ kind }) => kind)).toEqual(["release", "release", "hold", "hold"]);
  });

  test("an order that somebody edited since is left as it is, and shown", async () => {
    const [order = 0] = shop.hold("INVENTORY_OUT_OF_STOCK", 1);
    await shop.decide();
    await shop.run();
    shop.edit(order);
    expect(await undo(order)).toMatchObject({ undone: [], conflicts: [{ problem: "The order was changed after this was decided." }] });
    expect(shop.order(order).tags).toContain("waiting-for-stock");
    expect(shop.ledger(order)).toHaveLength(1);
  });

  test("an effect after which the order could not be read is left to a person", async () => {
    const [order = 0] = shop.hold("INVENTORY_OUT_OF_STOCK", 1);
    await shop.decide();
    shop.world.atDoor.after = ({ changed }) => {
      if (changed) shop.world.sandbox.faults.set({ kind: "http 5xx", times: 100, status: 503 });
    };
    await shop.run();
    shop.world.atDoor.after = null;
    shop.world.sandbox.faults.clear();
    expect(await shop.effects(order)).toMatchObject([{ state: "done" }]);
    shop.edit(order);
    expect(await undo(order)).toMatchObject({ undone: [], conflicts: [{ problem: expect.stringContaining("a person has to look") }] });
    expect(shop.order(order).tags).toContain("waiting-for-stock");
  });

  test("a whole version is taken back, the latest first, but for the orders that were edited since", async () => {
    const since = new Date(shop.house.clock.now.getTime() + 1);
    const releases = shop.hold("INCORRECT_ADDRESS", 3);
    const waits = shop.hold("INVENTORY_OUT_OF_STOCK", 3);
    const all = [...releases, ...waits];
    const before = new Map(all.map((number) => [number, shop.stateOf(number)]));
    await shop.decide();
    shop.house.clock.advance(1_000);
    await shop.run();
    for (const number of all) expect(shop.ledger(number)).toHaveLength(1);
    const edited = [releases[0] ?? 0, waits[1] ?? 0];
    for (const number of edited) shop.edit(number);
    const asEdited = new Map(edited.map((number) => [number, shop.stateOf(number)]));
    expect(await shop.undoVersion(since)).toMatchObject({ undone: { length: 4 }, conflicts: { length: 2 } });
    for (const number of all) expect(shop.stateOf(number)).toEqual(asEdited.get(number) ?? before.get(number));
    const { versions, left } = await shop.owner.call((api) => api.automations.undone({ automationId: shop.automationId }));
    expect(versions).toMatchObject([{ version: 2, waiting: 0 }]);
    const names = left.filter(({ problem }) => problem === "The order was changed after this was decided.").map(({ caseName }) => caseName);
    expect(names).toEqual(expect.arrayContaining(edited.map((number) => `#${number}`)));
  });

  test("what was taken back of a version that acts by itself is not done again: it steps down, and leaves these cases to people", async () => {
    await shop.put("auto");
    const since = new Date(shop.house.clock.now.getTime() + 1);
    const orders = shop.hold("INCORRECT_ADDRESS", 2);
    await shop.decide();
    shop.house.clock.advance(1_000);
    await shop.run();
    const { automationId } = shop;
    const standing = await shop.owner.call((api) => api.automations.undoable({ automationId, version: 2, since }));
    expect(standing).toEqual({ withWayBack: 2, withoutWayBack: 0, stepsDown: true });
    await shop.undoVersion(since);
    const { automation, changes } = await shop.owner.call((api) => api.automations.get({ automationId }));
    expect(automation.stage).toBe("shadow");
    expect(changes[0]).toMatchObject({ from: "auto", to: "shadow", reason: "What version 2 did is taken back: These rules are wrong." });
    const again = async () => {
      shop.advance(60_000);
      await shop.decide();
      await shop.run();
      return orders.map((order) => shop.ledger(order).map(({ kind }) => kind));
    };
    const PUT_BACK = orders.map(() => ["release", "hold"]);
    expect(await again()).toEqual(PUT_BACK);
    // The same rules, put to act once more.
    await shop.put("auto");
    expect(await again()).toEqual(PUT_BACK);
    for (const order of orders)
      expect(await shop.decision(order)).toMatchObject({ outcome: "needs a person", reason: expect.stringContaining("was taken back") });
  });

  test("what was taken back may be decided on by other rules that a person put to act since", async () => {
    await shop.put("auto");
    const since = new Date(shop.house.clock.now.getTime() + 1);
    const [order = 0] = shop.hold("INCORRECT_ADDRESS", 1);
    await shop.decide();
    await shop.run();
    await shop.undoVersion(since);
    const { automationId } = shop;
    const { table, automation } = await shop.owner.call((api) => api.automations.get({ automationId }));
    const better = { automationId, baseVersion: automation.version, table, tests: [], note: "better" };
    await shop.owner.call((api) => api.automations.saveVersion(better));
    shop.advance(60_000);
    await shop.put("auto");
    expect(await shop.decision(order)).toMatchObject({ outcome: "release" });
  });
});

describe("what nobody answers in time", () => {
  const DAY_AND_MORE_MS = 25 * HOUR_MS;
  const overdue = async () => {
    shop.house.clock.advance(DAY_AND_MORE_MS);
    await sweepAutomations(shop.house.services, new AbortController().signal);
    await shop.run();
  };
  const waiting = async (): Promise<number> => {
    const [order = 0] = shop.hold("INVENTORY_OUT_OF_STOCK", 1);
    await shop.decide();
    expect(await shop.effects(order)).toMatchObject([{ state: "proposed" }]);
    return order;
  };

  test("lapses where the settings say so, and a yes that comes late does nothing", async () => {
    await shop.put("approve");
    const order = await waiting();
    const [proposal] = await shop.effects(order);
    await overdue();
    expect(await shop.effects(order)).toMatchObject([{ state: "expired", problem: "Nobody answered in time." }]);
    const { jobRunId } = await shop.owner.call((api) => api.automations.approve({ effectIds: [proposal?.id ?? ""] }));
    await shop.done(jobRunId);
    expect(shop.ledger(order)).toEqual([]);
  });

  test("is done where they say so, once, but for what a brake stopped: that lapses", async () => {
    await shop.put("approve");
    await shop.set({ ...UNBRAKED, approval: { hours: 24, onTimeout: "act" } });
    const order = await waiting();
    await overdue();
    await overdue();
    expect(await shop.effects(order)).toMatchObject([{ state: "done" }]);
    expect(shop.ledger(order)).toHaveLength(1);
    await shop.put("auto");
    await shop.set({ ...UNBRAKED, brake: { records: 1, moneyMinor: 1e12 }, approval: { hours: 24, onTimeout: "act" } });
    const both = shop.hold("INVENTORY_OUT_OF_STOCK", 2);
    await shop.decide();
    await overdue();
    const states = (await Promise.all(both.map((one) => shop.effects(one)))).map(([effect]) => effect?.state ?? "").sort();
    expect(states).toEqual(["done", "expired"]);
    expect(both.flatMap((one) => shop.ledger(one))).toHaveLength(1);
    await shop.set(UNBRAKED);
  });
});

describe("an automation that acts is held against what people say", () => {
  const LIMIT = { cusumLimit: 1.5, severeErrors: 2 }; // A disagreement adds 0.925, what nobody contradicts takes off 0.075.
  const actUpTo = (records: number) => shop.set({ ...UNBRAKED, brake: { records, moneyMinor: 1e12 }, demotion: LIMIT });
  const stage = async () => (await shop.owner.call((api) => api.automations.get({ automationId: shop.automationId }))).automation.stage;

  /** Some orders come up; what the brake left to a person is turned down. */
  async function turnDownBeyondBrake(orders: number): Promise<{ done: number; turnedDown: number }> {
    shop.house.clock.advance(HOUR_MS + 1); // The brake looks an hour back.
    const held = shop.hold("INVENTORY_OUT_OF_STOCK", orders);
    await shop.decide();
    await shop.run();
    const effects = (await Promise.all(held.map((order) => shop.effects(order)))).flat();
    const proposed = effects.filter(({ state }) => state === "proposed").map(({ id }) => id);
    await shop.owner.call((api) => api.automations.reject({ effectIds: proposed, reason: "not this one" }));
    return { done: effects.filter(({ state }) => state === "done").length, turnedDown: proposed.length };
  }

  test("what it did and nobody contradicts counts from the moment it was done", async () => {
    await shop.put("auto");
    await actUpTo(12);
    expect(await turnDownBeyondBrake(13)).toEqual({ done: 12, turnedDown: 1 });
    expect(await turnDownBeyondBrake(13)).toEqual({ done: 12, turnedDown: 1 });
    expect(await stage()).toBe("auto");
  });

  test("and disagreements that follow each other send it back to shadow, with the reason", async () => {
    await actUpTo(1);
    expect(await turnDownBeyondBrake(3)).toEqual({ done: 1, turnedDown: 2 });
    expect(await stage()).toBe("shadow");
    const { changes } = await shop.owner.call((api) => api.automations.get({ automationId: shop.automationId }));
    expect(changes.find(({ from, to }) => from === "auto" && to === "shadow")).toMatchObject({
      reason: expect.stringMatching(/^Disagreements add up to 1\.\d, the limit is 1\.5\.$/),
    });
    await shop.set(UNBRAKED);
  });

  test("what people said more than ninety days ago is no longer held against it", async () => {
    shop.house.clock.advance(HOUR_MS); // What was done in the moment of the last change of stage is before this one.
    await shop.put("auto");
    await actUpTo(1);
    expect(await turnDownBeyondBrake(2)).toEqual({ done: 1, turnedDown: 1 });
    shop.house.clock.advance(91 * 24 * HOUR_MS);
    expect(await turnDownBeyondBrake(2)).toEqual({ done: 1, turnedDown: 1 });
    expect(await stage()).toBe("auto");
    expect(await turnDownBeyondBrake(2)).toEqual({ done: 1, turnedDown: 1 });
    expect(await stage()).toBe("shadow");
    await shop.set(UNBRAKED);
  });
});

describe("an automation that is paused or retired", () => {
  test("decides nothing while it is paused, whatever its stage, and takes up what waits when it goes on", async () => {
    for (const stage of ["shadow", "approve", "auto"] as const) {
      await shop.put(stage);
      await shop.owner.call((api) => api.automations.pause({ automationId: shop.automationId, reason: "stop" }));
      const [order = 0] = shop.hold("INVENTORY_OUT_OF_STOCK", 1);
      await shop.decide();
      expect([stage, await shop.decisionsOn(caseOf(order))]).toEqual([stage, 0]);
      await shop.owner.call((api) => api.automations.resume({ automationId: shop.automationId, reason: "go on" }));
      await shop.decide();
      expect([stage, await shop.decisionsOn(caseOf(order))]).toEqual([stage, 1]);
    }
  });

  test("ends what waits when it is retired, does and decides nothing more, and begins anew only as a draft", async () => {
    await shop.put("auto");
    const [order = 0] = shop.hold("INVENTORY_OUT_OF_STOCK", 1);
    await shop.decide();
    const { automationId } = shop;
    await shop.owner.call((api) => api.automations.setStage({ automationId, stage: "retired", reason: "not needed" }));
    await shop.run();
    expect(await shop.effects(order)).toMatchObject([{ state: "expired" }]);
    const [later = 0] = shop.hold("INCORRECT_ADDRESS", 1);
    await shop.decide();
    expect([await shop.decisionsOn(caseOf(later)), shop.ledger(order)]).toEqual([0, []]);
    const { moves } = await shop.owner.call((api) => api.automations.get({ automationId }));
    expect(moves).toEqual(["draft"]);
  });
});
