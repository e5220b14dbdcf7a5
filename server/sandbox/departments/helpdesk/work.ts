import { HOUR_MS, MINUTE_MS } from "../../calendar.ts";
import { drawsFor } from "../../shop/settings.ts";
import { shiftFrom } from "../../shop/staff.ts";
import { unreachable } from "../../unreachable.ts";
import { ANSWER_MACROS, GROUPS } from "./groups.ts";
import { groupFor, groupKeyOf, needsWarehouse, otherGroups, priorityFor, SLA_HOURS } from "./policy.ts";
import { saveTicket } from "./save.ts";
import { findTicket } from "./state.ts";
import type { Random } from "../../random.ts";
import type { Agent } from "./agents.ts";
import type { GroupKey } from "./groups.ts";
import type { AgentStep, AgentWork, HelpdeskState, Stage, WaitingTicket } from "./state.ts";
import type { DeskActor, Save, Ticket } from "./ticket.ts";

/** Median minutes of a touch at pace 1. */
const MEDIAN_MINUTES: Readonly<Record<AgentStep, number>> = {
  "route ticket": 1.4,
  "hand over to fulfilment": 2.1,
  "hand back to customer service": 3.6,
  "answer customer": 4.6,
  "merge tickets": 1.2,
  "delete ticket": 0.4,
};
const SPREAD = 0.5;
const LONGEST_TOUCH_MINUTES = 60;
const MISROUTES_PER_ERROR = 3; // from the first lines of a ticket its group is harder to tell than later
const MOST_BOUNCES = 3;
const PASSES_ON_SHARE = 0.6;
const MACRO_SHARE = 0.45;
const WRITES_AGAIN_SHARE = 0.24;
const CLOSES_AFTER_HOURS = 72;
const PHONE_SHARE = 0.06;

/** Puts a ticket where somebody will take it; what it waited for before is void. */
export function toGroup(state: HelpdeskState, ticket: Ticket): void {
  ticket.turn++;
  state.waiting.push({ ticket, stage: stageOf(ticket), sinceMs: state.nowMs, turn: ticket.turn });
}

function stageOf(ticket: Ticket): Stage {
  if (ticket.groupId === GROUPS.fulfilment.id) return "look up";
  if (ticket.isWaitingForReply) return "reply";
  return ticket.groupId === GROUPS.frontDesk.id ? "triage" : "work";
}

/** A person looks for the next ticket; there is always exactly one look or touch ahead for each. */
export function look(state: HelpdeskState, agent: Agent): void {
  const { settings } = state.opening;
  const looks = (state.looksOf.get(agent.id) ?? 0) + 1;
  state.looksOf.set(agent.id, looks);
  const random = drawsFor(settings, "helpdesk", "look", agent.id, looks);
  const shift = shiftFrom(settings, agent, state.nowMs);
  if (state.nowMs < shift.startMs) {
    state.due.push(shift.startMs + random.between(1, 9) * MINUTE_MS, { kind: "look", agent });
    return;
  }
  const waiting = take(state, agent);
  if (!waiting) {
    state.due.push(state.nowMs + random.lognormal(8, 0.6) * MINUTE_MS, { kind: "look", agent });
    return;
  }
  const work = { waiting, agent, step: stepFor(state, waiting), startMs: state.nowMs };
  const minutes = drawsFor(settings, "helpdesk", "minutes", waiting.ticket.id, waiting.turn).lognormal(MEDIAN_MINUTES[work.step], SPREAD);
  const endMs = state.nowMs + Math.min(LONGEST_TOUCH_MINUTES, Math.max(0.2, agent.pace * minutes)) * MINUTE_MS;
  if (endMs > shift.endMs) {
    state.waiting.push(waiting);
    state.due.push(shift.endMs + 1, { kind: "look", agent });
    return;
  }
  state.lastTopicOf.set(agent.id, waiting.ticket.topic);
  state.due.push(Math.round(endMs), { kind: "touch end", work });
}

