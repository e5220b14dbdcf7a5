import type { OpsEvent } from "../records/ops-event.js";
import type { Shipment, ShippingLabel } from "../records/shipment.js";
import { byAge, isSeenAtOnce } from "./to-shipment.js";

/**
 * Whose accounts are whose. `programs`: accounts under which programs buy labels; `ownLabels`, `ownVoids`: labels that we made and voided;
 * `ownChoices`: the service that we last chose for a shipment, null where we left it open again.
 */
export type Accounts = {
  people: ReadonlyMap<string, string | null>;
  programs: ReadonlySet<string>;
  ownLabels: ReadonlySet<string>;
  ownVoids: ReadonlySet<string>;
  ownChoices: ReadonlyMap<string, OwnChoice>;
};
/** `afterMs`: the last change of the order before ours, by the vendor's clock. */
export type OwnChoice = { service: string | null; afterMs: number };

type Actor = Pick<OpsEvent, "actorKind" | "actorId" | "actorName" | "tool" | "grade">;
type Detail = NonNullable<OpsEvent["details"]>[number];
const NOBODY = { actorId: null, actorName: null, tool: null } as const;

/** What presets and rules chose at the import, and on what; null where the shipment was first seen too late to tell. */
export function importEvent(shipment: Shipment): OpsEvent | null {
  const { atFirstSight: first, createdAt } = shipment;
  if (!first || createdAt === null) return null;
  return {
    ...eventOf(shipment, `order:${shipment.id}:import`),
    activity: first.service === null ? "leave service open" : "set service",
    sourceAction: "order imported",
    sourceType: "order",
    endedAt: createdAt,
    ...NOBODY,
    actorKind: "rule",
    tool: "presets and automation rules",
    grade: "C",
    ...detailsOf([
      ["service", first.service],
      ["carrier", first.carrier],
      ["requested service", shipment.requestedService],
      ["weight grams", shipment.weightGrams === null ? null : String(shipment.weightGrams)],
      ["value", shipment.valueMinor === null ? null : String(shipment.valueMinor / 100)],
      ["region", shipment.region],
      ["country", shipment.country],
      ["warehouse", shipment.warehouseId],
      ["longest side cm", shipment.longestSideCm === null ? null : String(shipment.longestSideCm)],
      ["ship by", shipment.shipBy],
    ]),
  };
}

/**
 * Who made a label, and whether its maker chose the service: it is compared with the label before, or else with what we chose ourselves, or
 * with what stood at first sight.
 * A label of a batch is made by ShipStation; running the batch is a person's one act, `batchEvent`.
 *
 * @param shipment with all labels that are known
 */
export function labelEvent(shipment: Shipment, label: ShippingLabel, accounts: Accounts): OpsEvent {
  const maker = makerOf(label, accounts);
  const before = [...shipment.labels].sort(byAge).findLast((one) => !one.isReturn && byAge(one, label) < 0);
  const first = shipment.atFirstSight;
  const choice = accounts.ownChoices.get(shipment.id);
  const madeMs = Date.parse(label.createdAt);
  // A choice of ours is what a label is compared with from then on, until one is made.
  const isOurs = choice !== undefined && choice.afterMs <= madeMs && choice.afterMs >= Date.parse(before?.createdAt ?? "1970");
  const baseline = isOurs ? choice : (before ?? first);
  const isChanged = baseline !== null && baseline.service !== label.service;
  const isBulk = isChanged && !before && !isOurs && shipment.setInBulk !== null && shipment.setInBulk === label.service;
  const isSure = before !== undefined || isOurs || (first !== null && first.service !== null && isSeenAtOnce(first));
  const isChoice = maker.actorKind === "person" && !label.isReturn && baseline !== null && !isBulk;
  // In a batch somebody had changed the service before; who and when is recorded nowhere.
  const actor: Actor =
    label.batch === null || maker.actorKind !== "person"
      ? maker
      : isChoice && isChanged
        ? { ...NOBODY, actorKind: "person", grade: "C" }
        : { ...NOBODY, actorKind: "system", tool: `batch ${label.batch}`, grade: "B" };
  return {
    ...eventOf(shipment, `label:${label.id}`, label),
    activity: activityOf(label, { isChoice: isChoice && actor.actorKind === "person", isChanged }),
    sourceAction: label.batch === null ? "label created" : "label created in a batch",
    sourceType: "shipment",
    endedAt: label.createdAt,
    ...actor,
    ...detailsOf([
      ["service", label.service],
      ["carrier", label.carrier],
      ["service before", isChanged ? (baseline.service ?? "none") : null],
      ["evidence of the choice", isChoice ? (isSure ? "high" : "medium") : "none"],
      ["batch", label.batch],
    ]),
  };
}

