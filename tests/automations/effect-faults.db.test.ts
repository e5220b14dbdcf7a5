import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { setTimeout as wait } from "node:timers/promises";
import { jsonReply } from "#server/sandbox/door.ts";
import { openEffectsWorld, type EffectsWorld } from "./effects-world.ts";
import { Died, mortalWorker } from "./mortal-worker.ts";
import { UNBRAKED } from "./playbook-world.ts";

let shop: EffectsWorld;

beforeAll(async () => {
  shop = await openEffectsWorld();
  await shop.put("auto");
  // What the shop's own apps and rules hold is done with first.
  await shop.decide();
  await shop.run();
}, 120_000);
afterAll(() => shop.close());
afterEach(async () => {
  shop.world.atDoor.before = null;
  shop.world.atDoor.after = null;
  shop.world.sandbox.faults.clear();
  shop.endLoans();
  await shop.run();
});

const heldAndDecided = async (count: number): Promise<number[]> => {
  const orders = shop.hold("INVENTORY_OUT_OF_STOCK", count);
  await shop.decide();
  for (const order of orders) expect(await shop.effects(order)).toMatchObject([{ state: "ready" }]);
  return orders;
};
const onceDone = async (orders: readonly number[]): Promise<void> => {
  for (const order of orders) {
    expect(await shop.effects(order)).toMatchObject([{ state: "done" }]);
    expect(shop.ledger(order)).toEqual([{ kind: "add tags", orderNumber: order, changed: true }]);
  }
};
const dies = (work: Promise<unknown>) => expect(work).rejects.toThrow(Died);

describe("a worker that dies", () => {
  test("between the vendor's acceptance and our commit leaves one effect, which is found by reading and can be taken back", async () => {
    const [order = 0] = await heldAndDecided(1);
    const worker = mortalWorker(shop.context);
    shop.world.atDoor.after = ({ changed }) => {
      if (changed) worker.die();
    };
    await dies(shop.run(worker.context));
    expect(await shop.effects(order)).toMatchObject([{ state: "running" }]);
    expect(shop.ledger(order)).toHaveLength(1);
    await shop.run();
    expect(await shop.effects(order)).toMatchObject([{ state: "running" }]); // Still lent to the dead one.
    shop.endLoans();
    await shop.run();
    await onceDone([order]);
    const [effect] = await shop.effects(order);
    const { jobRunId } = await shop.owner.call((api) => api.automations.undo({ effectIds: [effect?.id ?? ""], reason: "for the test" }));
    expect(await shop.done(jobRunId)).toMatchObject({ conflicts: [] });
    expect(shop.order(order).tags).not.toContain("waiting-for-stock");
  });

  test("before or after any of its transactions loses nothing and does nothing twice", async () => {
    const deaths = [1, 2, 3, 4].flatMap((transaction) => [
      { transaction, when: "before" as const },
      { transaction, when: "after" as const },
    ]);
    const orders = await heldAndDecided(deaths.length);
    for (const death of deaths) await dies(shop.run(mortalWorker(shop.context, death).context));
    expect(orders.filter((order) => shop.ledger(order).length > 0)).toHaveLength(2); // Those who died once the vendor had accepted.
    shop.endLoans();
    await shop.run();
    await onceDone(orders);
  });

  test("in doubt, what somebody took back meanwhile is not done again", async () => {
    const [order = 0] = await heldAndDecided(1);
    const worker = mortalWorker(shop.context);
    shop.world.atDoor.after = ({ changed }) => {
      if (changed) worker.die();
    };
    await dies(shop.run(worker.context));
    shop.untag(order, "waiting-for-stock");
    shop.endLoans();
    await shop.run();
    expect(await shop.effects(order)).toMatchObject([{ state: "refused" }]);
    expect(shop.ledger(order)).toHaveLength(1);
  });
});

