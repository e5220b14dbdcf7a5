import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { dayOf } from "../../calendar.ts";
import { shopSettings } from "../../shop/settings.ts";
import { shiftOn } from "../../shop/staff.ts";
import { simulateWithTruth } from "../../truth/simulate-with-truth.ts";
import { createWorld } from "../../world.ts";
import { GROUPS } from "./groups.ts";
import { groupFor, groupKeyOf } from "./policy.ts";
import type { World } from "../../world.ts";
import type { HelpdeskAction } from "./act.ts";
import type { Ticket } from "./ticket.ts";

const app = { kind: "app", id: 9, title: "Slipstream" } as const;

function filled(change: Parameters<typeof shopSettings>[0] = {}): World {
  const settings = shopSettings({ days: 14, ordersPerDay: 200, ...change });
  const world = createWorld(settings);
  world.advance(settings.untilMs);
  return world;
}

const fingerprint = ({ departments, shop }: World): string =>
  createHash("sha256")
    .update(JSON.stringify([departments.helpdesk.state.tickets, shop.state.events.length]))
    .digest("hex");

const anUpdate = (ticket: Ticket, change: Partial<Extract<HelpdeskAction, { kind: "update ticket" }>>): HelpdeskAction => ({
  kind: "update ticket",
  ticketId: ticket.id,
  groupId: null,
  assigneeId: null,
  priority: null,
  status: null,
  comment: null,
  tags: null,
  unchangedSinceMs: null,
  ...change,
});

test("the same seed gives the same tickets to the byte, however the time is cut; another seed gives others", { timeout: 60_000 }, () => {
  const settings = shopSettings({ seed: "cut", days: 5, ordersPerDay: 150 });
  const whole = createWorld(settings);
  whole.advance(settings.untilMs);
  const stepped = createWorld(settings);
  for (let atMs = whole.shop.state.startMs; atMs < settings.untilMs; atMs += 1_234_567) stepped.advance(atMs);
  stepped.advance(settings.untilMs);
  expect(fingerprint(stepped)).toBe(fingerprint(whole));
  expect(fingerprint(filled({ seed: "other", days: 5, ordersPerDay: 150 }))).not.toBe(fingerprint(whole));
});

test(
  "three tickets for a hundred orders, twice as many for twice the orders, each about an order that was placed before it",
  { timeout: 60_000 },
  () => {
    const world = filled({ seed: "volume", days: 40, ordersPerDay: 300 });
    const { tickets } = world.departments.helpdesk.state;
    expect(tickets.length / world.shop.state.orders.length).toBeGreaterThan(0.026);
    expect(tickets.length / world.shop.state.orders.length).toBeLessThan(0.034);
    expect(
      filled({ seed: "volume", days: 40, ordersPerDay: 600 }).departments.helpdesk.state.tickets.length / tickets.length,
    ).toBeGreaterThan(1.75);
    for (const { orderNumber, createdMs } of tickets.filter(({ orderNumber }) => orderNumber !== null))
      expect(world.shop.state.orders[(orderNumber ?? 0) - 1001]?.placedMs).toBeLessThanOrEqual(createdMs);
  },
);

test(
  "every save of a person ends one touch at the same instant, inside the own shift, one at a time; a merge leaves a second save",
  { timeout: 60_000 },
  () => {
    const settings = shopSettings({ seed: "touches", days: 28, ordersPerDay: 500 });
    const truth = simulateWithTruth(settings);
    truth.advance(settings.untilMs);
    const { tickets, agents } = truth.departments.helpdesk.state;
    const byPeople = tickets.flatMap(({ saves }) => saves).filter(({ actor }) => actor.kind === "agent");
    const touches = truth.departmentTouches.filter(({ department }) => department === "helpdesk");
    const merges = touches.filter(({ activity }) => activity === "merge tickets");
    expect(merges.length).toBeGreaterThan(0);
    const traced = touches.filter(({ eventId }) => eventId !== null);
    expect(byPeople.length - traced.length).toBe(merges.length);
    const saves = new Map(byPeople.map((save) => [save.id, save]));
    for (const { eventId, endMs, staffId } of traced)
      expect(saves.get(eventId ?? 0)).toMatchObject({ atMs: endMs, actor: { account: { id: staffId } } });
    for (const agent of agents) {
      const own = touches.filter(({ staffId }) => staffId === agent.id);
      expect(own.length).toBeGreaterThan(20);
      for (const [index, { startMs, endMs }] of own.entries()) {
        expect(startMs).toBeGreaterThanOrEqual(own[index - 1]?.endMs ?? 0);
        const spans = shiftOn(settings, agent, dayOf(agent.hours.zone, endMs));
        expect(spans.some((span) => span.startMs <= startMs && endMs <= span.endMs)).toBe(true);
      }
    }
  },
);

test("most tickets end in the group of the policy, strict staff pass them on less often than sloppy staff", { timeout: 60_000 }, () => {
  const bounces = (profile: "strict" | "sloppy"): number => {
    const { tickets } = filled({ seed: "bounce", days: 40, ordersPerDay: 400, profile }).departments.helpdesk.state;
    const settled = tickets.filter(({ status, secondTopic, duplicateOf, topic }) => {
      return status === "closed" && secondTopic === null && duplicateOf === null && topic !== "spam";
    });
    const right = settled.filter((ticket) => groupKeyOf(ticket.groupId) === groupFor(ticket));
    expect(right.length / settled.length).toBeGreaterThan(profile === "strict" ? 0.98 : 0.93);
    return settled.reduce((sum, ticket) => sum + routingsOf(ticket), 0) / settled.length;
  };
  const strict = bounces("strict");
  expect(bounces("sloppy") / strict).toBeGreaterThan(1.2);
});

