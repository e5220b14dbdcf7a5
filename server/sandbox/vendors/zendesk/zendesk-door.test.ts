import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import * as z from "zod";
import { exportAll, openTestDesk } from "#tests/sandbox/ask-zendesk.ts";
import { memoryJournal } from "../../journal.ts";
import { timeOf } from "./account.ts";
import { ZENDESK_CLIENT } from "./zendesk-door.ts";
import type { TestDesk } from "#tests/sandbox/ask-zendesk.ts";
import type { Ticket } from "../../departments/helpdesk/ticket.ts";

const ticketsOf = ({ sandbox }: TestDesk): readonly Ticket[] => sandbox.departments.helpdesk.state.tickets;

function openTicketOf(desk: TestDesk): Ticket {
  const ticket = ticketsOf(desk).findLast(({ status }) => status === "new" || status === "open");
  if (!ticket) throw new Error("no open ticket");
  return ticket;
}

const update = (desk: TestDesk, id: number, ticket: Record<string, unknown>) =>
  desk.ask("PUT", `/api/v2/tickets/${id}`, { body: { ticket } });

test("the export gives every ticket once in the order of its last change, and goes on by its cursor with what changed since", async () => {
  const desk = openTestDesk();
  desk.sandbox.advance(desk.sandbox.shop.state.nowMs + 120_000);
  const { pages, cursor } = await exportAll(desk, 7);
  expect(pages.length).toBeGreaterThan(3);
  const ids = pages.flatMap(({ tickets }) => tickets.map(({ id }) => id));
  expect(ids.toSorted((a, b) => a - b)).toEqual(ticketsOf(desk).map(({ id }) => id));
  expect((await exportAll(desk, 7, cursor)).pages.flatMap(({ tickets }) => tickets)).toEqual([]);
  const before = new Map(ticketsOf(desk).map(({ id, updatedMs }) => [id, updatedMs]));
  desk.sandbox.advance(desk.sandbox.shop.state.nowMs + 14 * 3_600_000);
  const changed = ticketsOf(desk).filter(({ id, updatedMs }) => before.get(id) !== updatedMs);
  const again = (await exportAll(desk, 7, cursor)).pages.flatMap(({ tickets }) => tickets.map(({ id }) => id));
  const hidden = changed.filter(({ updatedMs }) => updatedMs > desk.sandbox.shop.state.nowMs - 60_000);
  expect(again.toSorted((a, b) => a - b)).toEqual(changed.filter((ticket) => !hidden.includes(ticket)).map(({ id }) => id));
});

test("the newest minute is not given, a start within it is refused, and so is a cursor that is none", async () => {
  const desk = openTestDesk();
  const nowSeconds = Math.floor(desk.sandbox.shop.state.nowMs / 1000);
  const path = "/api/v2/incremental/tickets/cursor";
  expect(await desk.ask("GET", path, { query: { start_time: String(nowSeconds - 30) } })).toMatchObject({ status: 400 });
  expect(await desk.ask("GET", path, { query: { cursor: "no" } })).toMatchObject({ status: 400, body: { error: "InvalidCursor" } });
  expect(await desk.ask("GET", path)).toMatchObject({ status: 400, body: { error: "StartTimeMissing" } });
  const id = openTicketOf(desk).id;
  await update(desk, id, { priority: "urgent" });
  const { pages } = await exportAll(desk, 1000);
  expect(pages.flatMap(({ tickets }) => tickets).some((ticket) => ticket.id === id)).toBe(false);
});

test("an agent who is no admin exports nothing, and reads nothing that the scopes do not hold", async () => {
  const agent = openTestDesk({ profile: "minimal" });
  const path = "/api/v2/incremental/tickets/cursor";
  expect(await agent.ask("GET", path, { query: { start_time: "0" } })).toMatchObject({ status: 403 });
  const narrow = openTestDesk({ scopes: ["tickets:read"] });
  const { id } = openTicketOf(narrow);
  expect(await narrow.ask("GET", `/api/v2/tickets/${id}`)).toMatchObject({ status: 200 });
  expect(await narrow.ask("GET", `/api/v2/tickets/${id}/audits`)).toMatchObject({ status: 403 });
  expect(await update(narrow, id, { priority: "low" })).toMatchObject({ status: 403 });
  expect(await narrow.ask("GET", "/api/v2/users/me", { headers: {} })).toMatchObject({ status: 401 });
});

