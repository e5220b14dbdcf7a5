import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { JobContext } from "#server/context.ts";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { LetterError, type Letter } from "#server/mail.ts";
import { ACCEPT, ASK, PASS_ON } from "#server/playbooks/supplier-po/outcomes.ts";
import { supplierEmail } from "#server/sandbox/departments/purchasing/people.ts";
import { dayText } from "#server/sandbox/departments/purchasing/save.ts";
import { outcome } from "#tests/house.ts";
import { openBuyingWorld, type BuyingWorld } from "./buying-world.ts";
import { Died, mortalWorker } from "./mortal-worker.ts";

const is = (...values: string[]) => ({ test: "is" as const, values });
const TABLE: RuleTable = {
  columns: ["situation", "answeredThrough", "daysLater"],
  rows: [
    { id: "ask", when: { situation: is("not acknowledged") }, outcome: ASK, reason: "For the test." },
    {
      id: "take",
      when: { situation: is("date change"), answeredThrough: is("reply page"), daysLater: { test: "between", low: null, high: 10 } },
      outcome: ACCEPT,
      reason: "For the test.",
    },
    { id: "pass", when: { answeredThrough: is("reply page") }, outcome: PASS_ON, reason: "For the test." },
    { id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this." },
  ],
};
const HOUR_MS = 3_600_000;

vi.setConfig({ testTimeout: 120_000 });

let buying: BuyingWorld;
/** Letters by the order that they are about. */
const letters = new Map<number, Letter[]>();
let orders: number[];

beforeAll(async () => {
  buying = await openBuyingWorld(TABLE);
}, 240_000);
afterAll(() => buying.close());

const orderOf = ({ subject }: Letter): number => Number(/PO-(\d+)$/.exec(subject)?.[1]) + 495_000;
const keep = (letter: Letter) => void letters.set(orderOf(letter), [...(letters.get(orderOf(letter)) ?? []), letter]);
const withMail = (send: (letter: Letter) => void): JobContext => ({
  ...buying.context,
  mail: {
    send: async (letter) => {
      send(letter);
      return { sent: true };
    },
  },
});
const tokenOf = (id: number): string => /\/supplier\/([\w-]+)/.exec(letters.get(id)?.at(-1)?.text ?? "")?.[1] ?? "";
const open = (token: string) => buying.house.browser().call((api) => api.asks.open({ token }));
const stateOf = async (id: number) => (await buying.effects(id)).map(({ state }) => state);
const eventsOf = (id: number) =>
  buying.house.store.within({ workspaceId: buying.workspaceId }, async (tx) => {
    const { rows } = await sql<{ activity: string; kind: string }>`select activity, recorded_kind as kind from event
      where case_id = ${`purchase_order:${id}`} and event_id like 'slipstream:%' order by ended_at`.execute(tx);
    return rows;
  });
/** The supplier answers all lines of its page, each some days later and with a share of the quantity. */
async function answer(id: number, { daysLater = 0, share = 1 } = {}): Promise<void> {
  const token = tokenOf(id);
  const page = await open(token);
  const lines = page.lines.map((line) => ({
    id: line.id,
    expectedOn: dayText(Date.parse(line.expectedOn ?? "") / 86_400_000 + daysLater) ?? "",
    quantity: line.quantity * share,
  }));
  await buying.house.browser().call((api) => api.asks.answer({ token, lines }));
  buying.advance(1_000);
}

describe("a letter to a supplier", () => {
  test("does not leave in draft, back-test and shadow", async () => {
    const cautious = await openBuyingWorld(TABLE, buying.world);
    for (const stage of ["draft", "back-test", "shadow"] as const) {
      await cautious.put(stage);
      await cautious.decide();
      await cautious.run();
    }
    expect((await cautious.decided(ASK)).length).toBeGreaterThan(20);
    expect(cautious.house.letters).toEqual([]);
    await cautious.close();
  });

  test("is told to want a mail server, before anybody approves it where there is none", async () => {
    const asking = await openBuyingWorld(TABLE, buying.world);
    await asking.put("approve");
    await asking.decide();
    const { rows } = await asking.owner.call((api) => api.automations.inbox({ page: 0 }));
    expect(rows.length).toBeGreaterThan(0);
    for (const { outcome, lacksMail } of rows) expect(lacksMail).toBe(outcome === ASK);
    await asking.close();
  });

  test("leaves once for each order, though the mail server is away at first, and stands on the time line and in the memo", async () => {
    await buying.put("auto");
    await buying.decide();
    orders = await buying.decided(ASK);
    expect(orders.length).toBeGreaterThan(40);
    let away = 30;
    const post = withMail((letter) => {
      if (away-- > 0) throw new LetterError("Connection refused", "not sent");
      keep(letter);
    });
    for (let turn = 0; turn < 4; turn += 1) {
      await buying.run(post);
      buying.house.clock.advance(HOUR_MS / 3);
    }
    for (const id of orders) {
      expect(await stateOf(id)).toEqual(["done", "done"]);
      expect(letters.get(id)).toHaveLength(1);
      expect(letters.get(id)?.[0]?.to).toBe(supplierEmail(buying.order(id).supplierId ?? 0));
      expect(buying.order(id).memo).toContain("Asked the supplier");
      expect(await eventsOf(id)).toEqual([{ activity: "ask supplier", kind: "app" }]);
    }
    expect(new Set([...letters.values()].flat().map(({ messageId }) => messageId)).size).toBe(orders.length);
  });
});

describe("the page that a letter opens", () => {
  test("shows its order and no other, to whoever holds the link", async () => {
    const [id = 0, other = 0] = orders;
    const page = await open(tokenOf(id));
    expect(page).toMatchObject({ number: buying.order(id).number, answered: null, lines: [{ sku: buying.order(id).lines[0]?.sku }] });
    const text = JSON.stringify(page);
    for (const secret of [buying.workspaceId, buying.connectionId, buying.order(other).number, String(id), "supplier 3"])
      expect(text).not.toContain(secret);
    expect(await outcome(open(`${tokenOf(id).slice(0, -2)}xx`))).toBe("SHARE_LINK_INVALID");
    expect(tokenOf(id)).toHaveLength(43);
  });

  test("takes no lines of another order, no day out of reach and no bare nonsense", async () => {
    const [id = 0] = orders;
    const token = tokenOf(id);
    const [line] = (await open(token)).lines;
    const say = (lines: { id: string; expectedOn: string; quantity: number }[]) =>
      outcome(buying.house.browser().call((api) => api.asks.answer({ token, lines })));
    const good = { id: line?.id ?? "", expectedOn: "2026-12-01", quantity: 10 };
    expect(await say([{ ...good, id: "77" }])).toBe("INPUT_INVALID");
    expect(await say([good, { ...good, id: "77" }])).toBe("INPUT_INVALID");
    expect(await say([{ ...good, expectedOn: "2126-12-01" }])).toBe("INPUT_INVALID");
    expect(await say([{ ...good, expectedOn: "<script>" }])).toBe("INPUT_INVALID");
    expect(await say([{ ...good, quantity: -1 }])).toBe("INPUT_INVALID");
    expect(await open(token)).toMatchObject({ answered: null });
  });

  test("an answer that the rules accept moves the expected date in the ERP, once; the second answer changes nothing", async () => {
    const [id = 0] = orders;
    const before = buying.order(id).lines.map(({ expectedDay }) => expectedDay ?? 0);
    await answer(id, { daysLater: 5 });
    expect(await eventsOf(id)).toEqual([
      { activity: "ask supplier", kind: "app" },
      { activity: "answer with a change", kind: "supplier" },
    ]);
    expect(await outcome(answer(id, { daysLater: 9 }))).toBe("ASK_ANSWERED");
    await buying.decide();
    await buying.run();
    expect(await buying.decided(ACCEPT)).toEqual([id]);
    expect(buying.order(id).lines.map(({ expectedDay }) => expectedDay)).toEqual(before.map((day) => day + 5));
    expect(await open(tokenOf(id))).toMatchObject({ answered: { lines: [{ expectedOn: dayText((before[0] ?? 0) + 5) }] } });

    const dates = (await buying.effects(id)).find(({ kind }) => kind === "set expected dates");
    const { jobRunId } = await buying.owner.call((api) => api.automations.undo({ effectIds: [dates?.id ?? ""], reason: "for the test" }));
    expect(await buying.done(jobRunId)).toMatchObject({ conflicts: [] });
    expect(buying.order(id).lines.map(({ expectedDay }) => expectedDay)).toEqual(before);
  });

  test("what no rule takes reaches a buyer in the ERP: a date too far away, fewer than ordered", async () => {
    const [, far = 0, fewer = 0] = orders;
    await answer(far, { daysLater: 30 });
    await answer(fewer, { share: 0.5 });
    await buying.decide();
    await buying.run();
    expect(buying.order(far).memo).toMatch(/Supplier wants 30 days later: a buyer has to decide$/);
    expect(buying.order(fewer).memo).toMatch(/Supplier wants -50 % of the quantity: a buyer has to decide$/);
  });

  test("closes when somebody closes it, and after two weeks", async () => {
    const [, , , closed = 0, late = 0] = orders;
    const effect = (await buying.effects(closed)).find(({ kind }) => kind === "ask by letter");
    await buying.owner.call((api) => api.asks.close({ effectId: effect?.id ?? "" }));
    expect(await outcome(open(tokenOf(closed)))).toBe("SHARE_LINK_INVALID");
    expect(await outcome(answer(closed))).toBe("SHARE_LINK_INVALID");
    expect(await outcome(buying.owner.call((api) => api.asks.close({ effectId: effect?.id ?? "" })))).toBe("NOT_FOUND");
    await open(tokenOf(late));
    buying.house.clock.advance(15 * 24 * HOUR_MS);
    expect(await outcome(open(tokenOf(late)))).toBe("SHARE_LINK_INVALID");
  });
});

describe("the next letter about an order", () => {
  test("is not sent twice when its worker dies with the letter gone: a person says whether it is sent again, with the same page", async () => {
    // Two weeks have passed on the house's clock: all of them are silent once more.
    await buying.decide();
    const again = orders.slice(3);
    const sent: Letter[] = [];
    const worker = mortalWorker(
      withMail((letter) => {
        sent.push(letter);
        worker.die();
      }),
    );
    await expect(buying.run(worker.context)).rejects.toThrow(Died);
    const [gone] = sent;
    if (!gone) throw new Error("no letter left");
    const id = orderOf(gone);
    expect(again).toContain(id);
    buying.house.clock.advance(4 * 60_000);
    const limited = again.filter((other) => other !== id);
    await limit(limited[0] ?? 0);
    await buying.run(withMail((letter) => void sent.push(letter)));
    expect(sent.filter((letter) => orderOf(letter) === id)).toHaveLength(1);
    expect(await stateOf(id)).toEqual(["done", "done", "failed", "refused"]);
    const failed = (await buying.effects(id))[2];
    expect(failed?.problem).toContain("It is not known whether the letter left");

    await buying.owner.call((api) => api.automations.redo({ effectIds: [failed?.id ?? ""] }));
    buying.house.jobs.length = 0;
    await buying.run(withMail((letter) => void sent.push(letter)));
    const both = sent.filter((letter) => orderOf(letter) === id);
    expect(both).toHaveLength(2);
    expect(both[1]).toEqual(both[0]);
    // The step that the letter held up is done with it, and nobody is written to a third time.
    expect((await stateOf(id)).slice(2)).toEqual(["done", "done"]);
    await buying.decide();
    await buying.run(withMail((letter) => void sent.push(letter)));
    expect(sent.filter((letter) => orderOf(letter) === id)).toHaveLength(2);
    // The page of the first letter about this order is closed by the second.
    expect(await outcome(open(tokenOf(id)))).toBe("SHARE_LINK_INVALID");

    // The one whose supplier has had its letters for today waits.
    expect(sent.filter((letter) => orderOf(letter) === limited[0])).toEqual([]);
    expect((await stateOf(limited[0] ?? 0))[2]).toBe("ready");
    buying.house.clock.advance(25 * HOUR_MS);
    await buying.run(withMail((letter) => void sent.push(letter)));
    expect(sent.filter((letter) => orderOf(letter) === limited[0])).toHaveLength(1);
  });
});

/** The supplier of an order has had as many letters today as one may get. */
async function limit(id: number): Promise<void> {
  await buying.house.store.within({ workspaceId: buying.workspaceId }, async (tx) => {
    await sql`update supplier_ask set recipient = ${String(buying.order(id).supplierId)}, created_at = ${buying.house.clock.now}
      where id in (select id from supplier_ask order by id limit 20)`.execute(tx);
  });
}
