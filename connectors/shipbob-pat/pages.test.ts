import { expect, test } from "vitest";
import { isScarce, ShipBobError } from "./ask-shipbob.js";
import { askShipBob, tellShipBob } from "./ask-shipbob.js";
import { linkedPages, numberedPages, type Row } from "./pages.js";
import * as z from "zod";

type Answer = { data: unknown; headers?: Record<string, string> };

function vendorOf(answers: readonly (Answer | Error)[]) {
  const asked: string[] = [];
  const next = async ({ endpoint }: { endpoint: string }) => {
    const answer = answers[asked.length];
    asked.push(endpoint);
    if (!answer || answer instanceof Error) throw answer ?? new Error("asked too often");
    return { headers: {}, ...answer };
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is asked of it is there
  return { asked, nango: { log: async () => {}, get: next, post: next, put: next } as never };
}

async function rowsOf(pages: AsyncGenerator<Row[] | { rows: Row[] }, void, void>): Promise<unknown[]> {
  const ids: unknown[] = [];
  for await (const page of pages) for (const row of Array.isArray(page) ? page : page.rows) ids.push(row["id"]);
  return ids;
}
const page = (ids: number[], headers: Record<string, string> = {}): Answer => ({ data: ids.map((id) => ({ id })), headers });
const numbered = (answers: Answer[]) =>
  rowsOf(numberedPages(vendorOf(answers).nango, (number) => ({ path: `/list/${number}` }), { pageSize: 2 }));

test("a list without an envelope is read as long as a next page is named", async () => {
  expect(await numbered([page([1, 2], { "Next-Page": "/list?Page=2" }), page([3], { "Total-Count": "3" })])).toEqual([1, 2, 3]);
  expect(await numbered([page([])])).toEqual([]);
});

test("a page that is shorter than it should be ends the run, and nothing moves on", async () => {
  await expect(numbered([page([1], { "next-page": "x" })])).rejects.toThrow("has 1 rows instead of 2");
  await expect(numbered([page([1, 2], { "next-page": "x" }), page([3], { "total-count": "4" })])).rejects.toThrow("1 rows instead of 2");
});

test("a list with addresses is followed on our own host, and counted where ShipBob counts", async () => {
  const first = { items: [{ id: 1 }], next: "https://elsewhere.example/2026-01/return?Cursor=2" };
  const { nango, asked } = vendorOf([{ data: first }, { data: { items: [{ id: 2 }], next: null } }]);
  expect(await rowsOf(linkedPages(nango, { path: "/2026-01/return" }))).toEqual([1, 2]);
  expect(asked).toEqual(["/2026-01/return", "/2026-01/return?Cursor=2"]);
  const short = vendorOf([{ data: { items: [{ id: 1 }], next: null }, headers: { "total-count": "2" } }]);
  await expect(rowsOf(linkedPages(short.nango, { path: "/2026-01/return" }))).rejects.toThrow("counts 2 rows and gave 1");
});

test("a refusal says ShipBob's own words, whichever of its three shapes they have; a server error stays one", async () => {
  const refused = (status: number, data: unknown) => Object.assign(new Error("HTTP"), { response: { status, data } });
  const said = async (error: Error): Promise<unknown> =>
    askShipBob(vendorOf([error]).nango, { path: "/" }, z.unknown()).catch((caught: unknown) => caught);
  expect(await said(refused(422, { reference_id: ["taken"] }))).toEqual(new ShipBobError(422, "taken"));
  expect(await said(refused(400, { title: "Bad", detail: "no such day" }))).toEqual(new ShipBobError(400, "no such day"));
  expect(await said(refused(409, { message: "too late" }))).toEqual(new ShipBobError(409, "too late"));
  expect(await said(refused(503, {}))).not.toBeInstanceOf(ShipBobError);
});

test("a write goes out once, under its channel", async () => {
  const calls: unknown[] = [];
  const post = async (call: unknown) => {
    calls.push(call);
    return { headers: {}, data: { id: 1 } };
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is asked of it is there
  await tellShipBob({ post } as never, { method: "POST", path: "/x", body: { a: 1 }, channelId: "9" });
  expect(calls).toEqual([{ endpoint: "/x", data: { a: 1 }, retries: 0, headers: { shipbob_channel_id: "9" } }]);
});

test("a fifth of the minute's calls is left to others", () => {
  expect(isScarce({ "x-remaining-calls": "30" })).toBe(false);
  expect(isScarce({ "x-remaining-calls": "29" })).toBe(true);
  expect(isScarce({ "x-ratelimit-remaining": "3" })).toBe(true);
  expect(isScarce({})).toBe(false);
});
