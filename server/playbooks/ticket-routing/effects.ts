import type { CaseHistory } from "#server/domain/automations/case-history.ts";
import type { ActionCall, Choice, EffectKind, Plan, PlannedEffect, Step } from "../define.ts";
import { onlyOwnRecord } from "../only-own-record.ts";
import { newestTicket, orderNamed, standingAt } from "./facts.ts";
import { ESCALATE, fulfilmentOf, HAND_OVER, MERGE, routeOf } from "./outcomes.ts";
import { TicketSeen, type OrderNamed } from "./records.ts";

const MERGES_WITHIN_MS = 24 * 60 * 60_000;
const ESCALATED_TAG = "escalated";
const MERGED_TAG = "closed_by_merge"; // Zendesk sets it on what was merged away.

/** The desk's own step from new to open says nothing about the ticket. */
const isOpen = ({ state }: Pick<TicketSeen, "state">): boolean => state === "new" || state === "open";

/** Everything of a ticket that a decision about it rests on. What the customer adds meanwhile does not change where it belongs. */
export function fingerprint(ticket: Pick<TicketSeen, "state" | "groupId" | "assigneeId" | "priority" | "tags">): string {
  const { groupId, assigneeId, priority, tags } = ticket;
  return JSON.stringify({ state: isOpen(ticket) ? "open" : ticket.state, groupId, assigneeId, priority, tags: tags.toSorted() });
}

export const fingerprintNow = (seen: unknown): string => fingerprint(TicketSeen.parse(seen));

/** What an outcome changes; null while our copies of the ticket and of its time line do not tell the same. */
export function plan({ outcome, history, choices }: { outcome: string; history: CaseHistory; choices: readonly Choice[] }): Plan | null {
  const ticket = newestTicket(history);
  if (!ticket || !isOpen(ticket)) return null;
  const { group, priority } = standingAt(history, Number.POSITIVE_INFINITY);
  if (group !== null && ticket.groupName !== null && group.value !== ticket.groupName) return null;
  if (priority !== null && priority.value !== (ticket.priority ?? "none")) return null;
  const order = orderNamed(history, ticket);
  return {
    effects: effectsOf(outcome, { ticket, order, history, choices }),
    riskMinor: order?.totalAtPlacing?.amountMinor ?? null,
    currency: order?.totalAtPlacing?.currency ?? null,
    fingerprint: fingerprint(ticket),
  };
}

type Given = { ticket: TicketSeen; order: OrderNamed | null; history: CaseHistory; choices: readonly Choice[] };

function effectsOf(outcome: string, { ticket, order, history, choices }: Given): PlannedEffect[] {
  const subject = { type: "ticket", id: ticket.id };
  const assign = (group: Choice): PlannedEffect => ({
    kind: "assign group",
    subject,
    input: { groupId: group.id, group: group.name, was: ticket.groupName ?? "none" },
  });
  const setPriority = (priority: string): PlannedEffect => ({
    kind: "set priority",
    subject,
    input: { priority, was: ticket.priority ?? "none" },
  });
  const route = routeOf(outcome, choices);
  if (route) {
    const { group, priority } = route;
    return [...(priority === null || priority === ticket.priority ? [] : [setPriority(priority)]), assign(group)];
  }
  const fulfilment = fulfilmentOf(choices);
  const first = previousOpen(history, ticket);
  if (outcome === HAND_OVER && fulfilment) {
    const taken = "Slipstream took the hand-over to fulfilment back.";
    return [{ kind: "note", subject, input: { note: handOverNote(ticket, order), whenUndone: taken } }, assign(fulfilment)];
  }
  if (outcome === MERGE && first)
    return [{ kind: "merge", subject, input: { intoTicketId: first.id, note: `The same customer wrote about this in #${first.id}.` } }];
  if (outcome === ESCALATE) return [setPriority("urgent"), { kind: "add tag", subject, input: { tag: ESCALATED_TAG } }];
  return [];
}

/** The order stands in the note, so that nobody in the warehouse has to look for it. */
function handOverNote({ orderNumbers }: TicketSeen, order: OrderNamed | null): string {
  if (order) return `Please look at the parcel of order ${order.number}, placed on ${order.placedAt.slice(0, 10)}.`;
  return orderNumbers.length === 0
    ? "Please look at this parcel. The subject names no order."
    : `Please look at the parcel of order ${orderNumbers.join(", ")}.`;
}

/** The customer's ticket of the day before that is still open. */
function previousOpen({ related }: CaseHistory, { createdAt }: TicketSeen): TicketSeen | undefined {
  const createdMs = Date.parse(createdAt);
  return related
    .filter(({ atMs }) => atMs < createdMs && atMs >= createdMs - MERGES_WITHIN_MS)
    .flatMap(({ content }) => TicketSeen.safeParse(content).data ?? [])
    .findLast(({ state }) => state !== "closed" && state !== "deleted");
}

const look: EffectKind["look"] = ({ subject }) => ({ action: "read-ticket", input: { ticketId: subject.id } });
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** Why a ticket is left alone, whatever was decided about it; null when it may be changed. */
function refusal(ticket: TicketSeen, decided: string | null): string | null {
  if (ticket.state === "closed") return "The ticket was closed meanwhile.";
  if (ticket.state === "solved") return "The ticket was answered meanwhile.";
  return decided !== null && decided !== fingerprint(ticket) ? "The ticket was changed after this was decided." : null;
}