/** What is promised soonest comes first; then the person's habit. */
function take(state: HelpdeskState, agent: Agent): WaitingTicket | null {
  state.waiting = state.waiting.filter(isStillWaiting);
  const lastTopic = state.lastTopicOf.get(agent.id);
  let best: WaitingTicket | null = null;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const waiting of state.waiting) {
    const { ticket, sinceMs } = waiting;
    if (!agent.groupIds.includes(ticket.groupId) || (ticket.assigneeId !== null && ticket.assigneeId !== agent.id)) continue;
    const promiseMs = SLA_HOURS[ticket.priority ?? "normal"] * HOUR_MS;
    const age = agent.habit === "newest first" ? -sinceMs / 1000 : sinceMs;
    const rank = promiseMs * 1000 + age - (agent.habit === "same kind again" && ticket.topic === lastTopic ? 2 * HOUR_MS : 0);
    if (rank < bestRank) {
      best = waiting;
      bestRank = rank;
    }
  }
  if (best) state.waiting.splice(state.waiting.indexOf(best), 1);
  return best;
}

/** Somebody or something else may have settled the ticket: then no person touches it any more. */
function isStillWaiting({ ticket, turn }: WaitingTicket): boolean {
  return ticket.turn === turn && (ticket.status === "new" || ticket.status === "open");
}

function stepFor(state: HelpdeskState, { ticket, stage }: WaitingTicket): AgentStep {
  switch (stage) {
    case "triage":
      if (ticket.topic === "spam") return "delete ticket";
      if (ticket.duplicateOf !== null) return "merge tickets";
      return targetOf(state, ticket) === "frontDesk" ? "answer customer" : "route ticket";
    case "work":
      if (targetOf(state, ticket) !== groupKeyOf(ticket.groupId)) return "route ticket";
      return needsWarehouse(ticket) && !ticket.isLookedUp ? "hand over to fulfilment" : "answer customer";
    case "look up":
      return "hand back to customer service";
    case "reply":
      return "answer customer";
  }
  return unreachable();
}

/** Where the person who has the ticket thinks that it belongs. */
function targetOf({ opening }: HelpdeskState, ticket: Ticket): GroupKey {
  const random = drawsFor(opening.settings, "helpdesk", "target", ticket.id, ticket.turn);
  const right = rightGroupOf(ticket, random);
  const here = groupKeyOf(ticket.groupId) ?? "frontDesk";
  if (bouncesOf(ticket) >= MOST_BOUNCES) return here === "frontDesk" ? right : here;
  if (here !== "frontDesk" && here === right) return right;
  const [first, ...rest] = otherGroups(right);
  const errorRate = opening.settings.profile.errorRate * (here === "frontDesk" ? MISROUTES_PER_ERROR : 1);
  return first && random.chance(errorRate) ? random.pick([first, ...rest]) : right;
}

function rightGroupOf(ticket: Ticket, random: Random): GroupKey {
  const group = groupFor(ticket);
  const passesOn = random.chance(PASSES_ON_SHARE);
  const hasLeftFrontDesk = ticket.groupId !== GROUPS.frontDesk.id;
  return ticket.secondTopic && hasLeftFrontDesk && passesOn ? groupFor({ ...ticket, topic: ticket.secondTopic }) : group;
}

function bouncesOf(ticket: Ticket): number {
  return ticket.saves.filter(({ events }) => events.some((event) => event.kind === "change" && event.field === "group_id")).length;
}

/** The step leaves its trace, and what follows from it is set in motion. */
export function endTouch(state: HelpdeskState, { waiting, agent, step, startMs }: AgentWork): void {
  const { ticket, turn } = waiting;
  const random = drawsFor(state.opening.settings, "helpdesk", "after", ticket.id, turn);
  const save = isStillWaiting(waiting) ? traceOf(state, ticket, { agent, step, random }) : null;
  state.opening.onTouch({
    department: "helpdesk",
    eventId: save?.id ?? null,
    caseId: ticket.id,
    activity: step,
    staffId: agent.id,
    startMs,
    endMs: state.nowMs,
  });
  const minutes = random.chance(0.6) ? random.between(0.2, 2) : random.lognormal(12, 0.8);
  state.due.push(Math.round(state.nowMs + minutes * MINUTE_MS), { kind: "look", agent });
}