function activityOf({ isReturn }: ShippingLabel, { isChoice, isChanged }: { isChoice: boolean; isChanged: boolean }): string {
  if (isReturn) return "print return label";
  if (!isChoice) return "print label";
  return isChanged ? "change service" : "keep service";
}

/** A person's one act that made many labels; told of the first of them. Null where no person ran it. */
export function batchEvent(shipment: Shipment, label: ShippingLabel, accounts: Accounts): OpsEvent | null {
  const maker = makerOf(label, accounts);
  if (label.batch === null || maker.actorKind !== "person") return null;
  return {
    ...eventOf(shipment, `batch:${label.batch}`, label),
    activity: "print batch",
    sourceAction: "batch processed",
    sourceType: "batch",
    endedAt: label.createdAt,
    ...maker,
    ...detailsOf([["batch", label.batch]]),
  };
}

/**
 * ShipStation tells when a label was voided and not by whom. What a person bought by hand, and we did not void, a person voided: a program with a
 * key voids what it bought itself. Who it was stays open; of labels that no person made so does the kind. Null for a label that stands.
 */
export function voidEvent(shipment: Shipment, label: ShippingLabel, accounts: Accounts): OpsEvent | null {
  if (label.voidedAt === null) return null;
  const isOurs = accounts.ownVoids.has(label.id);
  const isByPerson = makerOf(label, accounts).actorKind === "person";
  return {
    ...eventOf(shipment, `label:${label.id}:void`, label),
    activity: "void label",
    sourceAction: "label voided",
    sourceType: "shipment",
    endedAt: label.voidedAt,
    ...NOBODY,
    actorKind: isOurs ? "app" : isByPerson ? "person" : "unknown",
    tool: isOurs ? "Slipstream" : null,
    grade: isOurs ? "A" : "C",
    ...detailsOf([["service", label.service]]),
  };
}

/** The account on the label: ours and programs' first; nobody named means that it came by the API; an account that is not listed stays unknown. */
function makerOf({ id, userId }: ShippingLabel, { people, programs, ownLabels }: Accounts): Actor {
  if (ownLabels.has(id)) return { actorKind: "app", actorId: userId, actorName: null, tool: "Slipstream", grade: "A" };
  if (userId === null) return { ...NOBODY, actorKind: "app", tool: "API", grade: "B" };
  const name = people.get(userId) ?? null;
  if (programs.has(userId)) return { actorKind: "app", actorId: userId, actorName: name, tool: "API", grade: "B" };
  if (!people.has(userId)) return { ...NOBODY, actorKind: "unknown", actorId: userId, grade: "C" };
  return { actorKind: "person", actorId: userId, actorName: name, tool: null, grade: "B" };
}

/** The case is the shipment, so that a label, its voiding and the next label are one. */
function eventOf({ id: caseId }: Shipment, id: string, label: ShippingLabel | null = null) {
  return {
    id,
    caseType: "shipment" as const,
    caseId,
    startedAt: null,
    objects: [{ type: "shipment", id: caseId }, ...(label ? [{ type: "label", id: label.id }] : [])],
  };
}

function detailsOf(pairs: readonly (readonly [name: string, value: string | null])[]): { details: Detail[] } {
  return { details: pairs.flatMap(([name, value]) => (value === null || value === "" ? [] : [{ name, value }])) };
}