describe("several workers", () => {
  test("at once apply each effect once", async () => {
    const orders = await heldAndDecided(10);
    const counts = await Promise.all([shop.run(), shop.run(), shop.run(), shop.run()]);
    await onceDone(orders);
    expect(counts.filter(({ settled }) => settled > 0).length).toBeGreaterThan(1);
  });

  test("of which one sleeps past its loan: it wakes, sees that another took the effect, and leaves it", async () => {
    const [order = 0] = await heldAndDecided(1);
    let wake = () => {};
    const asleep = new Promise<void>((resolve) => {
      wake = resolve;
    });
    let arrived = () => {};
    const looking = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    shop.world.atDoor.before = async () => {
      shop.world.atDoor.before = null;
      arrived();
      await asleep;
    };
    const sleeper = shop.run();
    await looking;
    shop.endLoans();
    await shop.run();
    await onceDone([order]);
    wake();
    expect(await sleeper).toEqual({ settled: 1 });
    await onceDone([order]);
  });
});

describe("the kill switch", () => {
  const stop = {
    "one automation": {
      on: () => shop.owner.call((api) => api.automations.pause({ automationId: shop.automationId, reason: "stop" })),
      off: () => shop.owner.call((api) => api.automations.resume({ automationId: shop.automationId, reason: "go on" })),
    },
    all: {
      on: () => shop.owner.call((api) => api.automations.stopAll({ reason: "stop" })),
      off: () => shop.owner.call((api) => api.automations.resumeAll({ reason: "go on" })),
    },
  };
  for (const [what, { on, off }] of Object.entries(stop))
    test(`for ${what} holds at once with effects in flight, and loses none`, async () => {
      const orders = await heldAndDecided(6);
      const stopped = new Promise<void>((resolve) => {
        let looks = 0;
        shop.world.atDoor.before = async () => {
          looks += 1;
          if (looks !== 4) return;
          await on();
          resolve();
        };
      });
      const workers = [shop.run(), shop.run()];
      await stopped;
      const atStop = orders.flatMap((order) => shop.ledger(order)).length;
      await Promise.all(workers);
      // At most what each worker had begun when the switch was thrown.
      const inFlight = orders.flatMap((order) => shop.ledger(order)).length - atStop;
      expect(inFlight).toBeLessThanOrEqual(2);
      shop.house.clock.advance(5_000);
      await shop.run();
      expect(orders.flatMap((order) => shop.ledger(order)).length).toBe(atStop + inFlight);
      expect(atStop + inFlight).toBeLessThan(6);
      await off();
      shop.endLoans();
      await shop.run();
      await onceDone(orders);
    });

  test("an action that reads slowly writes no more than 5 s later, and is done once all goes on", async () => {
    const [order = 0] = await heldAndDecided(1);
    let looks = 0;
    let stoppedMs = Infinity;
    const lateWrites: number[] = [];
    shop.world.atDoor.before = async ({ operation, writes }) => {
      if (writes && performance.now() - stoppedMs > 5_000) lateWrites.push(performance.now() - stoppedMs);
      if (operation !== "Order") return;
      looks += 1;
      if (looks !== 2) return; // The first is the look before the action, the second its own.
      await stop.all.on();
      stoppedMs = performance.now();
      await wait(5_100);
    };
    await shop.run();
    expect([looks, lateWrites, shop.ledger(order)]).toEqual([2, [], []]);
    expect(await shop.effects(order)).toMatchObject([{ state: "ready", problem: expect.stringContaining("nothing was sent") }]);
    shop.house.clock.advance(15_000);
    await shop.run();
    expect(shop.ledger(order)).toEqual([]); // All is still stopped.
    await stop.all.off();
    await shop.run();
    await onceDone([order]);
  });

  test("a slow read alone costs a try: nothing is sent late, and the next try does it", async () => {
    const [order = 0] = await heldAndDecided(1);
    let looks = 0;
    shop.world.atDoor.before = async ({ operation }) => {
      looks += operation === "Order" ? 1 : 0;
      if (operation === "Order" && looks === 2) await wait(4_100);
    };
    await shop.run();
    expect(shop.ledger(order)).toEqual([]);
    shop.house.clock.advance(15_000);
    await shop.run();
    await onceDone([order]);
    expect(await shop.effects(order)).toMatchObject([{ attempts: 2 }]);
  });

  test("what is ready while the automation goes back to shadow is not done", async () => {
    const [order = 0] = await heldAndDecided(1);
    shop.world.atDoor.before = async () => {
      shop.world.atDoor.before = null;
      await shop.put("shadow"); // While a worker has it in its hands.
    };
    await shop.run();
    await shop.run();
    expect(await shop.effects(order)).toMatchObject([{ state: "expired", problem: "The automation went back to shadow." }]);
    expect(shop.ledger(order)).toEqual([]);
    await shop.put("auto");
  });
});

