import { GROUP_LIST } from "#server/sandbox/departments/helpdesk/groups.ts";
import type { DeskActor, Save } from "#server/sandbox/departments/helpdesk/ticket.ts";
import type { Sandbox } from "#server/sandbox/open-sandbox.ts";
import { HOSTILE } from "../drift.ts";
import { heldText, iso, line, type EventLedger, type Ledger, type RecordLedger } from "./ledger.ts";

/** Tickets that the helpdesk has deleted: whether we ever saw one, and how much of its history, is chance. */
export const deletedTickets = ({ departments }: Sandbox): string[] =>
  departments.helpdesk.state.tickets.filter(({ status }) => status === "deleted").map(({ id }) => String(id));

const TICKETS: RecordLedger = {
  name: "tickets",
  model: "Ticket",
  there: ({ departments }, { hostile }) =>
    departments.helpdesk.state.tickets
      .filter(({ status }) => status !== "deleted")
      .map((ticket) =>
        line(
          String(ticket.id),
          hostile.has(`ticket ${ticket.id}`) ? heldText(HOSTILE) : ticket.subject,
          ticket.status,
          ticket.priority,
          ticket.channel,
          String(ticket.requesterId),
          String(ticket.groupId),
          GROUP_LIST.find(({ id }) => id === ticket.groupId)?.name,
          ticket.assigneeId === null ? null : String(ticket.assigneeId),
          ticket.tags.toSorted(),
          iso(ticket.createdMs),
          iso(ticket.updatedMs),
        ),
      ),
  here: (one) =>
    line(
      one.id,
      one.subject,
      one.state,
      one.priority,
      one.channel,
      one.requesterId,
      one.groupId,
      one.groupName,
      one.assigneeId,
      one.tags,
      one.createdAt,
      one.updatedAt,
    ),
};

const GROUPS: RecordLedger = {
  name: "groups of the helpdesk",
  model: "TicketGroup",
  there: () => GROUP_LIST.map(({ id, name }) => line(String(id), name)),
  here: ({ id, name }) => line(id, name),
};

/** What each author did in a save is an event: who saved, and every rule that the save fired. */
const SAVES: EventLedger = {
  name: "saves of tickets",
  isOf: ({ id }) => id.startsWith("audit:"),
  there: (sandbox) => {
    const gone = new Set(deletedTickets(sandbox));
    return sandbox.departments.helpdesk.state.tickets
      .filter(({ id }) => !gone.has(String(id)))
      .flatMap(({ saves }) => saves)
      .flatMap((save) => partsOf(save).map(({ id, kind }) => line(id, `ticket:${save.ticketId}`, iso(save.atMs), kind)));
  },
  here: ({ id, caseId, at, kind }) => line(id, caseId, at.toISOString(), kind),
};

const STEPS: ReadonlySet<string> = new Set(["create", "change", "comment"]);
const KINDS = { agent: "person", customer: "customer", app: "app", rule: "rule" } as const satisfies Record<DeskActor["kind"], string>;

function partsOf({ id, actor, events }: Save): { id: string; kind: string }[] {
  const parts = new Map<string, string>();
  for (const { kind, rule } of events) {
    if (!STEPS.has(kind)) continue;
    const by = rule ?? (actor.kind === "rule" ? actor.rule : null);
    parts.set(by ? `audit:${id}:rule:${by.id}` : `audit:${id}`, by ? "rule" : KINDS[actor.kind]);
  }
  return [...parts].map(([partId, kind]) => ({ id: partId, kind }));
}

export const ZENDESK: readonly Ledger[] = [TICKETS, GROUPS, SAVES];
