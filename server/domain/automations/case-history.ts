import type { FactValue } from "../decisions/decision.ts";
import type { OpsEvent } from "../event-log/event.ts";
import type { Experience } from "./experience.ts";

/** A fact with the moment from which it was known; null for one that is not known. */
export type KnownFact = { value: FactValue; knownAtMs: number | null };
export type Facts = Readonly<Record<string, KnownFact>>;

/**
 * A record as our own copy holds it. `knownAtMs` is when we first had this version: what it says of a state that changes was not known
 * before, even where the vendor dates it back. What can never change (when an order was placed) may be read from any version.
 */
export type RecordVersion = { model: string; recordId: string; knownAtMs: number; content: unknown };

/** Another case that tells something of this one, such as an earlier order of the same customer; `atMs` is when it came to be. */
export type RelatedCase = { caseId: string; atMs: number; content: unknown };

/** A record that a case names, such as the order in the subject of a ticket: by the value that names it. Only what never changes may be read. */
export type LinkedRecord = { by: string; recordId: string; content: unknown };

/** Everything our copy holds of one case. Events and versions in order of time, related cases in order of time. */
export type CaseHistory = {
  caseId: string;
  events: readonly OpsEvent[];
  records: readonly RecordVersion[];
  related: readonly RelatedCase[];
  /** Records of other systems that the case names, each in the form of our newest copy. */
  linked: readonly LinkedRecord[];
  /** What the records of all cases told; absent where the playbook learns nothing from them. */
  experience?: Experience;
};

/** A situation of a case that asks for a decision. The key is the same whenever and however often it is looked at. */
export type Occasion = { key: string; atMs: number; situation: string };

/** Only the values, as a rule reads them. */
export const valuesOf = (facts: Facts): Record<string, FactValue> =>
  Object.fromEntries(Object.entries(facts).map(([name, { value }]) => [name, value]));
