import { BUYERS, PLANNERS } from "#server/sandbox/departments/purchasing/people.ts";
import type { ShopTruth } from "#server/sandbox/truth/simulate-with-truth.ts";
import type { Vendor } from "#tests/connected-shop.ts";

/** What our log has of an event, as far as it takes to find the same event in the shop. */
export type LogRow = { eventId: string; activity: string; workflow: string; actorId: string | null; endedAtMs: number };

/** `kind` as the audit ought to say it; null for what the shop knows nothing of. `minutes`: what a stop-watch would have shown. */
export type TrueEvent = { kind: "person" | "app" | "rule" | "customer" | null; minutes: number | null };

/** What really happened in the workflows that a vendor shows. `touches`, `hours`: of everything people did there, with a trace or without. */
export type VendorTruth = { touches: number; hours: number; of: (row: LogRow) => TrueEvent };

const NOTHING: TrueEvent = { kind: null, minutes: null };
const minutesOf = ({ startMs, endMs }: { startMs: number; endMs: number }): number => (endMs - startMs) / 60_000;
const hoursOf = (touches: readonly { startMs: number; endMs: number }[]): number =>
  touches.reduce((sum, touch) => sum + minutesOf(touch), 0) / 60;

export const truthOf = (vendor: Vendor, truth: ShopTruth): VendorTruth =>
  ({ shopify: ordersTruth, zendesk: helpdeskTruth, netsuite: purchasingTruth })[vendor](truth);

function ordersTruth({ shop, touches, departmentTouches, machineAccountIds }: ShopTruth): VendorTruth {
  const events = new Map(shop.state.events.map((event) => [event.id, event]));
  // The returns desk works in the shop too, and leaves its entries on the same time lines.
  const done = [...touches, ...departmentTouches.filter(({ department }) => department === "returns")];
  const byEvent = new Map(done.map((touch) => [touch.eventId, touch]));
  return {
    touches: done.length,
    hours: hoursOf(done),
    of({ eventId }) {
      const id = Number(/(\d+)$/.exec(eventId)?.[1]);
      const actor = events.get(id)?.actor;
      const touch = byEvent.get(id);
      const minutes = touch ? minutesOf(touch) : null;
      if (!actor) return NOTHING;
      if (actor.kind === "staff") return { kind: machineAccountIds.includes(actor.account.id) ? "app" : "person", minutes };
      // What the vendor does by itself is a rule of the source.
      return { kind: actor.kind === "system" ? "rule" : actor.kind, minutes };
    },
  };
}

function helpdeskTruth({ departments, departmentTouches }: ShopTruth): VendorTruth {
  const saves = new Map(departments.helpdesk.state.tickets.flatMap((one) => one.saves).map((save) => [String(save.id), save]));
  const done = departmentTouches.filter(({ department }) => department === "helpdesk");
  const byEvent = new Map(done.map((touch) => [String(touch.eventId), touch]));
  return {
    touches: done.length,
    hours: hoursOf(done),
    of({ eventId }) {
      const [, saveId = "", part] = eventId.split(":");
      const actor = saves.get(saveId)?.actor;
      const touch = byEvent.get(saveId);
      if (!actor) return NOTHING;
      if (part === "rule") return { kind: "rule", minutes: null };
      return { kind: actor.kind === "agent" ? "person" : actor.kind, minutes: touch ? minutesOf(touch) : null };
    },
  };
}

/** The ERP names no save: it is found by its second and its author. */
function purchasingTruth({ departments, departmentTouches }: ShopTruth): VendorTruth {
  const people = new Set([...BUYERS, ...PLANNERS].map(({ id }) => id));
  const keyOf = (atMs: number, author: number | string | null) => `${Math.floor(atMs / 1000)} ${author}`;
  const contexts = new Map(
    departments.purchasing.state.transactions
      .flatMap(({ notes }) => notes)
      .map(({ atMs, authorId, context }) => [keyOf(atMs, authorId), context]),
  );
  const done = departmentTouches.filter(({ department }) => department === "purchasing");
  const bySecond = new Map(done.map((touch) => [keyOf(touch.endMs, touch.staffId), touch]));
  return {
    touches: done.length,
    hours: hoursOf(done),
    of({ endedAtMs, actorId }) {
      const key = keyOf(endedAtMs, actorId);
      const context = contexts.get(key);
      const touch = bySecond.get(key);
      if (context === undefined) return NOTHING;
      if (people.has(Number(actorId))) return { kind: "person", minutes: touch ? minutesOf(touch) : null };
      return { kind: context === "SCH" || context === "UEV" ? "rule" : "app", minutes: null };
    },
  };
}
