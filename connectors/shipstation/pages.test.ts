import { expect, test } from "vitest";
import { secondsToWait } from "./ask-shipstation.js";
import { changedOrders, createdLabels } from "./pages.js";

type Row = { orderId: number; modifyDate: string };
const at = (second: number): string =>
  `2026-11-03T08:${String(Math.floor(second / 60)).padStart(2, "0")}:${String(second % 60).padStart(2, "0")}.0000000`;

/** ShipStation's list of orders over rows that may change between two questions. */
function vendorOf(rows: Row[], { beforeAnswer = (_call: number) => {}, spoil = (given: Row[], _call: number) => given } = {}) {
  let calls = 0;
  return {
    log: async () => {},
    post: async () => Promise.reject(new Error("nothing is posted")),
    get: async ({ params }: { params?: string | Record<string, string | number | string[] | number[]> }) => {
      beforeAnswer(++calls);
      const asked = typeof params === "object" ? params : {};
      const from = String(asked["modifyDateStart"]).replace(" ", "T");
      const found = rows.filter(({ modifyDate }) => modifyDate >= from).sort((a, b) => (a.modifyDate < b.modifyDate ? -1 : a.modifyDate > b.modifyDate ? 1 : a.orderId - b.orderId)); // prettier-ignore
      const start = (Number(asked["page"]) - 1) * 500;
      const orders = spoil(found.slice(start, start + 500), calls);
      return { headers: {}, data: { orders, total: found.length, page: Number(asked["page"]), pages: Math.ceil(found.length / 500) } };
    },
  };
}

async function idsOf(vendor: ReturnType<typeof vendorOf>): Promise<Set<unknown>> {
  const ids = new Set<unknown>();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is asked of it is there
  for await (const { rows } of changedOrders(vendor as never, "2026-11-03T16:00:00.000Z")) for (const row of rows) ids.add(row["orderId"]);
  return ids;
}

test("an order that changes while pages are read moves to the end, and no other one is skipped", async () => {
  const rows = Array.from({ length: 1200 }, (_, index) => ({ orderId: index, modifyDate: at(index) }));
  const vendor = vendorOf(rows, {
    beforeAnswer: (call) => {
      const row = rows[call * 10];
      if (call === 2 && row) row.modifyDate = at(3000);
    },
  });
  expect((await idsOf(vendor)).size).toBe(1200);
});

test("more orders of one second than a page holds are all read", async () => {
  const rows = Array.from({ length: 1100 }, (_, index) => ({ orderId: index, modifyDate: at(7) }));
  expect((await idsOf(vendorOf(rows))).size).toBe(1100);
});

test("half a page without a word is read on from where it ended; nothing at all is an error", async () => {
  const rows = Array.from({ length: 900 }, (_, index) => ({ orderId: index, modifyDate: at(index) }));
  expect((await idsOf(vendorOf(rows, { spoil: (given, call) => (call === 1 ? given.slice(0, 250) : given) }))).size).toBe(900);
  await expect(idsOf(vendorOf(rows, { spoil: () => [] }))).rejects.toThrow("ShipStation counts 900 orders and gives 0 of them");
});

test("a page of labels that is shorter than it says ends the run, and the next one reads it again", async () => {
  const label = { shipmentId: 1, createDate: at(1) };
  const get = async () => ({ headers: {}, data: { shipments: [label], total: 2, page: 1, pages: 1 } });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is asked of it is there
  const pages = createdLabels({ get } as never, "2026-11-03T16:00:00.000Z");
  await expect(pages.next()).rejects.toThrow("ShipStation counts 2 labels on a page and gives 1 of them");
});

test("half of the minute's calls are left to others: then the next one waits until the window begins anew", () => {
  const headers = (remaining: number) => ({
    "x-rate-limit-limit": "40",
    "x-rate-limit-remaining": String(remaining),
    "x-rate-limit-reset": "17",
  });
  expect(secondsToWait(headers(21))).toBe(0);
  expect(secondsToWait(headers(20))).toBe(17);
  expect(secondsToWait({ ...headers(3), "x-rate-limit-reset": "600" })).toBe(60);
  expect(secondsToWait({})).toBe(0);
});
