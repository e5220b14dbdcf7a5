import { BUYERS, PLANNERS } from "#server/sandbox/departments/purchasing/people.ts";
import type { ShopTruth } from "#server/sandbox/truth/simulate-with-truth.ts";
import type { Vendor } from "#tests/connected-shop.ts";

/** The workflows that connectors bring evidence for, each with the vendor that shows it. */
export const VENDOR_OF_WORKFLOW = {
  "order-exceptions": "shopify",
  returns: "shopify",
  "ticket-routing": "zendesk",
  "supplier-po": "netsuite",
  "inventory-sync": "netsuite",
  "carrier-choice": "shipstation",
} as const satisfies Record<string, Vendor>;
export type WorkflowName = keyof typeof VENDOR_OF_WORKFLOW;

export const workflowsOf = (vendors: readonly Vendor[]): WorkflowName[] =>
  WORKFLOW_NAMES.filter((workflow) => vendors.includes(VENDOR_OF_WORKFLOW[workflow]));
const WORKFLOW_NAMES = [
  "order-exceptions",
  "returns",
  "ticket-routing",
  "supplier-po",
  "inventory-sync",
  "carrier-choice",
] as const satisfies readonly WorkflowName[];

/** What our log has of an event, as far as it takes to find the same event in the shop. */
export type LogRow = { eventId: string; activity: string; workflow: string; actorId: string | null; endedAtMs: number };

/** `kind` as the audit ought to say it; null for what the shop knows nothing of. `minutes`: what a stop-watch would have shown. */
export type TrueEvent = { kind: "person" | "app" | "rule" | "customer" | null; minutes: number | null };

/** What really happened in a workflow. `touches`, `hours`: of everything people did there, with a trace or without. */
export type WorkflowTruth = { touches: number; hours: number; of: (row: LogRow) => TrueEvent };

type Stretch = { startMs: number; endMs: number };

const NOTHING: TrueEvent = { kind: null, minutes: null };
const minutesOf = ({ startMs, endMs }: Stretch): number => (endMs - startMs) / 60_000;
const hoursOf = (touches: readonly Stretch[]): number => touches.reduce((sum, touch) => sum + minutesOf(touch), 0) / 60;
const totalsOf = (touches: readonly Stretch[]) => ({ touches: touches.length, hours: hoursOf(touches) });

export const truthOf = (workflow: WorkflowName, truth: ShopTruth): WorkflowTruth => TRUTHS[workflow](truth);

const isCount = ({ activity }: { activity: string }): boolean => activity === "adjust stock";

const TRUTHS: Readonly<Record<WorkflowName, (truth: ShopTruth) => WorkflowTruth>> = {
  "order-exceptions": (truth) => ({ ...totalsOf(truth.touches), of: timelineTruth(truth) }),
  // The returns desk works in the shop too, and leaves its entries on the same time lines.
  returns: (truth) => ({ ...totalsOf(touchesIn(truth, "returns")), of: timelineTruth(truth) }),
  "ticket-routing": (truth) => ({ ...totalsOf(touchesIn(truth, "helpdesk")), of: helpdeskTruth(truth) }),
  "supplier-po": (truth) => ({
    ...totalsOf(touchesIn(truth, "purchasing").filter((touch) => !isCount(touch))),
    of: purchasingTruth(truth),
  }),
  // Counts in the ERP, and what the planners do about the channels' stock in the shop: both have to be connected to see it all.
  "inventory-sync": (truth) => {
    const [erp, channels] = [purchasingTruth(truth), stockTruth(truth)];
    return {
      ...totalsOf([...touchesIn(truth, "purchasing").filter(isCount), ...touchesIn(truth, "inventory")]),
      of: (row) => (row.eventId.startsWith("stock:") ? channels : erp)(row),
    };
  },
  "carrier-choice": (truth) => ({ ...totalsOf(touchesIn(truth, "shipping")), of: shippingTruth(truth) }),
};

const touchesIn = ({ departmentTouches }: ShopTruth, name: string) => departmentTouches.filter(({ department }) => department === name);

function timelineTruth({ shop, touches, departmentTouches, machineAccountIds }: ShopTruth): WorkflowTruth["of"] {
  const events = new Map(shop.state.events.map((event) => [event.id, event]));
  const done = [...touches, ...departmentTouches.filter(({ department }) => department === "returns")];
  const byEvent = new Map(done.map((touch) => [touch.eventId, touch]));
  return ({ eventId }) => {
    const id = Number(/(\d+)$/.exec(eventId)?.[1]);
    const actor = events.get(id)?.actor;
    const touch = byEvent.get(id);
    const minutes = touch ? minutesOf(touch) : null;
    if (!actor) return NOTHING;
    if (actor.kind === "staff") return { kind: machineAccountIds.includes(actor.account.id) ? "app" : "person", minutes };
    // What the vendor does by itself is a rule of the source.
    return { kind: actor.kind === "system" ? "rule" : actor.kind, minutes };
  };
}

