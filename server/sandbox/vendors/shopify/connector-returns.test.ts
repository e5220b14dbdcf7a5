import { expect, test } from "vitest";
import { callerOf, openTestShop, smallShop } from "#tests/sandbox/ask-shopify.ts";
import { approveRequest, declineRequest } from "../../../../connectors/shopify/answer-request.ts";
import { readRows } from "../../../../connectors/kit/read-rows.ts";
import { RETURNS } from "../../../../connectors/shopify/operations.ts";
import { changedSince } from "../../../../connectors/shopify/pages.ts";
import { readReturn } from "../../../../connectors/shopify/read-return.ts";
import { refundReturn } from "../../../../connectors/shopify/refund-return.ts";
import { restockReturn } from "../../../../connectors/shopify/restock-return.ts";
import { readReturnRow, returnRows } from "../../../../connectors/shopify/to-return.ts";
import { disposedQuantity, isRefunded, refundedMinor, refundsOf } from "../../departments/returns/state.ts";
import { orderId, returnId } from "./ids.ts";
import type { Return } from "../../../../connectors/records/return.ts";
import type { ReturnCase } from "../../departments/returns/return-case.ts";
import type { TestShop } from "#tests/sandbox/ask-shopify.ts";

const settings = smallShop({ seed: "returns unseen", days: 30, ordersPerDay: 90, profile: "sloppy" });
const WITH_RETURNS = "(return_status:return_requested OR return_status:in_progress OR return_status:inspection_complete OR return_status:returned OR return_status:return_failed)"; // prettier-ignore

async function followed(shop: TestShop): Promise<{ returns: Map<string, Return>; rejected: number }> {
  const ask = {
    query: RETURNS,
    root: "orders",
    since: "2026-01-01T00:00:00Z",
    pageSize: 20,
    filter: WITH_RETURNS,
    variables: { withCustomer: true },
  };
  const returns = new Map<string, Return>();
  let rejected = 0;
  for await (const page of changedSince(callerOf(shop), ask)) {
    const read = readRows(returnRows(page.rows), readReturnRow);
    rejected += read.rejected.length;
    for (const record of read.records) returns.set(record.id, record);
  }
  return { returns, rejected };
}

const sum = (item: ReturnCase, ...types: readonly string[]) =>
  item.dispositions.filter(({ type }) => types.includes(type)).reduce((total, { quantity }) => total + quantity, 0);

test("the connector holds every return as the shop does: state, value, what was paid back, and what was done with the goods", async () => {
  const shop = openTestShop({ settings, plan: "unlimited" });
  const { state } = shop.sandbox.departments.returns;
  const { returns, rejected } = await followed(shop);
  expect(rejected).toBe(0);
  expect(returns.size).toBe(state.returns.length);
  expect(state.returns.length).toBeGreaterThan(80);
  for (const item of state.returns) {
    const paid = refundsOf(state, item.orderNumber).filter((refund) => refund.returnId === item.id);
    expect(returns.get(returnId(item.id))).toMatchObject({
      number: item.name,
      orderId: orderId(item.orderNumber),
      requestedAt: new Date(Math.floor(item.requestedMs / 1000) * 1000).toISOString(),
      state: item.status.toLowerCase(),
      value: { amountMinor: item.valueMinor, currency: "USD" },
      refunded:
        paid.length === 0 ? null : { amountMinor: paid.reduce((total, { amountMinor }) => total + amountMinor, 0), currency: "USD" },
      lines: [
        {
          sku: item.sku,
          reason: item.reason,
          quantity: item.quantity,
          refundedQuantity: paid.length === 0 ? 0 : item.quantity,
          receivedQuantity: sum(item, "PROCESSING_REQUIRED"),
          restockedQuantity: sum(item, "RESTOCKED"),
          writtenOffQuantity: sum(item, "NOT_RESTOCKED", "MISSING"),
        },
      ],
    });
  }
});

test("a page of returns costs less than one query may, on a shop of the usual plan", async () => {
  const shop = openTestShop({ settings });
  const answer = await shop.ask(RETURNS, { first: 20, query: WITH_RETURNS, withCustomer: true });
  expect(answer.errors).toBeUndefined();
  expect(answer.extensions?.cost.requestedQueryCost).toBeLessThan(1000);
});

function found(shop: TestShop, fits: (item: ReturnCase, paid: boolean) => boolean): ReturnCase {
  const { state } = shop.sandbox.departments.returns;
  const item = state.returns.find((one) => fits(one, refundsOf(state, one.orderNumber).length > 0));
  if (!item) throw new Error("no such return here");
  return item;
}
const regardless = { notifyCustomer: false, expectedUpdatedAt: null };
const isRequest = (item: ReturnCase, paid: boolean) => item.status === "REQUESTED" && !paid;
const isGraded = (item: ReturnCase, paid: boolean) =>
  item.status === "OPEN" && item.grade !== null && item.grade !== "d" && !paid && disposedQuantity(item) === 0;