describe("tries again by what went wrong", () => {
  test("too many calls: not before the vendor said, and nobody else calls meanwhile", async () => {
    const orders = await heldAndDecided(2);
    shop.world.sandbox.faults.set({ kind: "http 429", times: 1, retryAfter: "7" });
    await shop.run();
    const calls = shop.world.calls.length;
    shop.house.clock.advance(6_000);
    await shop.run();
    expect(shop.world.calls.length).toBe(calls);
    expect(orders.flatMap((order) => shop.ledger(order))).toEqual([]);
    shop.house.clock.advance(6_000);
    await shop.run();
    await onceDone(orders);
  });

  test("an outage: after 15 seconds", async () => {
    const orders = await heldAndDecided(1);
    shop.world.sandbox.faults.set({ kind: "http 5xx", times: 1, status: 502 });
    await shop.run();
    expect(await shop.effects(orders[0])).toMatchObject([{ state: "ready", problem: expect.stringContaining("did not answer") }]);
    await shop.run();
    expect(await shop.effects(orders[0])).toMatchObject([{ state: "ready" }]);
    shop.house.clock.advance(15_000);
    await shop.run();
    await onceDone(orders);
  });

  test("an answer that was cut off after success: the record is read, and nothing is sent again", async () => {
    const orders = await heldAndDecided(1);
    const [release = 0] = shop.hold("INCORRECT_ADDRESS", 1);
    await shop.decide();
    shop.world.sandbox.faults.set({ kind: "cut after success", times: 2 });
    await shop.run();
    shop.house.clock.advance(15_000);
    await shop.run();
    await onceDone(orders);
    expect(shop.ledger(release)).toHaveLength(1);
    expect(await shop.effects(release)).toMatchObject([{ state: "done" }]);
    expect(shop.world.sandbox.faults.report().injected["cut after success"]).toBe(2);
  });

  test("what the vendor never accepts is set aside with its words, and redone on one click", async () => {
    const orders = await heldAndDecided(1);
    const [effect] = await shop.effects(orders[0]);
    shop.world.atDoor.before = ({ operation }) =>
      operation === "AddTags"
        ? jsonReply(200, { errors: [{ message: "Tags are too many", extensions: { code: "BAD_REQUEST" } }] })
        : undefined;
    await shop.run();
    expect(await shop.effects(orders[0])).toMatchObject([
      { state: "failed", problem: "The vendor does not accept it: Shopify: Tags are too many (BAD_REQUEST)" },
    ]);
    shop.world.atDoor.before = null;
    const { jobRunId } = await shop.owner.call((api) => api.automations.redo({ effectIds: [effect?.id ?? ""] }));
    await shop.done(jobRunId);
    await onceDone(orders);
  });

  test("a missing permission: the connection is to be mended, and then it goes on", async () => {
    const orders = await heldAndDecided(1);
    shop.world.atDoor.before = ({ operation }) =>
      operation === "AddTags"
        ? jsonReply(200, { errors: [{ message: "Access denied", extensions: { code: "ACCESS_DENIED" } }] })
        : undefined;
    await shop.run();
    expect(await shop.effects(orders[0])).toMatchObject([{ state: "ready", problem: expect.stringContaining("Reconnect") }]);
    shop.world.atDoor.before = null;
    shop.house.clock.advance(600_000);
    await shop.run();
    await onceDone(orders);
  });

  test("an answer that cannot be read is set aside and does not hold up the others", async () => {
    const orders = await heldAndDecided(2);
    let spoiled = 0;
    shop.world.atDoor.before = ({ operation }) => {
      if (operation !== "Order" || spoiled > 0) return undefined;
      spoiled += 1;
      return jsonReply(200, { data: { order: { id: "?" } } });
    };
    await shop.run();
    expect(spoiled).toBe(1);
    const states = (await Promise.all(orders.map((order) => shop.effects(order)))).map(([effect]) => effect?.state ?? "").sort();
    expect(states).toEqual(["done", "ready"]);
    shop.house.clock.advance(15_000);
    await shop.run();
    await onceDone(orders);
  });
});