function helpdeskTruth({ departments, departmentTouches }: ShopTruth): WorkflowTruth["of"] {
  const saves = new Map(departments.helpdesk.state.tickets.flatMap((one) => one.saves).map((save) => [String(save.id), save]));
  const done = departmentTouches.filter(({ department }) => department === "helpdesk");
  const byEvent = new Map(done.map((touch) => [String(touch.eventId), touch]));
  return ({ eventId }) => {
    const [, saveId = "", part] = eventId.split(":");
    const actor = saves.get(saveId)?.actor;
    const touch = byEvent.get(saveId);
    if (!actor) return NOTHING;
    if (part === "rule") return { kind: "rule", minutes: null };
    return { kind: actor.kind === "agent" ? "person" : actor.kind, minutes: touch ? minutesOf(touch) : null };
  };
}

/** An act on stock has the number of its group. */
function stockTruth(truth: ShopTruth): WorkflowTruth["of"] {
  const groups = new Map(truth.departments.inventory.state.groups.map((group) => [String(group.id), group]));
  const byGroup = new Map(touchesIn(truth, "inventory").map((touch) => [String(touch.eventId), touch]));
  return ({ eventId }) => {
    const [, groupId = ""] = eventId.split(":");
    const actor = groups.get(groupId)?.actor;
    const touch = byGroup.get(groupId);
    if (!actor) return NOTHING;
    if (actor.kind === "staff") return { kind: "person", minutes: touch ? minutesOf(touch) : null };
    return { kind: actor.kind === "system" ? "rule" : actor.kind, minutes: null };
  };
}

/** The ERP names no save: it is found by its second and its author. */
function purchasingTruth({ departments, departmentTouches }: ShopTruth): WorkflowTruth["of"] {
  const people = new Set([...BUYERS, ...PLANNERS].map(({ id }) => id));
  const keyOf = (atMs: number, author: number | string | null) => `${Math.floor(atMs / 1000)} ${author}`;
  const contexts = new Map(
    departments.purchasing.state.transactions
      .flatMap(({ notes }) => notes)
      .map(({ atMs, authorId, context }) => [keyOf(atMs, authorId), context]),
  );
  const done = departmentTouches.filter(({ department }) => department === "purchasing");
  const bySecond = new Map(done.map((touch) => [keyOf(touch.endMs, touch.staffId), touch]));
  return ({ endedAtMs, actorId }) => {
    const key = keyOf(endedAtMs, actorId);
    const context = contexts.get(key);
    const touch = bySecond.get(key);
    if (context === undefined) return NOTHING;
    if (people.has(Number(actorId))) return { kind: "person", minutes: touch ? minutesOf(touch) : null };
    return { kind: context === "SCH" || context === "UEV" ? "rule" : "app", minutes: null };
  };
}

/** Labels and batches have numbers. A batch is one act of a person; its labels are made by the shipping system. */
function shippingTruth({ departments, departmentTouches }: ShopTruth): WorkflowTruth["of"] {
  const { labels } = departments.shipping.state;
  const known = new Map(labels.map((label) => [label.id, label]));
  const firstOfBatch = new Map(labels.toReversed().flatMap(({ id, batch }) => (batch === null ? [] : [[batch, id]])));
  const done = departmentTouches.filter(({ department }) => department === "shipping");
  const touchOf = (isVoid: boolean) =>
    new Map(done.filter(({ activity }) => (activity === "void label") === isVoid).map((touch) => [touch.eventId, touch]));
  const [made, voided] = [touchOf(false), touchOf(true)];
  return ({ eventId }) => {
    const [what, number = "", part] = eventId.split(":");
    if (what === "order") return { kind: "rule", minutes: null };
    const id = what === "batch" ? firstOfBatch.get(Number(number)) : Number(number);
    const label = known.get(id ?? 0);
    if (id === undefined || !label) return NOTHING;
    if (label.by.kind === "app") return { kind: "app", minutes: null };
    if (what === "label" && label.batch !== null && part === undefined) return { kind: "rule", minutes: null };
    const touch = (part === "void" ? voided : made).get(id);
    return { kind: "person", minutes: touch ? minutesOf(touch) : null };
  };
}