function traceOf(
  state: HelpdeskState,
  ticket: Ticket,
  { agent, step, random }: { agent: Agent; step: AgentStep; random: Random },
): Save | null {
  const by: DeskActor = { kind: "agent", account: agent, through: random.chance(PHONE_SHARE) ? "phone" : "browser" };
  switch (step) {
    case "route ticket": {
      const target = targetOf(state, ticket);
      const priority = ticket.groupId === GROUPS.frontDesk.id ? priorityFor(ticket) : (ticket.priority ?? priorityFor(ticket));
      const save = saveTicket(state, ticket, by, { groupId: GROUPS[target].id, assigneeId: null, priority, status: "open" });
      toGroup(state, ticket);
      return save;
    }
    case "hand over to fulfilment": {
      ticket.lentBy = ticket.groupId;
      const comment = { isPublic: false, body: "Please look at this parcel." };
      const save = saveTicket(state, ticket, by, { groupId: GROUPS.fulfilment.id, assigneeId: null, status: "open", comment });
      toGroup(state, ticket);
      return save;
    }
    case "hand back to customer service": {
      ticket.isLookedUp = true;
      const groupId = ticket.lentBy ?? GROUPS.orders.id;
      const through = agent.usesSidebar ? "sidebar app" : "browser";
      const comment = { isPublic: false, body: "Looked the parcel up." };
      const save = saveTicket(state, ticket, { kind: "agent", account: agent, through }, { groupId, assigneeId: null, comment });
      toGroup(state, ticket);
      return save;
    }
    case "answer customer": {
      ticket.isWaitingForReply = false;
      const macro = random.chance(MACRO_SHARE) ? random.pick(ANSWER_MACROS) : null;
      const comment = { isPublic: true, body: "Thank you for writing. Here is what we have done." };
      const priority = ticket.priority ?? priorityFor(ticket);
      const changes = { assigneeId: agent.id, priority, status: "solved", comment } as const;
      const save = saveTicket(state, ticket, by, macro ? { ...changes, macro } : changes);
      afterAnswer(state, ticket, random);
      return save;
    }
    case "merge tickets": {
      const target = findTicket(state, ticket.duplicateOf ?? 0);
      return target ? mergeTickets(state, { source: ticket, target, by: { kind: "agent", account: agent, through: "merge" } }) : null;
    }
    case "delete ticket":
      return deleteTicket(state, ticket, by);
  }
  return unreachable();
}

/** The customer may write again; otherwise an automation closes the ticket after three days. */
export function afterAnswer(state: HelpdeskState, ticket: Ticket, random: Random): void {
  ticket.turn++;
  const due = { ticketId: ticket.id, turn: ticket.turn };
  if (random.chance(WRITES_AGAIN_SHARE)) {
    const hours = Math.min(CLOSES_AFTER_HOURS - 1, random.lognormal(5, 0.8));
    state.due.push(Math.round(state.nowMs + hours * HOUR_MS), { kind: "customer writes again", ...due });
    return;
  }
  state.due.push(state.nowMs + CLOSES_AFTER_HOURS * HOUR_MS, { kind: "close", ...due });
}

/** The source is closed into the target. Both tickets show it; the source's save is returned. */
export function mergeTickets(state: HelpdeskState, { source, target, by }: { source: Ticket; target: Ticket; by: DeskActor }): Save | null {
  saveTicket(state, target, by, { comment: { isPublic: false, body: `Request #${source.id} was closed and merged into this request.` } });
  source.turn++;
  const comment = { isPublic: false, body: `This request was closed and merged into request #${target.id}.` };
  return saveTicket(state, source, by, { status: "closed", tags: withTags(source.tags, ["closed_by_merge"]), comment });
}

function deleteTicket(state: HelpdeskState, ticket: Ticket, by: DeskActor): Save | null {
  ticket.turn++;
  return saveTicket(state, ticket, by, { status: "deleted" });
}

/** Tags with these added, each once, in order. */
export function withTags(tags: readonly string[], added: readonly string[]): string[] {
  return [...new Set([...tags, ...added])].sort();
}
