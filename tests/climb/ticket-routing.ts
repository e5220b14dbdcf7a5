import type { Facts } from "#server/domain/automations/case-history.ts";
import { ANSWER, HAND_OVER, MERGE, routeOf, routeTo } from "#server/playbooks/ticket-routing/outcomes.ts";
import { SETTLES_MS } from "#server/playbooks/ticket-routing/facts.ts";
import { HelpdeskAction } from "#server/sandbox/departments/helpdesk/act.ts";
import { GROUPS } from "#server/sandbox/departments/helpdesk/groups.ts";
import { groupFor, needsWarehouse, priorityFor } from "#server/sandbox/departments/helpdesk/policy.ts";
import { findTicket } from "#server/sandbox/departments/helpdesk/state.ts";
import type { Ticket } from "#server/sandbox/departments/helpdesk/ticket.ts";
import { GROUPS_HERE } from "#tests/automations/desk-histories.ts";
import { deskRules } from "#tests/automations/desk-rules.ts";
import type { Climber, World } from "./climber.ts";

const SHOWN_AFTER_MS = 62_000; // Zendesk's export hides what was changed within the newest minute, whatever changed it.
const RIPE_AFTER_MS = SETTLES_MS + 1_000;

const NEWS: ReadonlySet<string> = new Set(["group_id", "tags"]);

/** Touches that the playbook may take over. What the warehouse finds out, and what a customer is answered, stays people's work. */
export const ROUTING: ReadonlySet<string> = new Set(["route ticket", "hand over to fulfilment", "merge tickets"]);

/** Whether the desk's own policy wants this of the ticket: the truth, hidden from the product. */
export function isRightOutcome(ticket: Ticket, outcome: string): boolean {
  if (outcome === HAND_OVER) return needsWarehouse(ticket);
  const route = routeOf(outcome, GROUPS_HERE);
  const priority = route?.priority ?? ticket.priority;
  return route !== undefined && route.group.name === GROUPS[groupFor(ticket)].name && priority === priorityFor(ticket);
}

/** What the desk's own policy wants of a ticket that stands as these facts say, in the words of the playbook. */
export function wantedOf(ticket: Ticket, { situation, priority, group, beenAtFulfilment }: Facts): string {
  const right = GROUPS[groupFor(ticket)].name;
  const isNew = situation?.value === "new ticket";
  if (isNew && ticket.duplicateOf !== null) return MERGE;
  if (right !== group?.value) return routeTo(right, isNew && priority?.value !== priorityFor(ticket) ? priorityFor(ticket) : null);
  return !isNew && needsWarehouse(ticket) && beenAtFulfilment?.value === false ? HAND_OVER : ANSWER;
}

function isRightAction(ticket: Ticket, action: HelpdeskAction): boolean | null {
  if (action.kind === "merge tickets") return false;
  if (action.kind === "change tags") return null;
  if (action.groupId === GROUPS.fulfilment.id) return needsWarehouse(ticket);
  if (action.groupId !== null) return action.groupId === GROUPS[groupFor(ticket)].id;
  return action.priority === null ? null : action.priority === priorityFor(ticket);
}

const ticketOf = ({ departments }: World, id: number) => findTicket(departments.helpdesk.state, id);

export const ticketRoutingClimb: Climber = {
  playbook: "ticket-routing",
  vendors: ["shopify", "zendesk"],
  shop: { seed: "climb-routing", profile: "strict", days: 14, ordersPerDay: 900 },
  pace: { everyMinutes: { before: 15, auto: 1 }, autoDays: 7 }, // Its syncs run every minute.
  // Tickets name orders of the days before.
  syncs: { withNews: { zendesk: ["tickets", "ticket-events"] }, hourly: { shopify: ["orders"] } },
  rules: deskRules,
  watch({ departments, shop }) {
    let ripe: number[] = [];
    departments.helpdesk.onNotice(({ save, ticket }) => {
      // Tags of the look-up hide a ticket anew: it is decided on when they are shown.
      const isNews = save.events.some((event) => event.kind !== "comment" && "field" in event && NEWS.has(event.field));
      if (isNews) ripe.push(Math.max(save.atMs + SHOWN_AFTER_MS, ticket.createdMs + RIPE_AFTER_MS));
    });
    return () => {
      const { nowMs } = shop.state;
      const had = ripe.some((atMs) => atMs <= nowMs);
      ripe = ripe.filter((atMs) => atMs > nowMs);
      return had;
    };
  },
  isRight(world, { caseId, outcome }) {
    const ticket = ticketOf(world, Number(caseId.replace("ticket:", "")));
    return ticket !== undefined && isRightOutcome(ticket, outcome);
  },
  isRightChange(world, entry) {
    if (entry.kind !== "department action" || entry.department !== "helpdesk") return null;
    const action = HelpdeskAction.parse(entry.action);
    const ticket = ticketOf(world, action.kind === "merge tickets" ? action.targetId : action.ticketId);
    return ticket === undefined ? false : isRightAction(ticket, action);
  },
  touches: ({ departmentTouches }) =>
    departmentTouches.filter(({ department, activity }) => department === "helpdesk" && ROUTING.has(activity)),
};