test("a request is approved once, and what was decided on an older state is refused", async () => {
  const shop = openTestShop({ settings });
  const id = returnId(found(shop, isRequest).id);
  const nango = callerOf(shop);
  const old = approveRequest(nango, { returnId: id, notifyCustomer: false, expectedUpdatedAt: "2026-01-01T00:00:00Z" });
  await expect(old).rejects.toMatchObject({ payload: { type: "conflict" } });
  expect(await approveRequest(nango, { returnId: id, ...regardless })).toMatchObject({ alreadyDone: false, return: { state: "open" } });
  expect(await approveRequest(nango, { returnId: id, ...regardless })).toMatchObject({ alreadyDone: true });
  const late = declineRequest(nango, { returnId: id, reason: "OTHER", note: "", ...regardless });
  await expect(late).rejects.toMatchObject({ payload: { type: "conflict", state: "open" } });
  expect(shop.sandbox.departmentLedger()).toHaveLength(1);
});

test("a request is declined once, with the reason that the customer reads", async () => {
  const shop = openTestShop({ settings });
  const id = returnId(found(shop, isRequest).id);
  const asked = { returnId: id, reason: "FINAL_SALE", note: "Candles are not taken back.", ...regardless };
  expect(await declineRequest(callerOf(shop), asked)).toMatchObject({ return: { state: "declined", declineReason: "final_sale" } });
  expect(await declineRequest(callerOf(shop), asked)).toMatchObject({ alreadyDone: true });
  expect(shop.sandbox.departmentLedger()).toHaveLength(1);
});

test("a return is paid back once, however often it is asked for, and a refund by hand is seen", async () => {
  const shop = openTestShop({ settings });
  const { state } = shop.sandbox.departments.returns;
  const item = found(shop, isGraded);
  const asked = {
    returnId: returnId(item.id),
    amount: { amountMinor: item.valueMinor, currency: "USD" },
    note: "Refunded after inspection",
    key: "effect-1",
    ...regardless,
  };
  const dearer = refundReturn(callerOf(shop), { ...asked, amount: { amountMinor: item.valueMinor + 1, currency: "USD" } });
  await expect(dearer).rejects.toMatchObject({ payload: { type: "conflict" } });
  expect(refundsOf(state, item.orderNumber)).toEqual([]);
  // The answer of the first call is lost on its way: the second finds the refund.
  const { post } = callerOf(shop);
  const deaf = { ...callerOf(shop), post: async (config: Parameters<typeof post>[0]) => lost(await post(config), config.data) };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as callerOf
  await expect(refundReturn(deaf as never, asked)).rejects.toThrow("cut");
  expect(refundedMinor(state, item.orderNumber)).toBe(item.valueMinor);
  for (const key of ["effect-1", "effect-2"])
    expect(await refundReturn(callerOf(shop), { ...asked, key })).toMatchObject({
      alreadyDone: true,
      return: { refunded: { amountMinor: item.valueMinor } },
    });
  expect(refundsOf(state, item.orderNumber)).toHaveLength(1);
  const byHand = found(shop, (one) => one.status === "CLOSED" && one.grade === "a" && isRefunded(state, one));
  const again = { ...asked, returnId: returnId(byHand.id), amount: { amountMinor: byHand.valueMinor, currency: "USD" }, key: "effect-3" };
  expect(await refundReturn(callerOf(shop), again)).toMatchObject({ alreadyDone: true });
});

function lost<T>(answer: T, asked: unknown): T {
  if (JSON.stringify(asked).includes("refundCreate")) throw new Error("cut");
  return answer;
}

test("a refund without goods names its return, and counts for it while nobody has answered the request", async () => {
  const shop = openTestShop({ settings });
  const { state } = shop.sandbox.departments.returns;
  const item = found(shop, isRequest);
  const nango = callerOf(shop);
  const { record } = await readReturn(nango, returnId(item.id));
  expect(record.lines[0]?.refundedQuantity).toBe(0);
  const amount = { amountMinor: item.valueMinor, currency: "USD" };
  const done = await refundReturn(nango, { returnId: record.id, amount, note: "Please keep the item.", key: "k", ...regardless });
  expect(done.return.lines[0]?.refundedQuantity).toBe(item.quantity);
  expect(refundsOf(state, item.orderNumber).at(-1)?.note).toBe(`${item.name} Please keep the item.`);
});

test("goods go on the shelf once, none before they were received, and none that were written off", async () => {
  const shop = openTestShop({ settings });
  const nango = callerOf(shop);
  const awaited = found(shop, (item) => item.status === "OPEN" && item.dispositions.length === 0);
  const early = restockReturn(nango, { returnId: returnId(awaited.id), goods: "restock", expectedUpdatedAt: null });
  await expect(early).rejects.toMatchObject({ payload: { type: "not_allowed" } });
  const item = found(shop, isGraded);
  const asked = { returnId: returnId(item.id), goods: "restock", expectedUpdatedAt: null } as const;
  expect(await restockReturn(nango, asked)).toMatchObject({
    alreadyDone: false,
    return: { lines: [{ restockedQuantity: item.quantity, writtenOffQuantity: 0 }] },
  });
  expect(await restockReturn(nango, asked)).toMatchObject({ alreadyDone: true });
  await expect(restockReturn(nango, { ...asked, goods: "write off" })).rejects.toMatchObject({ payload: { type: "conflict" } });
  expect(sum(item, "RESTOCKED")).toBe(item.quantity);
});

test("a return that is not there is refused by name", async () => {
  const shop = openTestShop({ settings });
  await expect(readReturn(callerOf(shop), returnId(5))).rejects.toMatchObject({ payload: { type: "not_found" } });
});
