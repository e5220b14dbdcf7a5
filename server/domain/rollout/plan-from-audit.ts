import type { TriedShare } from "../automations/tried-share.ts";
import { workflowTitle } from "../audit/workflow-title.ts";
import type { EvidenceClass, Interval } from "../interval.ts";
import { weakestEvidence } from "../provenance.ts";
import { mondayFrom, type StoredItem, type StoredPlan } from "./stored-plan.ts";

/** What a plan takes from an audited workflow. */
export type AuditedWorkflow = {
  workflow: string | null;
  touches: number;
  /** Over which they were counted; left out or null: those of the window. */
  weeks?: number | null | undefined;
  hoursPerWeek: Interval;
  evidence: EvidenceClass;
  drag: { totalMinor: Interval };
  status: { kind: "ranked" | "needs evidence" | "not a workflow" };
};

/** A connection: what it connects ("shopify") and how it is called, often after the account ("harbour-goods.example"). */
export type ConnectedSystem = { integration: string; name: string };

export type AuditedOperation = {
  auditId: string;
  currency: string;
  window: { weeks: number };
  workflows: readonly AuditedWorkflow[];
  connected: readonly ConnectedSystem[];
  /** By workflow, what back-tests of their rules say. */
  tried: ReadonlyMap<string, TriedShare>;
  /** The day the plan is made, as 2026-03-30. */
  today: string;
};

const WEEKS_A_YEAR = 52; // The audit counts drag over 52 weeks.
// Class assumed, to be edited: an automation rarely takes over more than the regular two thirds of a workflow at first.
const CAPTURE_RATE = 0.6;
// A gate asks for four fifths of the capture that the plan counts on: less would not be what was planned, all of it is luck.
const GATE_SHARE_OF_CAPTURE = 0.8;
const HOLD_DAYS = 14;

type Enabler = { id: string; title: string; effortDays: number; needs?: readonly string[]; system?: RegExp };

/** Class assumed: build days as a small team with a ready connector needs them; to be edited. */
const ENABLERS: readonly Enabler[] = [
  { id: "connect-store", title: "Connect the store", effortDays: 1, system: /shopify|store|woo|magento|bigcommerce/i },
  { id: "connect-help-desk", title: "Connect the help desk", effortDays: 1.5, system: /help ?desk|zendesk|gorgias|freshdesk|intercom/i },
  { id: "connect-warehouse", title: "Connect the warehouse", effortDays: 3, system: /warehouse|3pl|wms|shipstation|shiphero/i },
  { id: "connect-purchasing", title: "Connect purchasing and supplier mail", effortDays: 2, system: /purchas|erp|netsuite|supplier/i },
  { id: "clean-catalogue", title: "Clean article numbers across channels", effortDays: 4, needs: ["connect-store"] },
  { id: "map-locations", title: "Map stock locations", effortDays: 1.5, needs: ["connect-warehouse"] },
  { id: "return-reasons", title: "Settle one list of return reasons", effortDays: 1 },
  { id: "ticket-topics", title: "Settle one list of ticket topics", effortDays: 1, needs: ["connect-help-desk"] },
  { id: "carrier-contracts", title: "Load carrier contracts and zones", effortDays: 2 },
];

type Playbook = { effortDays: number; rulesShare: number; needs: readonly string[] };

/** Class assumed: build days through back-test and shadow, share of decisions a rule explains, and what it needs; to be edited. */
const PLAYBOOKS: Readonly<Record<string, Playbook>> = {
  // Its playbook reads the store's orders and holds, and changes nothing outside of the store.
  "order-exceptions": { effortDays: 8, rulesShare: 0.6, needs: ["connect-store"] },
  "inventory-sync": { effortDays: 6, rulesShare: 0.85, needs: ["connect-store", "connect-warehouse", "clean-catalogue", "map-locations"] },
  "supplier-po": { effortDays: 6, rulesShare: 0.75, needs: ["connect-purchasing", "clean-catalogue"] },
  returns: { effortDays: 7, rulesShare: 0.7, needs: ["connect-store", "return-reasons"] },
  "ticket-routing": { effortDays: 4, rulesShare: 0.65, needs: ["ticket-topics"] },
  "carrier-choice": { effortDays: 3, rulesShare: 0.9, needs: ["connect-warehouse", "carrier-contracts"] },
};
const OTHER_PLAYBOOK: Playbook = { effortDays: 8, rulesShare: 0.5, needs: ["connect-store"] };

/**
 * The plan an audit proposes: one initiative for each ranked workflow that costs anything, and the connections and clean data these need.
 * Values come from the audit's drag times the capture rate; efforts, capture and shares of rules are assumptions to be edited.
 */
