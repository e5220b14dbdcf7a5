import { shipBy } from "#server/playbooks/carrier-selection/outcomes.ts";
import { ShippingAction } from "#server/sandbox/departments/shipping/act.ts";
import { findParcel } from "#server/sandbox/departments/shipping/state.ts";
import { CHOOSING, outcomeWanted } from "#tests/automations/packing-policy.ts";
import { packingRules } from "#tests/automations/packing-rules.ts";
import type { Climber, World } from "./climber.ts";

const parcelOf = ({ departments }: World, id: number) => findParcel(departments.shipping.state, id);

export const carrierSelectionClimb: Climber = {
  playbook: "carrier-selection",
  vendors: ["shipstation"],
  shop: { seed: "climb-carrier", profile: "strict", days: 7, ordersPerDay: 300 },
  pace: { everyMinutes: { before: 15, auto: 5 }, autoDays: 3 },
  // The services an account offers are read when it is connected, and change a few times a year.
  syncs: { withNews: { shipstation: ["shipments"] }, hourly: {} },
  rules: packingRules,
  watch({ departments }) {
    let seen = -1;
    return () => {
      const { parcels, labels } = departments.shipping.state;
      // A parcel comes in, or one comes back to the table.
      const now = parcels.length + labels.filter(({ voidedMs }) => voidedMs !== null).length;
      const had = now !== seen;
      seen = now;
      return had;
    };
  },
  isRight(world, { caseId, outcome }) {
    const parcel = parcelOf(world, Number(caseId.replace("shipment:", "")));
    return parcel !== undefined && outcome === outcomeWanted(parcel);
  },
  isRightChange(world, entry) {
    if (entry.kind !== "department action" || entry.department !== "shipping") return null;
    const action = ShippingAction.parse(entry.action);
    if (action.kind !== "save order") return false;
    const parcel = parcelOf(world, action.parcelId);
    return parcel !== undefined && action.service !== null && shipBy(action.service) === outcomeWanted(parcel);
  },
  touches: ({ departmentTouches }) =>
    departmentTouches.filter(({ department, activity }) => department === "shipping" && CHOOSING.has(activity)),
};
