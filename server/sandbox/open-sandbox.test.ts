import { createHash } from "node:crypto";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openTestShop, smallShop } from "#tests/sandbox/ask-shopify.ts";
import { folderJournal } from "./journal.ts";
import { openSandbox } from "./open-sandbox.ts";
import { orderId } from "./vendors/shopify/ids.ts";
import { createShopifyDoor } from "./vendors/shopify/shopify-door.ts";
import type { Journal } from "./journal.ts";
import type { Sandbox } from "./open-sandbox.ts";

const HOUR_MS = 3_600_000;
const app = { kind: "app", id: 9, title: "Slipstream" } as const;
const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const journalIn = (folder: string): Journal => folderJournal(folder, smallShop());
const fingerprint = ({ shop }: Sandbox): string =>
  createHash("sha256")
    .update(JSON.stringify([shop.state.nowMs, shop.state.orders, shop.state.events]))
    .digest("hex");

/** A day with a release in the morning and a cancel in the evening. */
function liveThroughADay(sandbox: Sandbox): void {
  const held = (): number => sandbox.shop.state.orders.find(({ holds }) => holds.length > 0)?.number ?? 0;
  const startMs = sandbox.shop.state.nowMs;
  sandbox.advance(startMs + 9 * HOUR_MS);
  expect(sandbox.act({ kind: "release", orderNumber: held(), holdIds: null }, app).ok).toBe(true);
  sandbox.advance(startMs + 20 * HOUR_MS);
  expect(
    sandbox.act(
      { kind: "cancel", orderNumber: held(), reason: "FRAUD", staffNote: null, restock: true, refund: true, notifyCustomer: false },
      app,
    ).ok,
  ).toBe(true);
  sandbox.advance(startMs + 24 * HOUR_MS);
}

test("a shop whose process was killed stands again as it stood, to the byte, with what it had accepted", () => {
  const folder = newFolder();
  const before = openSandbox(smallShop(), journalIn(folder));
  liveThroughADay(before);
  const after = openSandbox(smallShop(), journalIn(folder)); // nothing was closed or saved at the end
  expect(fingerprint(after)).toBe(fingerprint(before));
  expect(after.ledger().map(({ action }) => action.kind)).toEqual(["release", "cancel"]);
});

test("after a restart it goes on as it would have gone on", () => {
  const folder = newFolder();
  const before = openSandbox(smallShop(), journalIn(folder));
  liveThroughADay(before);
  const after = openSandbox(smallShop(), journalIn(folder));
  const laterMs = before.shop.state.nowMs + 48 * HOUR_MS;
  before.advance(laterMs);
  after.advance(laterMs);
  expect(fingerprint(after)).toBe(fingerprint(before));
});

test("the actions matter: without them the day ends otherwise", () => {
  const acted = openSandbox(smallShop());
  liveThroughADay(acted);
  const left = openSandbox(smallShop());
  left.advance(acted.shop.state.nowMs);
  expect(fingerprint(left)).not.toBe(fingerprint(acted));
});

test("a line cut off by the crash was never accepted and is dropped; the next one is whole again", () => {
  const folder = newFolder();
  liveThroughADay(openSandbox(smallShop(), journalIn(folder)));
  appendFileSync(join(folder, "journal.ndjson"), '{"kind":"action","seq":3,"atMs":17');
  const after = openSandbox(smallShop(), journalIn(folder));
  expect(after.ledger()).toHaveLength(2);
  after.act({ kind: "add tags", orderNumber: 1001, tags: ["again"] }, app);
  expect(openSandbox(smallShop(), journalIn(folder)).ledger()).toHaveLength(3);
});

test("a refused action leaves no trace in the ledger", () => {
  const sandbox = openSandbox(smallShop());
  expect(sandbox.act({ kind: "release", orderNumber: 424_242, holdIds: null }, app)).toEqual({ ok: false, refusal: "not found" });
  expect(sandbox.ledger()).toEqual([]);
});

test("tokens and subscriptions outlive the process, and no token stands in the folder", async () => {
  const folder = newFolder();
  const before = openTestShop({ journal: journalIn(folder) });
  await before.ask(
    `mutation { webhookSubscriptionCreate(topic: ORDERS_UPDATED, webhookSubscription: { uri: "http://127.0.0.1:9/hook" }) { userErrors { message } } }`,
  );
  const after = createShopifyDoor(openSandbox(smallShop(), journalIn(folder)), { wallNowMs: () => before.wall.nowMs });
  expect(after.subscriptions.list()).toEqual(before.door.subscriptions.list());
  expect(after.tokens.check(before.token)).toEqual(before.door.tokens.check(before.token));
  expect(after.tokens.check(before.token)).not.toBeNull();
  expect(readFileSync(join(folder, "journal.ndjson"), "utf8")).not.toContain("shpat_");
});

test("a folder of another shop is refused with what to do", () => {
  const folder = newFolder();
  journalIn(folder);
  expect(() => folderJournal(folder, smallShop({ seed: "another" }))).toThrow("holds the settings of another shop");
});

test("an action asked for through the vendor's door is repeated after a restart", async () => {
  const folder = newFolder();
  const before = openTestShop({ journal: journalIn(folder) });
  await before.ask(`mutation($id: ID!) { tagsAdd(id: $id, tags: ["kept"]) { userErrors { message } } }`, { id: orderId(1001) });
  const after = openTestShop({ journal: journalIn(folder) });
  expect(after.sandbox.shop.state.orders[0]?.tags).toContain("kept");
});

test("what an app did in the helpdesk is done again at its instant after a crash", () => {
  const folder = newFolder();
  const first = openSandbox(smallShop(), journalIn(folder));
  const { helpdesk } = first.departments;
  first.advance(first.shop.state.nowMs + 9 * HOUR_MS);
  const ticket = helpdesk.state.tickets.findLast(({ status }) => status === "new" || status === "open");
  const tags = { kind: "change tags", ticketId: ticket?.id ?? 0, add: ["seen"], remove: [], unchangedSinceMs: null } as const;
  expect(helpdesk.act(tags, app)).toMatchObject({ ok: true, changed: true });
  first.advance(first.shop.state.nowMs + 30 * HOUR_MS);
  const again = openSandbox(smallShop(), journalIn(folder));
  expect(again.departments.helpdesk.state.tickets).toEqual(helpdesk.state.tickets);
  expect(again.departmentLedger()).toEqual(first.departmentLedger());
  expect(again.departmentLedger()).toMatchObject([{ seq: 1, department: "helpdesk", by: app, action: tags, changed: true }]);
});
