import { ORDER_LOOKUP, TOKEN_ACCOUNT } from "./agents.ts";
import { NOTIFY_TRIGGER } from "./groups.ts";
import type { HelpdeskState } from "./state.ts";
import type { DeskActor, FieldValue, Rule, Save, SaveEvent, Ticket } from "./ticket.ts";

/** What one save changes; a field that is left out stays. */
export interface Changes {
  groupId?: number;
  assigneeId?: number | null;
  priority?: Ticket["priority"];
  status?: Ticket["status"];
  tags?: readonly string[];
  comment?: { isPublic: boolean; body: string };
  macro?: { id: number; title: string };
}

type Draft = SaveEvent extends infer Event ? (Event extends SaveEvent ? Omit<Event, "id"> : never) : never;

/** The program that looks orders up, as the helpdesk sees it: an API token of a log-in. */
export const LOOKUP_ACTOR: DeskActor = { kind: "app", account: TOKEN_ACCOUNT, client: ORDER_LOOKUP.client, appId: ORDER_LOOKUP.id };

/** Writes one save with everything that differs; null and nothing written when nothing does. */
export function saveTicket(state: HelpdeskState, ticket: Ticket, actor: DeskActor, changes: Changes): Save | null {
  const drafts: Draft[] = [];
  const change = (field: string, value: FieldValue, previous: FieldValue): void =>
    void drafts.push({ kind: "change", field, value, previous, rule: null });
  if (changes.comment) drafts.push({ kind: "comment", ...changes.comment, rule: null });
  if (changes.macro) drafts.push({ kind: "macro", macro: changes.macro, rule: null });
  const isNewGroup = changes.groupId !== undefined && changes.groupId !== ticket.groupId;
  if (changes.groupId !== undefined && isNewGroup) {
    change("group_id", changes.groupId, ticket.groupId);
    ticket.groupId = changes.groupId;
  }
  if (changes.assigneeId !== undefined && changes.assigneeId !== ticket.assigneeId) {
    change("assignee_id", changes.assigneeId, ticket.assigneeId);
    ticket.assigneeId = changes.assigneeId;
  }
  if (changes.priority !== undefined && changes.priority !== ticket.priority) {
    change("priority", changes.priority, ticket.priority);
    ticket.priority = changes.priority;
  }
  if (changes.status !== undefined && changes.status !== ticket.status) {
    change("status", changes.status, ticket.status);
    ticket.status = changes.status;
  }
  if (changes.tags && changes.tags.join(" ") !== ticket.tags.join(" ")) {
    change("tags", changes.tags, ticket.tags);
    ticket.tags = changes.tags;
  }
  if (drafts.length === 0) return null;
  // The trigger runs within the save that it answers to, as the vendor's do.
  if (isNewGroup) drafts.push({ kind: "notification", recipients: membersOf(state, ticket.groupId), rule: NOTIFY_TRIGGER });
  return append(state, ticket, actor, drafts);
}

/** The save with which a ticket begins: what the customer wrote, and what a trigger made of it. */
export function openTicket(state: HelpdeskState, ticket: Ticket, actor: DeskActor, body: string, byRule: { rule: Rule } | null): Save {
  const created: readonly (readonly [string, FieldValue])[] = [
    ["subject", ticket.subject],
    ["requester_id", ticket.requesterId],
    ["status", "new"],
    ["group_id", ticket.groupId],
  ];
  const drafts: Draft[] = [
    { kind: "comment", isPublic: true, body, rule: null },
    ...created.map(([field, value]): Draft => ({ kind: "create", field, value, rule: null })),
  ];
  if (byRule) drafts.push({ kind: "change", field: "priority", value: ticket.priority, previous: null, rule: byRule.rule });
  state.tickets.push(ticket);
  return append(state, ticket, actor, drafts);
}

function append(state: HelpdeskState, ticket: Ticket, actor: DeskActor, drafts: readonly Draft[]): Save {
  const events = drafts.map((draft): SaveEvent => ({ ...draft, id: state.nextEventId++ }));
  const save: Save = { id: state.nextSaveId++, ticketId: ticket.id, atMs: state.nowMs, actor, events };
  ticket.saves.push(save);
  ticket.updatedMs = state.nowMs;
  state.revision++;
  state.onNotice?.({ ticket, save });
  return save;
}

function membersOf(state: HelpdeskState, groupId: number): number[] {
  return state.agents.filter(({ groupIds }) => groupIds.includes(groupId)).map(({ id }) => id);
}