test("audits come by cursor, oldest first, and a deleted ticket has none", async () => {
  const desk = openTestDesk();
  const longest = ticketsOf(desk).toSorted((a, b) => b.saves.length - a.saves.length)[0];
  if (!longest) throw new Error("no ticket");
  const Page = z.object({
    audits: z.array(z.object({ id: z.number() })),
    meta: z.object({ has_more: z.boolean(), after_cursor: z.string().nullable() }),
  });
  const ids: number[] = [];
  for (let after: string | null = null; ;) {
    const query: Record<string, string> = { "page[size]": "2", ...(after === null ? {} : { "page[after]": after }) };
    const page: z.infer<typeof Page> = await desk.read(Page, `/api/v2/tickets/${longest.id}/audits.json`, query);
    ids.push(...page.audits.map(({ id }) => id));
    after = page.meta.after_cursor;
    if (!page.meta.has_more) break;
  }
  expect(ids).toEqual(longest.saves.map(({ id }) => id));
  const deleted = ticketsOf(desk).find(({ status }) => status === "deleted");
  if (!deleted) throw new Error("no deleted ticket");
  expect(await desk.ask("GET", `/api/v2/tickets/${deleted.id}/audits`)).toMatchObject({ status: 404 });
});

test("safe_update compares the stamp to the second, whatever its value; without it the last one wins", async () => {
  const desk = openTestDesk();
  const ticket = openTicketOf(desk);
  const stale = timeOf(ticket.updatedMs - 5000);
  expect(await update(desk, ticket.id, { priority: "urgent", safe_update: true, updated_stamp: stale })).toMatchObject({
    status: 409,
    body: { error: "UpdateConflict" },
  });
  expect(await update(desk, ticket.id, { priority: "urgent", safe_update: false, updated_stamp: stale })).toMatchObject({ status: 409 });
  const stamp = timeOf(ticket.updatedMs);
  expect(await update(desk, ticket.id, { priority: "urgent", safe_update: true, updated_stamp: stamp })).toMatchObject({
    status: 200,
    body: { ticket: { priority: "urgent" }, audit: { author_id: 85_000_901, via: { channel: "api" } } },
  });
  expect(await update(desk, ticket.id, { priority: "low", updated_stamp: stale })).toMatchObject({ status: 200 });
  expect(desk.sandbox.departmentLedger().map(({ changed }) => changed)).toEqual([true, true]);
});

test("tags are added and removed one by one, a merge tells its end by a job, and a closed ticket cannot be changed", async () => {
  const desk = openTestDesk();
  const [target, source] = ticketsOf(desk).filter(({ status }) => status === "new" || status === "open");
  if (!target || !source) throw new Error("no open tickets");
  const tags = (method: string, list: string[]) => desk.ask(method, `/api/v2/tickets/${target.id}/tags`, { body: { tags: list } });
  expect(await tags("PUT", ["b_tag", "a_tag"])).toMatchObject({ status: 200, body: { tags: expect.arrayContaining(["a_tag", "b_tag"]) } });
  expect(await tags("DELETE", ["b_tag"])).toMatchObject({ status: 204 });
  expect(target.tags).not.toContain("b_tag");
  const merge = await desk.ask("POST", `/api/v2/tickets/${target.id}/merge`, { body: { ids: [source.id] } });
  const { job_status: job } = z.object({ job_status: z.object({ id: z.string(), status: z.string() }) }).parse(merge.body);
  expect(job.status).toBe("queued");
  expect(await desk.ask("GET", `/api/v2/job_statuses/${job.id}`)).toMatchObject({ body: { job_status: { status: "completed" } } });
  expect(await update(desk, source.id, { priority: "low" })).toMatchObject({ status: 422, body: { error: "RecordInvalid" } });
  expect(await update(desk, 1, { priority: "low" })).toMatchObject({ status: 404 });
});

test("a plan's calls a minute are counted, with the narrower limits of exports and updates, and Retry-After says when they begin anew", async () => {
  const desk = openTestDesk({ plan: "team" });
  const first = await desk.ask("GET", "/api/v2/users/me");
  expect(first.headers).toMatchObject({ "x-rate-limit": "200", "ratelimit-remaining": "199" });
  const exported = () => desk.ask("GET", "/api/v2/incremental/tickets/cursor", { query: { start_time: "0" } });
  for (let call = 1; call <= 10; call++) expect((await exported()).status).toBe(200);
  desk.wall.nowMs += 20_000;
  const refused = await exported();
  expect(refused).toMatchObject({ status: 429, headers: { "retry-after": "40" } });
  expect(refused.headers["zendesk-ratelimit-incremental-exports-cursor"]).toBe("total=10; remaining=0; resets=40");
  desk.wall.nowMs += 40_000;
  expect((await exported()).status).toBe(200);
  for (let call = 0; call < 199; call++) await desk.ask("GET", "/api/v2/users/me");
  expect(await desk.ask("GET", "/api/v2/users/me")).toMatchObject({ status: 429 });
  const { id } = openTicketOf(desk);
  desk.wall.nowMs += 60_000;
  for (let call = 0; call < 30; call++) expect((await update(desk, id, { priority: call % 2 ? "low" : "high" })).status).toBe(200);
  expect(await update(desk, id, { priority: "urgent" })).toMatchObject({ status: 429, headers: { "retry-after": "600" } });
});