export function planFromAudit(audited: AuditedOperation): StoredPlan {
  const initiatives = audited.workflows.flatMap((row) => {
    if (row.status.kind !== "ranked" || row.workflow === null || row.drag.totalMinor.high <= 0) return [];
    return [initiativeOf({ ...row, workflow: row.workflow }, row.weeks ?? audited.window.weeks, audited.tried.get(row.workflow) ?? null)];
  });
  return {
    startsOn: mondayFrom(audited.today),
    currency: audited.currency,
    objective: "saved",
    horizonWeeks: 26,
    buildDaysPerWeek: 3,
    teams: 1,
    learningFactor: 1,
    ramp: [
      { weeksLive: 0, share: 0.5 },
      { weeksLive: 4, share: 1 },
    ],
    freezeWindows: [],
    captureRate: CAPTURE_RATE,
    valueBasis: "point",
    auditId: audited.auditId,
    items: [...enablersFor(initiatives, audited.connected), ...initiatives],
    ownOrder: null,
  };
}

/** What a captured share of a yearly drag is worth a week, in whole minor units. */
export function weeklyValue(dragAYearMinor: Interval, captureRate: number): Interval {
  const weekly = (minor: number) => Math.max(0, Math.round((minor * captureRate) / WEEKS_A_YEAR));
  return { low: weekly(dragAYearMinor.low), point: weekly(dragAYearMinor.point), high: weekly(dragAYearMinor.high) };
}

/** What an initiative is worth, by what its rules were seen to take over, or by the plan's capture rate where they were not tried. */
export function valueOf(row: Pick<AuditedWorkflow, "drag" | "evidence">, tried: TriedShare | null, captureRate: number) {
  return {
    captureShare: tried?.share.point ?? null,
    valuePerWeekMinor: weeklyValue(row.drag.totalMinor, tried?.share.point ?? captureRate),
    // The weakest class counts: the drag is measured, a capture rate that nobody tried is not.
    valueEvidence: tried === null ? ("assumed" as const) : weakestEvidence([row.evidence, "recorded"]),
  };
}

function initiativeOf(row: AuditedWorkflow & { workflow: string }, weeks: number, tried: TriedShare | null): StoredItem {
  const { effortDays, rulesShare, needs } = PLAYBOOKS[row.workflow] ?? OTHER_PLAYBOOK;
  const limit = row.hoursPerWeek.point * (1 - (tried?.share.point ?? CAPTURE_RATE) * GATE_SHARE_OF_CAPTURE);
  return {
    ...blank,
    id: `automate-${row.workflow}`,
    title: `Automate ${lowerFirst(workflowTitle(row.workflow))}`,
    kind: "initiative",
    workflow: row.workflow,
    effortDays,
    ...valueOf(row, tried, CAPTURE_RATE),
    valueFrom: "audit",
    hoursPerWeek: row.hoursPerWeek,
    prerequisites: needs,
    touchesPerWeek: row.touches / weeks,
    rulesShare: tried?.share.point ?? rulesShare,
    gate: { measure: "hours", workflow: row.workflow, limit: Math.round(limit * 10) / 10, holdDays: HOLD_DAYS },
  };
}

function enablersFor(initiatives: readonly StoredItem[], connected: readonly ConnectedSystem[]): StoredItem[] {
  const wanted = new Set(initiatives.flatMap(({ prerequisites }) => prerequisites));
  // Last first: what an enabler itself needs stands before it in the list.
  for (const { id, needs = [] } of ENABLERS.toReversed()) if (wanted.has(id)) for (const needed of needs) wanted.add(needed);
  return ENABLERS.filter(({ id }) => wanted.has(id)).map(({ id, title, effortDays, needs = [] }) => {
    return { ...blank, id, title, effortDays, prerequisites: needs, alreadyThere: connectedAs(id, connected) };
  });
}

/** Why an enabler is there already: the name of a connection that is what it would connect; null when none is. */
export function connectedAs(enablerId: string, connected: readonly ConnectedSystem[]): string | null {
  const system = ENABLERS.find(({ id }) => id === enablerId)?.system;
  const found = system && connected.find(({ integration, name }) => system.test(integration) || system.test(name));
  return found ? `${found.name} is connected` : null;
}

const blank: StoredItem = {
  id: "",
  title: "",
  kind: "enabler",
  workflow: null,
  effortDays: 0,
  effortEvidence: "assumed",
  valuePerWeekMinor: { low: 0, point: 0, high: 0 },
  valueEvidence: "assumed",
  valueFrom: "entry",
  hoursPerWeek: null,
  prerequisites: [],
  earliestStartDay: null,
  family: null,
  pinnedPosition: null,
  excluded: false,
  alreadyThere: null,
  touchesPerWeek: null,
  rulesShare: null,
  gate: null,
  firstPlannedDay: null,
};

/** An item of one's own, to be filled in. */
export const ownItem = (item: Pick<StoredItem, "id" | "title" | "kind" | "effortDays" | "valuePerWeekMinor">): StoredItem => ({
  ...blank,
  ...item,
});

// "Supplier PO status" stays readable inside a sentence; an abbreviation at the start keeps its capitals.
const lowerFirst = (text: string): string => (/^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text);
