import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Member } from "#tests/house.ts";
import { sweepAutomations } from "#server/services/automations/sweep-automations.ts";
import { openEffectsWorld, type EffectsWorld } from "./effects-world.ts";
import { UNBRAKED } from "./playbook-world.ts";

let shop: EffectsWorld;
let olga: Member;
beforeAll(async () => {
  shop = await openEffectsWorld();
  olga = await shop.house.memberOf(shop.owner, "ops_lead", "Olga Ops");
  await shop.put("approve");
}, 120_000);
afterAll(() => shop.close());

const MINUTE_MS = 60_000;

/** An order that waits for a yes, with its effect and its decision. */
async function proposed(): Promise<{ order: number; effectId: string; decisionId: string }> {
  const [order = 0] = shop.hold("INVENTORY_OUT_OF_STOCK", 1);
  await shop.decide();
  const [effect] = await shop.effects(order);
  const { rows } = await shop.owner.call((api) => api.automations.inbox({ page: 0 }));
  const decisionId = rows.find(({ effectId }) => effectId === effect?.id)?.decisionId ?? "";
  return { order, effectId: effect?.id ?? "", decisionId };
}
const decision = (decisionId: string) => shop.owner.call((api) => api.automations.decision({ decisionId }));
const logOf = async (decisionId: string) =>
  (await shop.owner.call((api) => api.changes.list({ noun: "decision" }))).changes.filter(({ nounId }) => nounId === decisionId);

describe("who said yes or no to a decision", () => {
  test("an approval stands with its person and its moment, and what was proposed stays as it was", async () => {
    const { order, effectId, decisionId } = await proposed();
    const before = await decision(decisionId);
    expect(before.said).toEqual([]);
    expect(before.effects).toMatchObject([{ state: "proposed", wasProposed: true }]);
    shop.house.clock.advance(MINUTE_MS);
    const approvedAt = shop.house.clock.now;
    const { jobRunId } = await olga.call((api) => api.automations.approve({ effectIds: [effectId] }));
    shop.house.clock.advance(MINUTE_MS);
    await shop.done(jobRunId);
    const after = await decision(decisionId);
    expect(after.said).toEqual([{ at: approvedAt, what: "approve", by: "Olga Ops", reason: null, effectId: null }]);
    expect(after.effects).toMatchObject([{ state: "done", wasProposed: true, createdAt: before.effects[0]?.createdAt }]);
    expect(await logOf(decisionId)).toMatchObject([
      { verb: "approve", actor: { name: "Olga Ops" }, thing: { name: `Tag the order: #${order} (Order exceptions)`, decisionId } },
    ]);
  });

  test("a rejection stands with its reason, and is another end than a refusal at the vendor", async () => {
    const { effectId, decisionId } = await proposed();
    await olga.call((api) => api.automations.reject({ effectIds: [effectId], reason: "The customer called." }));
    const { said, effects } = await decision(decisionId);
    expect(said).toMatchObject([{ what: "reject", by: "Olga Ops", reason: "The customer called." }]);
    expect(effects).toMatchObject([{ state: "refused", errorClass: "rejected" }]);
    expect(await logOf(decisionId)).toMatchObject([{ verb: "reject", after: { reason: "The customer called." } }]);

    const changed = await proposed();
    shop.edit(changed.order);
    const { jobRunId } = await olga.call((api) => api.automations.approve({ effectIds: [changed.effectId] }));
    await shop.done(jobRunId);
    expect(await decision(changed.decisionId)).toMatchObject({
      said: [{ what: "approve", by: "Olga Ops" }],
      effects: [{ state: "refused", errorClass: "refused" }],
    });
  });

  test("an undo stands with who asked for it and why, also where a whole version was taken back", async () => {
    const since = shop.house.clock.now;
    const [one, all] = [await proposed(), await proposed()];
    const approved = await olga.call((api) => api.automations.approve({ effectIds: [one.effectId, all.effectId] }));
    await shop.done(approved.jobRunId);
    shop.advance(1_000);
    const undone = await olga.call((api) => api.automations.undo({ effectIds: [one.effectId], reason: "Wrong order." }));
    await shop.done(undone.jobRunId);
    const toldOf = async (decisionId: string) => (await decision(decisionId)).said.map(({ what, by, reason }) => ({ what, by, reason }));
    expect(await toldOf(one.decisionId)).toEqual([
      { what: "approve", by: "Olga Ops", reason: null },
      { what: "undo", by: "Olga Ops", reason: "Wrong order." },
    ]);
    await shop.undoVersion(since);
    expect((await toldOf(all.decisionId)).at(-1)).toEqual({ what: "undo", by: shop.owner.name, reason: "These rules are wrong." });
    expect((await toldOf(one.decisionId)).filter(({ what }) => what === "undo")).toHaveLength(1);
    await shop.put("approve");
  });

  test("a time-out that lets it be done is no person, and one that lets it lapse says so", async () => {
    await shop.set({ ...UNBRAKED, approval: { hours: 24, onTimeout: "act" } });
    const { decisionId } = await proposed();
    shop.house.clock.advance(25 * 60 * MINUTE_MS);
    await sweepAutomations(shop.house.services, new AbortController().signal);
    expect((await decision(decisionId)).said).toMatchObject([{ what: "approve", by: "the time-out of the approval" }]);
    await shop.run();
    await shop.set(UNBRAKED);
    const lapses = await proposed();
    shop.house.clock.advance(25 * 60 * MINUTE_MS);
    await sweepAutomations(shop.house.services, new AbortController().signal);
    expect(await decision(lapses.decisionId)).toMatchObject({ said: [], effects: [{ state: "expired", errorClass: "unanswered" }] });
  });
});

