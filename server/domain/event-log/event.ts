/**
 * Who did it. `person` is one of ours; `app` an integration or bot; `rule` the source system's own automation;
 * `supplier` any partner's staff (a 3PL included); `unknown` when the evidence does not say.
 */
export const actorKinds = ["person", "app", "rule", "supplier", "customer", "unknown"] as const;
export type ActorKind = (typeof actorKinds)[number];

/**
 * An object that an event touches: an order, a return, a ticket. The qualifier says in which part, '' when nothing does.
 * Source of the words: OCEL 2.0 specification, event-to-object relations.
 */
export type ObjectLink = { readonly type: string; readonly id: string; readonly qualifier: string };

/** The qualifier of the object that is the event's case. */
export const CASE_QUALIFIER = "case";

/**
 * One row of the event log: who did what, to which case, and when. Immutable.
 * Times are UTC epoch milliseconds (whole numbers). Events of one connection with the same eventId are one event.
 * Source of the words: XES, IEEE 1849-2016 (case, activity, resource).
 */
export type OpsEvent = {
  readonly eventId: string;
  readonly caseId: string;
  /** A verb and a noun as the source or the connector says them: "release hold". */
  readonly activity: string;
  /** As recorded; null when the source does not say who acted. Never guessed. */
  readonly actor: string | null;
  readonly actorKind: ActorKind;
  /** null when the source records end times only, which is the usual case. */
  readonly startedAtMs: number | null;
  readonly endedAtMs: number;
  /** The id of a workflow definition; absent when no definition claims the event. */
  readonly workflow?: string;
  /** Role or team of the actor, as recorded. */
  readonly role?: string;
  /** The connection or file it came from. */
  readonly source?: string;
  /** What else the source says of the event, as text: facts for decisions, values for double entry. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Every object it touches. Read with the event where objects matter, and left out elsewhere: the case view needs none. */
  readonly objects?: readonly ObjectLink[];
};

/** Attributes by which a connector tells where its evidence comes from: they say how an event was recorded, nothing of the case. */
export const EVIDENCE_ATTRIBUTES = ["grade", "recordedKind", "sourceAction", "sourceType", "actorId", "tool"] as const;
export type EvidenceAttributes = Partial<Record<(typeof EVIDENCE_ATTRIBUTES)[number], string>>;

/** Most columns of a file kept as attributes of an event. */
export const MAX_ATTRIBUTES = 200;

/** Internal work is what we or our systems do: events of customers and suppliers are not ours to automate. */
export function isInternal(kind: ActorKind): boolean {
  return kind === "person" || kind === "app" || kind === "rule";
}

/** The order within a case: end time, then id by code unit, so that the same events stand in the same order on every machine. */
export function compareEvents(a: OpsEvent, b: OpsEvent): number {
  return a.endedAtMs - b.endedAtMs || (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0);
}