test("faults: a limit, a server error, a cut answer after the effect, half a page, an old cursor, spoiled rows", async () => {
  const desk = openTestDesk();
  const { faults } = desk.sandbox;
  desk.sandbox.advance(desk.sandbox.shop.state.nowMs + 120_000);
  const exported = () => desk.ask("GET", "/api/v2/incremental/tickets/cursor", { query: { start_time: "0" } });
  const { pages, cursor } = await exportAll(desk, 1000);
  const all = pages[0]?.tickets.length ?? 0;
  faults.set({ kind: "http 429", times: 1, retryAfter: "7" });
  expect(await exported()).toMatchObject({ status: 429, headers: { "retry-after": "7" } });
  faults.set({ kind: "http 5xx", times: 1, status: 503 });
  expect(await exported()).toMatchObject({ status: 503 });
  faults.set({ kind: "short page", times: 1 });
  expect(await exported()).toMatchObject({ body: { tickets: expect.objectContaining({ length: Math.ceil(all / 2) }) } });
  faults.set({ kind: "cursor expired", times: 1 });
  expect(await desk.ask("GET", "/api/v2/incremental/tickets/cursor", { query: { cursor } })).toMatchObject({ status: 400 });
  for (const kind of ["unknown value", "poison record", "hostile text"] as const) faults.set({ kind, times: 1 });
  const { body } = await exported();
  const [row] = z.object({ tickets: z.array(z.looseObject({})) }).parse(body).tickets;
  expect(row).toMatchObject({ updated_at: null, subject: expect.stringContaining("DROP TABLE") });
  expect(JSON.stringify(body)).toContain('"status":"parked"');
  faults.set({ kind: "cut after success", times: 1 });
  const { id } = openTicketOf(desk);
  expect(await update(desk, id, { priority: "urgent" })).toMatchObject({ wire: "cut" });
  expect(openTicketOf(desk).priority).toBe("urgent");
});

test("webhooks: one message an event of a save, signed over timestamp and raw body, kept over a restart, none for the back-fill", async () => {
  const journal = memoryJournal();
  const desk = openTestDesk({ journal });
  const webhook = {
    name: "Slipstream",
    endpoint: "http://127.0.0.1:9/hook",
    http_method: "POST",
    request_format: "json",
    status: "active",
    subscriptions: ["zen:event-type:ticket.priority_changed", "zen:event-type:ticket.comment_added"],
  };
  const made = await desk.ask("POST", "/api/v2/webhooks", { body: { webhook } });
  expect(made).toMatchObject({ status: 201 });
  const outside = { ...webhook, endpoint: "https://example.com/hook" };
  expect(await desk.ask("POST", "/api/v2/webhooks", { body: { webhook: outside } })).toMatchObject({ status: 400 });
  const { id } = openTicketOf(desk);
  await update(desk, id, { priority: "urgent", group_id: 87_000_003, comment: { body: "Look", public: false } });
  await desk.door.webhooks.flush();
  expect(desk.delivered.map(({ body }) => JSON.parse(body).type)).toEqual([
    "zen:event-type:ticket.comment_added",
    "zen:event-type:ticket.priority_changed",
  ]);
  const [first, second] = desk.delivered;
  const sequences = [first, second].map((delivery) => JSON.parse(delivery?.body ?? "").event.meta.sequence.id);
  expect(sequences[0]).toBe(sequences[1]);
  const timestamp = first?.headers["x-zendesk-webhook-signature-timestamp"] ?? "";
  const expected = createHmac("sha256", ZENDESK_CLIENT.clientSecret).update(`${timestamp}${first?.body}`).digest("base64");
  expect(first?.headers["x-zendesk-webhook-signature"]).toBe(expected);

  const again = openTestDesk({ journal });
  const secondTicket = openTicketOf(again);
  await update(again, secondTicket.id, { priority: secondTicket.priority === "low" ? "high" : "low" });
  await again.door.webhooks.flush();
  expect(again.delivered.length).toBe(1);
});