describe("what a yes is said to", () => {
  const ELM = "1 Elm Avenue, Apt 3, Boston, MA 02118, US";
  const inbox = (by: Member, effectId: string) =>
    by.call(async (api) => (await api.automations.inbox({ page: 0 })).rows.find((row) => row.effectId === effectId));

  test("stands beside it, from what to what, and what the vendor answered once it was done; where customers live is not for finance", async () => {
    const fay = await shop.house.memberOf(shop.owner, "finance", "Fay");
    const [order = 0] = shop.hold("UNKNOWN_DELIVERY_DATE", 1);
    const { address1 } = shop.order(order).address;
    shop.propose(order, ELM);
    await shop.decide();
    const id = (await shop.effects(order))[0]?.id ?? "";
    const shown = await inbox(olga, id);
    expect(shown?.alters).toEqual([{ what: "Shipping address", before: expect.stringContaining(address1), after: ELM }]);
    expect((await inbox(fay, id))?.alters).toEqual([{ what: "Shipping address", before: null, after: null }]);

    const { jobRunId } = await olga.call((api) => api.automations.approve({ effectIds: [id] }));
    await shop.done(jobRunId);
    const decisionId = shown?.decisionId ?? "";
    const [effect] = (await olga.call((api) => api.automations.decision({ decisionId }))).effects;
    expect(effect).toMatchObject({ state: "done", alters: shown?.alters, answer: { wasSo: false } });
    expect(effect?.answer?.answered).toContainEqual({ what: "address, line1", value: "1 Elm Avenue" });
    expect(effect?.answer?.readBack).toContainEqual({ what: "ship to, line1", value: "1 Elm Avenue" });
    const [hidden] = (await fay.call((api) => api.automations.decision({ decisionId }))).effects;
    expect(hidden?.answer).toMatchObject({ wasSo: false, answered: null, readBack: null });
  });
});