type Change = {
  isDone: (ticket: TicketSeen) => boolean;
  call: (ticket: TicketSeen) => ActionCall;
  inverse: (ticket: TicketSeen) => PlannedEffect | null;
};

/** Done already, not to be done any more, or to be done now: the same for every change of a ticket. */
function stepFor({ seen, decided }: { seen: unknown; decided: string | null }, { isDone, call, inverse }: Change): Step {
  const ticket = TicketSeen.parse(seen);
  if (isDone(ticket)) return { step: "already done" };
  const why = refusal(ticket, decided);
  return why === null ? { step: "act", call: call(ticket), inverse: inverse(ticket) } : { step: "refuse", why };
}

const tagKind = (adds: boolean): EffectKind => ({
  title: adds ? "Tag the ticket" : "Take the tag off",
  alters: ({ input }) => [
    {
      what: `Tag "${text(input["tag"])}"`,
      before: adds ? "not on the ticket" : "on the ticket",
      after: adds ? "on the ticket" : "not on the ticket",
    },
  ],
  look,
  prepare({ subject, input, seen, decided }) {
    const tag = text(input["tag"]);
    return stepFor(
      { seen, decided },
      {
        isDone: ({ tags }) => tags.includes(tag) === adds,
        call: ({ updatedAt }) => ({
          action: "tag-ticket",
          input: { ticketId: subject.id, add: adds ? [tag] : [], remove: adds ? [] : [tag], expectedUpdatedAt: updatedAt },
        }),
        inverse: () => ({ kind: adds ? "remove tag" : "add tag", subject, input: { tag } }),
      },
    );
  },
});

const kinds: Readonly<Record<string, EffectKind>> = {
  "assign group": {
    title: "Pass to the group",
    alters: ({ input }) => [
      { what: "Group", before: textOrNull(input["was"]), after: textOrNull(input["group"]) ?? `group ${text(input["groupId"])}` },
    ],
    look,
    prepare({ subject, input, seen, decided }) {
      const groupId = text(input["groupId"]);
      const assigneeId = textOrNull(input["assigneeId"]);
      return stepFor(
        { seen, decided },
        {
          isDone: (ticket) => ticket.groupId === groupId && (assigneeId === null || ticket.assigneeId === assigneeId),
          call: ({ updatedAt }) => ({
            action: "assign-ticket",
            input: { ticketId: subject.id, groupId, assigneeId, expectedUpdatedAt: updatedAt },
          }),
          // Zendesk takes a group away from no ticket: one that had none cannot go back to none.
          inverse: (ticket) =>
            ticket.groupId === null
              ? null
              : {
                  kind: "assign group",
                  subject,
                  input: {
                    groupId: ticket.groupId,
                    assigneeId: ticket.assigneeId,
                    group: ticket.groupName,
                    was: textOrNull(input["group"]),
                  },
                },
        },
      );
    },
  },
  "set priority": {
    title: "Set the priority",
    alters: ({ input }) => [{ what: "Priority", before: textOrNull(input["was"]), after: textOrNull(input["priority"]) ?? "none" }],
    look,
    prepare({ subject, input, seen, decided }) {
      const priority = textOrNull(input["priority"]);
      return stepFor(
        { seen, decided },
        {
          isDone: (ticket) => ticket.priority === priority,
          call: ({ updatedAt }) => ({
            action: "set-ticket-priority",
            input: { ticketId: subject.id, priority, expectedUpdatedAt: updatedAt },
          }),
          inverse: (ticket) => ({ kind: "set priority", subject, input: { priority: ticket.priority, was: priority ?? "none" } }),
        },
      );
    },
  },
  "add tag": tagKind(true),
  "remove tag": tagKind(false),
  // The ticket does not show its notes: the action looks for the key in its history and writes the note once. So the call is the same each time.
  note: {
    title: "Note for colleagues",
    alters: ({ input }) => [{ what: "Note for colleagues", before: "none", after: text(input["note"]) }],
    look,
    prepare({ subject, input, seen, decided, key }) {
      const whenUndone = textOrNull(input["whenUndone"]);
      return stepFor(
        { seen, decided },
        {
          isDone: () => false,
          call: () => ({ action: "note-ticket", input: { ticketId: subject.id, note: text(input["note"]), key, expectedUpdatedAt: null } }),
          inverse: () => (whenUndone === null ? null : { kind: "note", subject, input: { note: whenUndone } }),
        },
      );
    },
  },
  merge: {
    title: "Merge into the earlier ticket",
    alters: ({ input }) => [
      { what: "The ticket", before: "open", after: `closed, its messages in ticket ${text(input["intoTicketId"])}` },
      ...(text(input["note"]) === "" ? [] : [{ what: "Note for colleagues", before: "none", after: text(input["note"]) }]),
    ],
    look,
    prepare({ subject, input, seen, decided }) {
      return stepFor(
        { seen, decided },
        {
          isDone: ({ state, tags }) => state === "closed" && tags.includes(MERGED_TAG),
          call: ({ updatedAt }) => ({
            action: "merge-tickets",
            input: {
              ticketId: subject.id,
              intoTicketId: text(input["intoTicketId"]),
              note: text(input["note"]),
              expectedUpdatedAt: updatedAt,
            },
          }),
          inverse: () => null,
        },
      );
    },
  },
};

export const effects = onlyOwnRecord(kinds, (seen) => TicketSeen.parse(seen).id);
