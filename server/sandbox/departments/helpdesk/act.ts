import * as z from "zod";
import { drawsFor } from "../../shop/settings.ts";
import { unreachable } from "../../unreachable.ts";
import { ADMIN_ACCOUNT } from "./agents.ts";
import { GROUP_LIST, GROUPS } from "./groups.ts";
import { saveTicket } from "./save.ts";
import { findTicket } from "./state.ts";
import { afterAnswer, mergeTickets, toGroup, withTags } from "./work.ts";
import type { AppActor } from "../../shop/act.ts";
import type { HelpdeskState } from "./state.ts";
import type { DeskActor, Save, Ticket } from "./ticket.ts";

/** Refused when the ticket was changed after this instant; null for whoever does not mind. To the second, as the vendor compares. */
const unchangedSinceMs = z.int().nullable();

/** What an outside app may ask for. A field that is null stays as it is. */
export const HelpdeskAction = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("update ticket"),
    ticketId: z.int(),
    groupId: z.int().nullable(),
    assigneeId: z.int().nullable(),
    /** "none" takes it away. */
    priority: z.enum(["low", "normal", "high", "urgent", "none"]).nullable(),
    status: z.enum(["open", "pending", "solved"]).nullable(),
    comment: z.strictObject({ isPublic: z.boolean(), body: z.string() }).nullable(),
    tags: z.array(z.string()).readonly().nullable(),
    unchangedSinceMs,
  }),
  z.strictObject({
    kind: z.literal("change tags"),
    ticketId: z.int(),
    add: z.array(z.string()).readonly(),
    remove: z.array(z.string()).readonly(),
    unchangedSinceMs,
  }),
  z.strictObject({ kind: z.literal("merge tickets"), targetId: z.int(), sourceIds: z.array(z.int()).readonly() }),
]);
export type HelpdeskAction = z.infer<typeof HelpdeskAction>;

export type HelpdeskRefusal = "not found" | "closed" | "stale" | "unknown group" | "unknown assignee" | "not in group" | "same ticket";

/** `changed` is false, and `save` null, where the ticket already was as asked. */
export type HelpdeskResult = { ok: true; changed: boolean; ticket: Ticket; save: Save | null } | { ok: false; refusal: HelpdeskRefusal };

/** Refuses or carries out; the agents see the new state and act on that. */
export function applyHelpdeskAction(state: HelpdeskState, action: HelpdeskAction, app: AppActor): HelpdeskResult {
  const ticket = findTicket(state, action.kind === "merge tickets" ? action.targetId : action.ticketId);
  if (!ticket || ticket.status === "deleted") return { ok: false, refusal: "not found" };
  if (ticket.status === "closed") return { ok: false, refusal: "closed" };
  // The vendor signs with the person who gave the app its access.
  const by: DeskActor = { kind: "app", account: ADMIN_ACCOUNT, client: app.title, appId: app.id };
  switch (action.kind) {
    case "update ticket":
      return updateTicket(state, { ticket, action, by });
    case "change tags": {
      if (isStale(ticket, action.unchangedSinceMs)) return { ok: false, refusal: "stale" };
      const tags = withTags(ticket.tags, action.add).filter((tag) => !action.remove.includes(tag));
      const save = saveTicket(state, ticket, by, { tags });
      return { ok: true, changed: save !== null, ticket, save };
    }
    case "merge tickets":
      return mergeAll(state, { target: ticket, sourceIds: action.sourceIds, by });
  }
  return unreachable();
}

function updateTicket(
  state: HelpdeskState,
  { ticket, action, by }: { ticket: Ticket; action: Extract<HelpdeskAction, { kind: "update ticket" }>; by: DeskActor },
): HelpdeskResult {
  if (isStale(ticket, action.unchangedSinceMs)) return { ok: false, refusal: "stale" };
  const groupId = action.groupId ?? ticket.groupId;
  if (!GROUP_LIST.some(({ id }) => id === groupId)) return { ok: false, refusal: "unknown group" };
  if (action.assigneeId !== null) {
    const agent = state.agents.find(({ id }) => id === action.assigneeId);
    if (!agent) return { ok: false, refusal: "unknown assignee" };
    if (!agent.groupIds.includes(groupId)) return { ok: false, refusal: "not in group" };
  }
  const isMoved = groupId !== ticket.groupId;
  if (groupId === GROUPS.fulfilment.id && isMoved) ticket.lentBy = ticket.groupId;
  const wasOpen = ticket.status === "new" || ticket.status === "open";
  const save = saveTicket(state, ticket, by, {
    groupId,
    ...(action.assigneeId === null ? (isMoved ? { assigneeId: null } : {}) : { assigneeId: action.assigneeId }),
    ...(action.priority === null ? {} : { priority: action.priority === "none" ? null : action.priority }),
    ...(action.status === null ? (isMoved && ticket.status === "new" ? { status: "open" } : {}) : { status: action.status }),
    ...(action.comment === null ? {} : { comment: action.comment }),
    ...(action.tags === null ? {} : { tags: withTags(action.tags, []) }),
  });
  if (!save) return { ok: true, changed: false, ticket, save };
  const isOpen = ticket.status === "new" || ticket.status === "open";
  if (isOpen && (isMoved || action.assigneeId !== null || !wasOpen)) toGroup(state, ticket);
  if (wasOpen && ticket.status === "solved") {
    ticket.isWaitingForReply = false;
    afterAnswer(state, ticket, drawsFor(state.opening.settings, "helpdesk", "after app", ticket.id, ticket.turn));
  }
  return { ok: true, changed: true, ticket, save };
}

function mergeAll(
  state: HelpdeskState,
  { target, sourceIds, by }: { target: Ticket; sourceIds: readonly number[]; by: DeskActor },
): HelpdeskResult {
  const sources = sourceIds.map((id) => findTicket(state, id));
  if (sourceIds.includes(target.id)) return { ok: false, refusal: "same ticket" };
  const found = sources.filter((source) => source !== undefined && source.status !== "deleted").filter((source) => source !== undefined);
  if (found.length < sources.length) return { ok: false, refusal: "not found" };
  if (found.some(({ status }) => status === "closed")) return { ok: false, refusal: "closed" };
  let save: Save | null = null;
  for (const source of found) save = mergeTickets(state, { source, target, by });
  return { ok: true, changed: save !== null, ticket: target, save };
}

const isStale = (ticket: Ticket, sinceMs: number | null): boolean =>
  sinceMs !== null && Math.floor(ticket.updatedMs / 1000) > Math.floor(sinceMs / 1000);