describe("what is approved while automations are stopped", () => {
  const REASON = "The addresses look wrong.";
  const stops = {
    all: {
      stop: () => olga.call((api) => api.automations.stopAll({ reason: REASON })),
      goOn: () => olga.call((api) => api.automations.resumeAll({ reason: "Mended." })),
    },
    one: {
      stop: () => olga.call((api) => api.automations.pause({ automationId: shop.automationId, reason: REASON })),
      goOn: () => olga.call((api) => api.automations.resume({ automationId: shop.automationId, reason: "Mended." })),
    },
  };

  test.each(["all", "one"] as const)("waits, says for whom and why (%s), and is carried out at once when they go on", async (which) => {
    const { order, effectId, decisionId } = await proposed();
    await stops[which].stop();
    const stop = { by: "Olga Ops", at: shop.house.clock.now, reason: REASON, all: which === "all" };
    const { rows, decisions } = await olga.call((api) => api.automations.inbox({ page: 0 }));
    expect(decisions).toBe(rows.length);
    expect(rows.find((row) => row.effectId === effectId)?.stop).toEqual(stop);
    const { jobRunId, ...said } = await olga.call((api) => api.automations.approve({ effectIds: [effectId] }));
    expect(said).toEqual({ waits: 1, stop });
    await shop.done(jobRunId);
    expect(await decision(decisionId)).toMatchObject({ stop, effects: [{ state: "ready" }] });
    expect(shop.ledger(order)).toEqual([]);
    shop.house.jobs.length = 0;
    await shop.done((await stops[which].goOn()).jobRunId); // What going on began, and nothing else.
    expect(await decision(decisionId)).toMatchObject({ stop: null, effects: [{ state: "done" }] });
    expect(shop.ledger(order)).toHaveLength(1);
    const { changes } = await olga.call((api) => api.automations.get({ automationId: shop.automationId }));
    const [on, off] = which === "all" ? (["resume all", "stop all"] as const) : (["resume", "pause"] as const);
    expect(changes.slice(0, 2)).toMatchObject([
      { what: on, from: "approve", to: "approve", by: "Olga Ops", reason: "Mended." },
      { what: off, from: "approve", to: "approve", version: 2, by: "Olga Ops", reason: REASON },
    ]);
    const logged = (await olga.call((api) => api.changes.list({ noun: "automation", limit: 2 }))).changes;
    const name = which === "all" ? "all automations" : "Order exceptions";
    expect(logged).toMatchObject([
      { verb: on, thing: { name } },
      { verb: off, thing: { name } },
    ]);
  });

  test("is carried out where nothing is stopped", async () => {
    const { effectId } = await proposed();
    expect(await olga.call((api) => api.automations.approve({ effectIds: [effectId] }))).toMatchObject({ waits: 0, stop: null });
    await shop.run();
  });
});

describe("what a person did themselves is one answer", () => {
  const proposals = async () => (await shop.owner.call((api) => api.automations.gates({ automationId: shop.automationId }))).auto;
  const agreement = async () => (await proposals()).agreement;

  test("an agreement stands with when the first and the last of its answers came", async () => {
    const before = (await proposals()).answered;
    const { order } = await proposed();
    shop.releaseByHand(order);
    await shop.decide();
    const after = (await proposals()).answered!;
    expect(after.from).toEqual(before?.from ?? after.to);
    expect(after.to.getTime()).toBeGreaterThanOrEqual(before?.to.getTime() ?? after.from.getTime());
  });

  test("to the decision that they had before them; one that was superseded has none, however often it is looked at", async () => {
    const before = await agreement();
    const { order, decisionId } = await proposed();
    shop.holdAnew(order);
    await shop.decide();
    expect((await shop.effects(order)).map(({ state }) => state)).toEqual(["expired", "proposed"]);
    shop.releaseByHand(order);
    for (let look = 0; look < 3; look += 1) await shop.decide();
    const after = await agreement();
    expect({ answered: after.n - before.n, agreed: after.agreed - before.agreed }).toEqual({ answered: 1, agreed: 0 });
    expect(await decision(decisionId)).toMatchObject({ decision: { answer: null }, effects: [{ errorClass: "superseded" }] });
    const { rows } = await shop.owner.call((api) => api.automations.decisions({ automationId: shop.automationId, filter: "all", page: 0 }));
    expect(rows.find(({ id }) => id === decisionId)?.change).toEqual({ state: "expired", errorClass: "superseded" });
  });
});
