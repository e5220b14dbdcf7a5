import { nameOf } from "./shop/staff.ts";
import { WORKFLOWS } from "./workflows/index.ts";
import { runWorkflow } from "./workflows/run-workflow.ts";
import { ticketRows } from "./departments/helpdesk/ticket-rows.ts";
import { unreachable } from "./unreachable.ts";
import { createWorld } from "./world.ts";
import type { Actor, Order, TimelineEvent } from "./shop/order.ts";
import type { ShopSettings } from "./shop/settings.ts";
import type { WorkflowEvent } from "./workflows/run-workflow.ts";
import type { WorkflowId } from "./workflows/workflow.ts";

/** A row as a vendor's evidence shows it: the end of a touch and never its start. */
export interface LogRow {
  eventId: string;
  caseId: string;
  activity: string;
  actor: string | null;
  actorKind: WorkflowEvent["actorKind"];
  endMs: number;
  workflow: WorkflowId;
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
  const rows: LogRow[] = shop.state.orders.filter(isException).flatMap(({ events }) => events.map(rowOfEvent));
  rows.push(...departments.helpdesk.state.tickets.flatMap(ticketRows));
  for (const workflow of WORKFLOWS) {
    for (const { eventId, caseId, activity, actor, actorKind, endMs } of runWorkflow(settings, workflow))
      rows.push({ eventId, caseId, activity, actor, actorKind, endMs, workflow: workflow.id });
  }
  return rows.sort((a, b) => a.endMs - b.endMs || (a.eventId < b.eventId ? -1 : 1));
}

function isException({ events }: Order): boolean {
  return events.some(({ action, actor }) => action === "fulfillment_hold_added" || actor.kind === "staff");
}

function rowOfEvent(event: TimelineEvent): LogRow {
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

function actorOf(actor: Actor): { kind: LogRow["actorKind"]; name: string } {
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

/** The log as CSV, with the columns of an event log and the workflow beside them; `started_at` is empty throughout. */
export function toCsv(rows: readonly LogRow[]): string {
  const lines = rows.map(({ eventId, caseId, activity, actor, actorKind, endMs, workflow }) =>
    [eventId, caseId, activity, actor ?? "", actorKind, "", new Date(endMs).toISOString().replace(/\.\d{3}Z$/, "Z"), workflow]
      .map(quoted)
      .join(","),
  );
  return `${["event_id,case_id,activity,actor,actor_kind,started_at,ended_at,workflow", ...lines].join("\n")}\n`;
}

function quoted(value: string): string {
  return /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