const routingsOf = ({ saves }: Ticket): number =>
  saves.filter(({ events }) => events.some((event) => event.kind === "change" && event.field === "group_id")).length;

test("a ticket that an app routes rightly is not routed by a person any more, one that it routes wrongly is", { timeout: 60_000 }, () => {
  const settings = shopSettings({ seed: "app", days: 10, ordersPerDay: 500 });
  const world = createWorld(settings);
  world.advance(settings.untilMs + 3 * 3_600_000);
  const { helpdesk } = world.departments;
  const waiting = helpdesk.state.tickets.filter(({ status, secondTopic, topic, duplicateOf }) => {
    return status === "new" && secondTopic === null && topic !== "spam" && duplicateOf === null;
  });
  const toRoute = waiting.filter((ticket) => groupFor(ticket) !== "frontDesk");
  expect(toRoute.length).toBeGreaterThan(5);
  const wrong = toRoute.filter((_, index) => index % 2 === 0);
  for (const ticket of toRoute) {
    const right = groupFor(ticket);
    const groupId = wrong.includes(ticket) ? GROUPS[right === "languages" ? "returns" : "languages"].id : GROUPS[right].id;
    expect(helpdesk.act(anUpdate(ticket, { groupId }), app)).toMatchObject({ ok: true, changed: true });
  }
  const fromMs = helpdesk.state.nowMs;
  world.advance(fromMs + 4 * 86_400_000);
  const routedBy = (ticket: Ticket): number =>
    ticket.saves.filter(
      ({ actor, atMs, events }) =>
        actor.kind === "agent" &&
        atMs > fromMs &&
        events.some((event) => event.kind === "change" && event.field === "group_id" && event.previous !== GROUPS.fulfilment.id) &&
        ticket.groupId !== GROUPS.fulfilment.id,
    ).length;
  const handsOver = (ticket: Ticket): boolean =>
    ticket.saves.some(({ events }) =>
      events.some((event) => event.kind === "change" && event.field === "group_id" && event.value === GROUPS.fulfilment.id),
    );
  expect(toRoute.filter((ticket) => !wrong.includes(ticket) && !handsOver(ticket) && routedBy(ticket) > 0)).toEqual([]);
  expect(wrong.filter((ticket) => routedBy(ticket) === 0)).toEqual([]);
});

test("an action on a ticket that changed after the decision is refused, to the second; the same one twice changes nothing", () => {
  const { helpdesk } = filled({ seed: "stale" }).departments;
  const ticket = helpdesk.state.tickets.findLast(({ status }) => status === "new" || status === "open");
  if (!ticket) throw new Error("no open ticket");
  const before = ticket.updatedMs;
  expect(helpdesk.act(anUpdate(ticket, { priority: "urgent", unchangedSinceMs: before - 1000 }), app)).toEqual({
    ok: false,
    refusal: "stale",
  });
  expect(helpdesk.act(anUpdate(ticket, { priority: "urgent", unchangedSinceMs: before }), app)).toMatchObject({ ok: true, changed: true });
  expect(helpdesk.act(anUpdate(ticket, { priority: "urgent" }), app)).toMatchObject({ ok: true, changed: false, save: null });
  expect(helpdesk.act(anUpdate(ticket, { assigneeId: 1 }), app)).toEqual({ ok: false, refusal: "unknown assignee" });
  expect(helpdesk.act(anUpdate(ticket, { groupId: 1 }), app)).toEqual({ ok: false, refusal: "unknown group" });
  const warehouse = helpdesk.state.agents.find(({ role }) => role === "warehouse lead");
  expect(helpdesk.act(anUpdate(ticket, { assigneeId: warehouse?.id ?? 0 }), app)).toEqual({ ok: false, refusal: "not in group" });
});

test("merging closes the source into the target; a closed or unknown ticket is refused and nothing changes", () => {
  const { helpdesk } = filled({ seed: "merge" }).departments;
  const [target, source] = helpdesk.state.tickets.filter(({ status }) => status === "new" || status === "open");
  const closed = helpdesk.state.tickets.find(({ status }) => status === "closed");
  if (!target || !source || !closed) throw new Error("no tickets to merge");
  const merge = (sourceIds: readonly number[]) => helpdesk.act({ kind: "merge tickets", targetId: target.id, sourceIds }, app);
  const { revision } = helpdesk.state;
  expect(merge([closed.id])).toEqual({ ok: false, refusal: "closed" });
  expect(merge([source.id, 1])).toEqual({ ok: false, refusal: "not found" });
  expect(merge([target.id])).toEqual({ ok: false, refusal: "same ticket" });
  expect(helpdesk.state.revision).toBe(revision);
  expect(merge([source.id])).toMatchObject({ ok: true, changed: true });
  expect(source).toMatchObject({ status: "closed", tags: expect.arrayContaining(["closed_by_merge"]) });
});
