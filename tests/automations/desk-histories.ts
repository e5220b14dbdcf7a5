import { learnPeople, type Person } from "#connectors/zendesk/people.ts";
import { Audit, toOpsEvents } from "#connectors/zendesk/to-ops-events.ts";
import { TicketRow, toTicket } from "#connectors/zendesk/to-ticket.ts";
import type { CaseHistory, LinkedRecord } from "#server/domain/automations/case-history.ts";
import { compareEvents } from "#server/domain/event-log/event.ts";
import { openSandbox, type Sandbox } from "#server/sandbox/open-sandbox.ts";
import { GROUP_LIST } from "#server/sandbox/departments/helpdesk/groups.ts";
import type { Ticket } from "#server/sandbox/departments/helpdesk/ticket.ts";
import { findOrder } from "#server/sandbox/shop/state.ts";
import { shopSettings, startOf } from "#server/sandbox/shop/settings.ts";
import { orderId } from "#server/sandbox/vendors/shopify/ids.ts";
import { auditShape, ticketShape, userShape } from "#server/sandbox/vendors/zendesk/shapes.ts";
import { toEvent } from "#server/services/connections/to-event.ts";

export const GROUPS_HERE = GROUP_LIST.map(({ id, name }) => ({ id: String(id), name }));

type Desk = Pick<Sandbox, "shop" | "departments">;

/** Reads tickets of a desk as our copy would hold them at an instant, without the way through Nango. */
export function deskReader(desk: Desk, { withShop = true } = {}): { historyOf: (ticket: Ticket, knownAtMs: number) => CaseHistory } {
  const groups = new Map(GROUPS_HERE.map(({ id, name }) => [id, name]));
  const people = new Map<number, Person>();
  const learn = (ids: readonly number[]) =>
    learnPeople(
      people,
      ids.filter((id) => !people.has(id)).flatMap((id) => userShape(desk, id) ?? []),
    );
  const recordOf = (ticket: Ticket) => toTicket(TicketRow.parse(ticketShape(ticket)), groups);
  const byRequester = new Map<number, Ticket[]>();
  let read = 0;
  return {
    historyOf(ticket, knownAtMs) {
      const { tickets } = desk.departments.helpdesk.state;
      for (; read < tickets.length; read += 1) {
        const next = tickets[read]!;
        byRequester.set(next.requesterId, [...(byRequester.get(next.requesterId) ?? []), next]);
      }
      learn([ticket.requesterId, ...ticket.saves.flatMap(({ actor }) => ("account" in actor ? [actor.account.id] : []))]);
      return {
        caseId: `ticket:${ticket.id}`,
        events: ticket.saves
          .flatMap((save) => toOpsEvents(Audit.parse(auditShape(save)), people, groups))
          .flatMap((event) => toEvent(event) ?? [])
          .sort(compareEvents),
        records: [{ model: "Ticket", recordId: String(ticket.id), knownAtMs, content: recordOf(ticket) }],
        related: (byRequester.get(ticket.requesterId) ?? [])
          .filter((other) => other !== ticket && other.status !== "deleted")
          .map((other) => ({ caseId: `ticket:${other.id}`, atMs: other.createdMs, content: recordOf(other) })),
        linked: withShop && ticket.orderNumber !== null ? linkedTo(desk, ticket.orderNumber) : [],
      };
    },
  };
}

function linkedTo({ shop }: Desk, orderNumber: number): LinkedRecord[] {
  const order = findOrder(shop.state, orderNumber);
  if (!order) return [];
  const placedAt = new Date(order.placedMs).toISOString();
  const content = { number: `#${order.number}`, placedAt, totalAtPlacing: { amountMinor: order.totalMinor, currency: "USD" } };
  return [{ by: `#${order.number}`, recordId: orderId(order.number), content }];
}

/** Tickets of a sandbox desk as our copy would hold them after a first connection at its end. */
export function historiesOfDesk(given: Parameters<typeof shopSettings>[0], { withShop = true } = {}) {
  const settings = shopSettings(given);
  const sandbox = openSandbox(settings);
  const { historyOf } = deskReader(sandbox, { withShop });
  const tickets = sandbox.departments.helpdesk.state.tickets.filter(({ status }) => status !== "deleted");
  const histories = tickets.map((ticket) => historyOf(ticket, settings.untilMs));
  const byCase = new Map(tickets.map((ticket) => [`ticket:${ticket.id}`, ticket]));
  return { histories, fromMs: startOf(settings), toMs: settings.untilMs, ticketOf: (caseId: string) => byCase.get(caseId)! };
}
