import { createEventQueue } from "../../event-queue.ts";
import { startOf } from "../../shop/settings.ts";
import { agentsOf } from "./agents.ts";
import type { EventQueue } from "../../event-queue.ts";
import type { Opening } from "../department.ts";
import type { Agent } from "./agents.ts";
import type { Save, Ticket } from "./ticket.ts";

/** Why a ticket waits for a person. */
export type Stage = "triage" | "work" | "look up" | "reply";

export interface WaitingTicket {
  ticket: Ticket;
  stage: Stage;
  sinceMs: number;
  turn: number;
}

/** A person's step on a ticket; its end is a save. */
export type AgentStep =
  | "route ticket"
  | "hand over to fulfilment"
  | "hand back to customer service"
  | "answer customer"
  | "merge tickets"
  | "delete ticket";

export interface AgentWork {
  waiting: WaitingTicket;
  agent: Agent;
  step: AgentStep;
  startMs: number;
}

export type Due =
  | { kind: "day"; day: number }
  | { kind: "contact" }
  | { kind: "look up order"; ticketId: number }
  | { kind: "look"; agent: Agent }
  | { kind: "touch end"; work: AgentWork }
  | { kind: "customer writes again"; ticketId: number; turn: number }
  | { kind: "close"; ticketId: number; turn: number };

/** What outside systems are told about: a save that was made. */
export interface TicketNotice {
  ticket: Ticket;
  save: Save;
}

export interface HelpdeskState {
  opening: Opening;
  nowMs: number;
  startMs: number;
  /** Grows with every change: tells caches that they are stale. */
  revision: number;
  tickets: Ticket[];
  nextSaveId: number;
  nextEventId: number;
  waiting: WaitingTicket[];
  agents: readonly Agent[];
  /** By agent id: the topic last worked on, and how often the person has looked for work. */
  lastTopicOf: Map<number, string>;
  looksOf: Map<number, number>;
  due: EventQueue<Due>;
  onNotice: ((notice: TicketNotice) => void) | null;
}

const FIRST_TICKET_ID = 40_001;

export function emptyState(opening: Opening): HelpdeskState {
  const startMs = startOf(opening.settings);
  return {
    opening,
    nowMs: startMs,
    startMs,
    revision: 0,
    tickets: [],
    nextSaveId: 31_000_000_001,
    nextEventId: 32_000_000_001,
    waiting: [],
    agents: agentsOf(opening.settings),
    lastTopicOf: new Map(),
    looksOf: new Map(),
    due: createEventQueue<Due>(),
    onNotice: null,
  };
}

export const nextTicketId = (state: HelpdeskState): number => FIRST_TICKET_ID + state.tickets.length;

export function findTicket(state: HelpdeskState, id: number): Ticket | undefined {
  return state.tickets[id - FIRST_TICKET_ID];
}