describe("limits", () => {
  test("the calls a minute are shared by all workers, and what waits for them is no try", async () => {
    await shop.set({ ...UNBRAKED, callsPerMinute: 6 });
    shop.house.clock.advance(60_000);
    const orders = await heldAndDecided(5);
    const doneSoFar = () => orders.filter((order) => shop.ledger(order).length > 0).length;
    await Promise.all([shop.run(), shop.run()]);
    expect(doneSoFar()).toBe(2); // Three calls each.
    shop.house.clock.advance(60_000);
    await shop.run();
    expect(doneSoFar()).toBe(4);
    shop.house.clock.advance(60_000);
    await shop.run();
    await onceDone(orders);
    for (const order of orders) expect(await shop.effects(order)).toMatchObject([{ attempts: 1 }]);
    await shop.set(UNBRAKED);
  });

  test("beyond so many records an hour a person has to say so", async () => {
    shop.house.clock.advance(3_600_000);
    await shop.set({ ...UNBRAKED, brake: { records: 2, moneyMinor: 1e12 } });
    const orders = shop.hold("INVENTORY_OUT_OF_STOCK", 4);
    await shop.decide();
    const states = (await Promise.all(orders.map((order) => shop.effects(order)))).map(([effect]) => effect?.state ?? "").sort();
    expect(states).toEqual(["proposed", "proposed", "ready", "ready"]);
    await shop.set(UNBRAKED);
  });

  test("as much money an hour as was set goes through, and what is beyond waits for a person", async () => {
    for (const [beyond, waiting] of [
      [0, 0],
      [1, 1],
    ] as const) {
      shop.house.clock.advance(2 * 3_600_000);
      const orders = shop.hold("INVENTORY_OUT_OF_STOCK", 4);
      const moneyMinor = orders.reduce((sum, order) => sum + shop.order(order).totalMinor, 0) - beyond;
      await shop.set({ ...UNBRAKED, brake: { records: 100, moneyMinor } });
      await shop.decide();
      const effects = (await Promise.all(orders.map((order) => shop.effects(order)))).flat();
      expect(effects.filter(({ state }) => state === "ready")).toHaveLength(4 - waiting);
      expect(effects.filter(({ problem }) => problem?.startsWith("More money"))).toHaveLength(waiting);
    }
    await shop.set(UNBRAKED);
  });

  test("a case that is held again and again is left to a person", async () => {
    const [order = 0] = shop.hold("INCORRECT_ADDRESS", 1);
    for (let turn = 0; turn < 3; turn += 1) {
      await shop.decide();
      await shop.run();
      expect(shop.order(order).holds).toEqual([]);
      shop.holdAlso(order, "INCORRECT_ADDRESS", "again");
    }
    await shop.decide();
    expect((await shop.effects(order)).at(-1)).toMatchObject({
      state: "proposed",
      problem: "Automations acted on this case 3 times within a day: they may be working against each other.",
    });
    expect(shop.order(order).holds).toHaveLength(1);
  });
});
