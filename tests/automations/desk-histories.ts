import { learnPeople, type Person } from "#connectors/zendesk/people.ts";
import { Audit, toOpsEvents } from "#connectors/zendesk/to-ops-events.ts";
import { TicketRow, toTicket } from "#connectors/zendesk/to-ticket.ts";
import type { CaseHistory, LinkedRecord, RelatedCase } from "#server/domain/automations/case-history.ts";
import { compareEvents } from "#server/domain/event-log/event.ts";
import { openSandbox } from "#server/sandbox/open-sandbox.ts";
import { GROUP_LIST } from "#server/sandbox/departments/helpdesk/groups.ts";
import type { Ticket } from "#server/sandbox/departments/helpdesk/ticket.ts";
import { shopSettings, startOf } from "#server/sandbox/shop/settings.ts";
import { orderId } from "#server/sandbox/vendors/shopify/ids.ts";
import { auditShape, ticketShape, userShape } from "#server/sandbox/vendors/zendesk/shapes.ts";
import { toEvent } from "#server/services/connections/to-event.ts";

export const GROUPS_HERE = GROUP_LIST.map(({ id, name }) => ({ id: String(id), name }));

/** Tickets of a sandbox desk as our copy would hold them after a first connection at its end, without the way through Nango. */
export function historiesOfDesk(given: Parameters<typeof shopSettings>[0], { withShop = true } = {}) {
  const settings = shopSettings(given);
  const sandbox = openSandbox(settings);
  const { helpdesk } = sandbox.departments;
  const groups = new Map(GROUPS_HERE.map(({ id, name }) => [id, name]));
  const tickets = helpdesk.state.tickets.filter(({ status }) => status !== "deleted");
  const people = new Map<number, Person>();
  const ids = new Set(tickets.flatMap((ticket) => [ticket.requesterId, ...ticket.saves.flatMap(({ actor }) => accountOf(actor))]));
  learnPeople(
    people,
    [...ids].flatMap((id) => userShape(sandbox, id) ?? []),
  );
  const recordOf = (ticket: Ticket) => toTicket(TicketRow.parse(ticketShape(ticket)), groups);
  const byRequester = new Map<number, RelatedCase[]>();
  for (const ticket of tickets)
    byRequester.set(ticket.requesterId, [
      ...(byRequester.get(ticket.requesterId) ?? []),
      { caseId: `ticket:${ticket.id}`, atMs: ticket.createdMs, content: recordOf(ticket) },
    ]);
  const orders = new Map(
    sandbox.shop.state.orders.map((order): [number, LinkedRecord] => [
      order.number,
      {
        by: `#${order.number}`,
        recordId: orderId(order.number),
        content: {
          number: `#${order.number}`,
          placedAt: new Date(order.placedMs).toISOString(),
          totalAtPlacing: { amountMinor: order.totalMinor, currency: "USD" },
        },
      },
    ]),
  );
  const histories = tickets.map((ticket): CaseHistory => {
    const named = withShop && ticket.orderNumber !== null ? orders.get(ticket.orderNumber) : undefined;
    return {
      caseId: `ticket:${ticket.id}`,
      events: ticket.saves
        .flatMap((save) => toOpsEvents(Audit.parse(auditShape(save)), people, groups))
        .flatMap((event) => toEvent(event) ?? [])
        .sort(compareEvents),
      records: [{ model: "Ticket", recordId: String(ticket.id), knownAtMs: settings.untilMs, content: recordOf(ticket) }],
      related: (byRequester.get(ticket.requesterId) ?? []).filter(({ caseId }) => caseId !== `ticket:${ticket.id}`),
      linked: named ? [named] : [],
    };
  });
  return { histories, fromMs: startOf(settings), toMs: settings.untilMs };
}

const accountOf = (actor: Ticket["saves"][number]["actor"]): number[] => ("account" in actor ? [actor.account.id] : []);
