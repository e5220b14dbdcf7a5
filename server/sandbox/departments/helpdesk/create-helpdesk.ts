import { MINUTE_MS, atLocal, dayOf } from "../../calendar.ts";
import { SHOP, drawsFor } from "../../shop/settings.ts";
import { applyHelpdeskAction, HelpdeskAction } from "./act.ts";
import { drawContact } from "./draw-contact.ts";
import { CLOSE_AUTOMATION, PRIORITY_TRIGGER } from "./groups.ts";
import { LOOKUP_ACTOR, openTicket, saveTicket } from "./save.ts";
import { emptyState, findTicket } from "./state.ts";
import { unreachable } from "../../unreachable.ts";
import { endTouch, look, toGroup, withTags } from "./work.ts";
import type { AppActor } from "../../shop/act.ts";
import type { Department, Opening } from "../department.ts";
import type { HelpdeskResult } from "./act.ts";
import type { Due, HelpdeskState, TicketNotice } from "./state.ts";

export interface Helpdesk extends Department {
  /** Read freely; only the helpdesk writes. */
  readonly state: HelpdeskState;
  /** An outside app asks for a change, at the present virtual instant; what is accepted is on the disk before this returns. */
  act(action: HelpdeskAction, by: AppActor): HelpdeskResult;
  onNotice(listener: (notice: TicketNotice) => void): void;
}

const TICKETS_PER_ORDER = 0.03; // fifteen a day at 500 orders
const OPENS = 6;
const CLOSES = 23;
const LOOKUP_SHARE = 0.92; // the program finds no order for the rest
const VALUE_TAG_FROM_MINOR = 40_000;
const URGENT_WORDS = /cancel|wrong address/i;

/** Customer service: who gets the ticket, how often it is passed on, and the way to the warehouse and back. */
export function createHelpdesk(opening: Opening): Helpdesk {
  const state = emptyState(opening);
  const listeners: ((notice: TicketNotice) => void)[] = [];
  for (const agent of state.agents) state.due.push(state.startMs, { kind: "look", agent });
  state.due.push(state.startMs, { kind: "day", day: dayOf(SHOP.zone, state.startMs) });
  state.onNotice = (notice) => {
    for (const listener of listeners) listener(notice);
  };
  return {
    state,
    nextMs: () => state.due.nextMs(),
    advance(toMs) {
      for (let next = state.due.popUntil(toMs); next; next = state.due.popUntil(toMs)) {
        state.nowMs = Math.max(state.nowMs, Math.round(next.atMs));
        happen(state, next.item);
      }
      state.nowMs = Math.max(state.nowMs, toMs);
    },
    repeat(action, by) {
      applyHelpdeskAction(state, HelpdeskAction.parse(action), by);
    },
    act(action, by) {
      const result = applyHelpdeskAction(state, action, by);
      if (result.ok) opening.keep({ department: "helpdesk", atMs: state.nowMs, by, action, changed: result.changed });
      return result;
    },
    onNotice: (listener) => void listeners.push(listener),
  };
}

function happen(state: HelpdeskState, due: Due): void {
  switch (due.kind) {
    case "day":
      return openDay(state, due.day);
    case "contact":
      return takeContact(state);
    case "look up order":
      return lookUpOrder(state, due.ticketId);
    case "look":
      return look(state, due.agent);
    case "touch end":
      return endTouch(state, due.work);
    case "customer writes again":
      return takeReply(state, due);
    case "close":
      return closeTicket(state, due);
  }
  return unreachable();
}

function openDay(state: HelpdeskState, day: number): void {
  const { settings, shop } = state.opening;
  const random = drawsFor(settings, "helpdesk", "day", day);
  const midnight = atLocal(SHOP.zone, day, 0);
  const count = random.poisson(shop.state.meanOrdersOf(day) * TICKETS_PER_ORDER);
  for (let index = 0; index < count; index++)
    state.due.push(Math.round(midnight + random.between(OPENS * 60, CLOSES * 60) * MINUTE_MS), { kind: "contact" });
  state.due.push(atLocal(SHOP.zone, day + 1, 0), { kind: "day", day: day + 1 });
}

/** The ticket, and within the same save the trigger that reads its words. */
function takeContact(state: HelpdeskState): void {
  const ticket = drawContact(state);
  if (!ticket) return;
  const isUrgent = URGENT_WORDS.test(ticket.subject);
  if (isUrgent) ticket.priority = "high";
  const by = { kind: "customer", customerId: ticket.requesterId, channel: ticket.channel } as const;
  openTicket(state, ticket, by, `Hello, ${ticket.subject}`, isUrgent ? { rule: PRIORITY_TRIGGER } : null);
  const random = drawsFor(state.opening.settings, "helpdesk", "lookup", ticket.id);
  if (ticket.orderNumber !== null && random.chance(LOOKUP_SHARE))
    state.due.push(state.nowMs + Math.round(random.between(15, 60) * 1000), { kind: "look up order", ticketId: ticket.id });
  toGroup(state, ticket);
}

/** A program notes what it knows of the order; it writes under the name of the account whose token it has. */
function lookUpOrder(state: HelpdeskState, ticketId: number): void {
  const ticket = findTicket(state, ticketId);
  if (!ticket || ticket.status === "closed" || ticket.status === "deleted") return;
  const tags = [
    `topic_${ticket.topic.replaceAll(" ", "_")}`,
    ticket.isShipped ? "order_shipped" : "order_open",
    ...(ticket.orderValueMinor >= VALUE_TAG_FROM_MINOR ? ["value_400_plus"] : []),
    ...(ticket.isVip ? ["vip"] : []),
  ];
  saveTicket(state, ticket, LOOKUP_ACTOR, {
    tags: withTags(ticket.tags, tags),
    comment: { isPublic: false, body: `Order #${ticket.orderNumber}, ${ticket.daysSinceOrder} days old.` },
  });
}

function takeReply(state: HelpdeskState, { ticketId, turn }: { ticketId: number; turn: number }): void {
  const ticket = findTicket(state, ticketId);
  if (!ticket || ticket.turn !== turn || ticket.status !== "solved") return;
  const by = { kind: "customer", customerId: ticket.requesterId, channel: ticket.channel } as const;
  saveTicket(state, ticket, by, { status: "open", comment: { isPublic: true, body: "Thank you, one more thing." } });
  ticket.isWaitingForReply = true;
  toGroup(state, ticket);
}

function closeTicket(state: HelpdeskState, { ticketId, turn }: { ticketId: number; turn: number }): void {
  const ticket = findTicket(state, ticketId);
  if (!ticket || ticket.turn !== turn || ticket.status !== "solved") return;
  saveTicket(state, ticket, { kind: "rule", rule: CLOSE_AUTOMATION }, { status: "closed" });
}
