import { afterAll, beforeAll, expect, test } from "vitest";
import { openEffectsWorld, type EffectsWorld } from "./effects-world.ts";

const ELM = "1 Elm Avenue, Apt 3, Boston, MA 02118, US";
let shop: EffectsWorld;

beforeAll(async () => {
  const fixed = { situation: { test: "is" as const, values: ["address fixed"] } };
  shop = await openEffectsWorld({ before: [{ id: "fixed", when: fixed, outcome: "release", reason: "The address is right now." }] });
  await shop.put("auto");
}, 120_000);
afterAll(() => shop.close());

/** The address of an order is set, and then by a decision of its own the order is released. @returns its number, and how it stood before */
async function changeTwice({ between = () => {} }: { between?: (order: number) => void } = {}) {
  const since = new Date(shop.house.clock.now.getTime() + 1);
  const [order = 0] = shop.hold("UNKNOWN_DELIVERY_DATE", 1);
  shop.propose(order, ELM);
  const before = shop.stateOf(order);
  await shop.decide();
  await shop.run();
  shop.advance(1_000);
  between(order);
  await shop.decide();
  await shop.run();
  shop.advance(1_000);
  expect(shop.ledger(order).map(({ kind }) => kind)).toEqual(["update", "release"]);
  return { order, before, since };
}

async function changesOf(order: number) {
  const [address, release] = (await shop.effects(order)).filter(({ undoes }) => undoes === null);
  return { address: address!.id, release: release!.id };
}

async function undo(...effectIds: string[]) {
  const { jobRunId } = await shop.owner.call((api) => api.automations.undo({ effectIds, reason: "It was wrong." }));
  return shop.done(jobRunId);
}

const left = async () => (await shop.owner.call((api) => api.automations.undone({ automationId: shop.automationId }))).left;

test("the earlier of two changes of ours names the later one, which has to be undone first, and then both are taken back", async () => {
  const { order, before } = await changeTwice();
  const { address, release } = await changesOf(order);
  const problem =
    'A later change of ours to the same record stands, "Release the hold" of version 2: undo that one first, and then this one once more.';
  expect(await undo(address)).toEqual({ undone: [], conflicts: [{ effectId: address, problem }] });
  const [waits] = await left();
  expect(waits).toMatchObject({ effectId: address, problem, later: { effectId: release } });
  const open = (decisionId: string) => shop.owner.call((api) => api.automations.decision({ decisionId }));
  expect((await open(waits!.decisionId)).effects[0]).toMatchObject({ id: address, later: { effectId: release } });
  expect((await open(waits!.later!.decisionId)).effects[0]).toMatchObject({ id: release, canUndo: true, later: null });

  expect(await undo(release)).toEqual({ undone: [release], conflicts: [] });
  expect(await left()).toMatchObject([{ effectId: address, later: null }]);
  expect(await undo(address)).toEqual({ undone: [address], conflicts: [] });
  expect(shop.stateOf(order)).toEqual(before);
});

test("both asked for at once go in reverse order, however they are named", async () => {
  const { order, before } = await changeTwice();
  const { address, release } = await changesOf(order);
  expect(await undo(address, release)).toEqual({ undone: [release, address], conflicts: [] });
  expect(shop.stateOf(order)).toEqual(before);
});

test("one step of a decision names the step after it", async () => {
  const [order = 0] = shop.hold("INCORRECT_ADDRESS", 1);
  shop.holdAlso(order, "INCORRECT_ADDRESS", "and the zip code");
  await shop.decide();
  await shop.run();
  shop.advance(1_000);
  const [first, second] = await shop.effects(order);
  expect(await undo(first!.id)).toMatchObject({ conflicts: [{ problem: expect.stringContaining('"Release the hold" of version 2') }] });
  expect(await left()).toContainEqual(
    expect.objectContaining({ effectId: first!.id, later: expect.objectContaining({ effectId: second!.id }) }),
  );
});

test("no change of ours is named where somebody edited the order after the later one", async () => {
  const { order } = await changeTwice();
  shop.edit(order);
  const { address } = await changesOf(order);
  expect(await undo(address)).toMatchObject({ conflicts: [{ problem: "The order was changed after this was decided." }] });
  expect(await left()).toContainEqual(expect.objectContaining({ effectId: address, later: null }));
});

test("a whole version leaves the order as it was before the first of its changes", async () => {
  const { order, before, since } = await changeTwice();
  const { address, release } = await changesOf(order);
  expect(await shop.undoVersion(since)).toEqual({ undone: [release, address], conflicts: [] });
  expect(shop.stateOf(order)).toEqual(before);
  await shop.put("auto");
});

test("a whole version takes back the change after a person's edit, leaves the one before it, and lists that one", async () => {
  let edited: ReturnType<EffectsWorld["stateOf"]> | null = null;
  const { order, since } = await changeTwice({
    between(number) {
      shop.edit(number);
      edited = shop.stateOf(number);
    },
  });
  const { address, release } = await changesOf(order);
  // While the later change stands nothing of ours is named for the earlier one: to undo it would not be enough.
  expect(await undo(address)).toMatchObject({ conflicts: [{ problem: "The order was changed after this was decided." }] });
  expect(await shop.undoVersion(since)).toEqual({
    undone: [release],
    conflicts: [{ effectId: address, problem: "The order was changed after this was decided." }],
  });
  expect(shop.stateOf(order)).toEqual(edited);
  expect(shop.order(order).tags).toContain("seen-by-anna");
  expect(await left()).toContainEqual(expect.objectContaining({ effectId: address, later: null }));
});
