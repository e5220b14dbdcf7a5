import { factsAfter, factsOfOrder, factsOfTicket } from "./facts-of-case.ts";
import { agentsOf } from "./departments/helpdesk/agents.ts";
import { nameOf, rosterOf } from "./shop/staff.ts";
import { WORKFLOWS } from "./workflows/index.ts";
import { runWorkflow } from "./workflows/run-workflow.ts";
import { ticketRows } from "./departments/helpdesk/ticket-rows.ts";
import { unreachable } from "./unreachable.ts";
import { createWorld } from "./world.ts";
import type { Actor, Order, TimelineEvent } from "./shop/order.ts";
import type { ShopSettings } from "./shop/settings.ts";
import type { WorkflowEvent } from "./workflows/run-workflow.ts";
import type { Facts, WorkflowId } from "./workflows/workflow.ts";

/** A row as a vendor's evidence shows it: the end of a touch and never its start. */
export interface EventRow {
  eventId: string;
  caseId: string;
  activity: string;
  actor: string | null;
  actorKind: WorkflowEvent["actorKind"];
  endMs: number;
  workflow: WorkflowId;
}

/** A row of the log: with the role of its person, and what was known of the case from it on. */
export interface LogRow extends EventRow {
  role: string | null;
  facts: Facts;
}

const ACTIVITIES: Readonly<Record<string, string>> = {
  placed: "order placed",
  confirmed: "confirm order",
  fulfillment_hold_added: "hold",
  fulfillment_hold_released: "release hold",
  shipping_address_updated: "fix address",
  tag_added: "tag",
  note_updated: "note reply",
  cancelled: "cancel",
  fulfillment_success: "fulfil",
  closed: "archive",
  comment: "review",
};

/**
 * The demo shop's evidence of all six workflows over the back-fill, in order of time and then of id. Of the
 * orders it holds those that were held or that a log-in of the shop touched: the exceptions, and what the bot
 * did. Names are as the vendors show them, so the bot's account stands among the people.
 */
export function demoLog(settings: ShopSettings): LogRow[] {
  const { shop, departments, advance } = createWorld(settings);
  advance(settings.untilMs);
  const roles = rolesByName(settings);
  const withRole = (row: EventRow, facts: Facts): LogRow => ({
    ...row,
    role: row.actorKind === "person" ? (roles.get(row.actor ?? "") ?? null) : null,
    facts,
  });
  // Facts stand at the event that begins the case: an order is placed, a ticket written.
  const beginning = (events: readonly EventRow[], facts: Facts) => events.map((row, at) => withRole(row, at === 0 ? facts : {}));
  const rows = [
    ...shop.state.orders.filter(isException).flatMap((order) =>
      beginning(order.events.filter(({ returnId }) => returnId === null).map(rowOfEvent), factsOfOrder(order)).map((row) => ({
        ...row,
        facts: { ...row.facts, ...factsAfter(row) },
      })),
    ),
    ...departments.helpdesk.state.tickets.flatMap((ticket) => beginning(ticketRows(ticket), factsOfTicket(ticket))),
    ...WORKFLOWS.flatMap((workflow) =>
      runWorkflow(settings, workflow).map(({ facts, ...event }) => withRole({ ...event, workflow: workflow.id }, facts)),
    ),
  ];
  return rows.sort((a, b) => a.endMs - b.endMs || (a.eventId < b.eventId ? -1 : 1));
}

const rolesByName = (settings: ShopSettings): ReadonlyMap<string, string> =>
  new Map(
    [...rosterOf(settings), ...agentsOf(settings), ...WORKFLOWS.flatMap(({ team }) => team)].map((member) => [nameOf(member), member.role]),
  );

function isException({ events }: Order): boolean {
  return events.some(({ action, actor, returnId }) => returnId === null && (action === "fulfillment_hold_added" || actor.kind === "staff"));
}

function rowOfEvent(event: TimelineEvent): EventRow {
  const { kind, name } = actorOf(event.actor);
  const isMail = event.action === "mail_sent";
  return {
    eventId: `order-event-${event.id}`,
    caseId: `#${event.orderNumber}`,
    activity: isMail
      ? event.actor.kind === "staff"
        ? "ask customer"
        : "send mail"
      : (ACTIVITIES[event.action] ?? event.action.replaceAll("_", " ")),
    actor: name,
    actorKind: kind,
    endMs: event.atMs,
    workflow: "order-exceptions",
  };
}

function actorOf(actor: Actor): { kind: EventRow["actorKind"]; name: string } {
  switch (actor.kind) {
    case "staff":
      return { kind: "person", name: nameOf(actor.account) };
    case "app":
    case "rule":
      return { kind: actor.kind, name: actor.title };
    case "customer":
      return { kind: "customer", name: "customer" };
    case "system":
      return { kind: "app", name: "Shopify" };
  }
  return unreachable();
}

/** The log as CSV, with the columns of an event log and then a column for each fact; `started_at` is empty throughout. */
export function toCsv(rows: readonly LogRow[]): string {
  const facts = [...new Set(rows.flatMap((row) => Object.keys(row.facts)))].sort();
  const header = ["event_id", "case_id", "activity", "actor", "actor_kind", "role", "started_at", "ended_at", "workflow", ...facts];
  const lines = rows.map(({ eventId, caseId, activity, actor, actorKind, role, endMs, workflow, facts: known }) => {
    const endedAt = new Date(endMs).toISOString().replace(/\.\d{3}Z$/, "Z");
    const values = [eventId, caseId, activity, actor ?? "", actorKind, role ?? "", "", endedAt, workflow];
    return [...values, ...facts.map((fact) => String(known[fact] ?? ""))].map(quoted).join(",");
  });
  return `${[header.join(","), ...lines].join("\n")}\n`;
}

function quoted(value: string): string {
  return /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
