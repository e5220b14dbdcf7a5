import type { Random } from "../random.ts";
import { teamOf } from "../shop/staff.ts";
import { app, asExpected, person, rule, telling } from "./workflow.ts";
import type { Workflow } from "./workflow.ts";

const KEEP = "keep service";
const OVERNIGHT = "change to overnight";
const TWO_DAY = "change to two-day air";
const FREIGHT = "change to ground freight";

const HEAVY_KG = 21; // From here on the parcel rate of this shop is above that of freight.
const FAR_ZONE = 5; // From here on ground takes longer than two days.

type Shipment = { promisedDays: number; zone: number; weightKg: number };

/** What the desk chooses, and whether anybody could see it otherwise. */
function choiceFor({ promisedDays, zone, weightKg }: Shipment): { choice: string; other: string; isPlain: boolean } {
  if (promisedDays === 1) return { choice: OVERNIGHT, other: TWO_DAY, isPlain: true };
  if (promisedDays === 2) return { choice: zone >= FAR_ZONE ? TWO_DAY : KEEP, other: zone >= FAR_ZONE ? KEEP : TWO_DAY, isPlain: false };
  return weightKg >= HEAVY_KG ? { choice: FREIGHT, other: KEEP, isPlain: false } : { choice: KEEP, other: FREIGHT, isPlain: true };
}

/** What a shipment is about when somebody looks at it: the rule before went by weight and zone alone, the promise is what it leaves open. */
const shipmentFrom = (facts: Random): Shipment => ({
  weightKg: facts.integer(1, 28),
  zone: facts.integer(2, 8),
  promisedDays: facts.weighted([
    [1, 22],
    [2, 33],
    [4, 25],
    [6, 20],
  ]),
});

/** Shipments whose service a rule sets and a person looks at again, some after the label was already printed. */
export const CARRIER_CHOICE: Workflow = {
  id: "carrier-choice",
  casesPerDay: 95,
  opens: 6,
  closes: 16,
  team: teamOf([
    { id: 86_000_001, name: ["Bram", "Kuiper"], role: "shipping desk", startHour: 7, pace: 0.9 },
    { id: 86_000_002, name: ["Lupe", "Rivas"], role: "shipping desk", startHour: 8, pace: 1.05 },
  ]),
  caseName: (number) => `S-${70_000 + number}`,
  steps(random, facts) {
    const shipment = shipmentFrom(facts);
    const about = {
      "weight in kg": shipment.weightKg,
      "shipping zone": shipment.zone,
      "promised days": shipment.promisedDays,
      "label printed": "no",
    };
    const set = telling(rule("Service by weight and zone", "set service"), about);
    const label = telling(app("ShipDock", "print label", 0.05), { "label printed": "yes" });
    if (random.chance(0.62)) return [set, label];
    const { choice, other, isPlain } = choiceFor(shipment);
    const chosen = isPlain || asExpected(facts) ? choice : other;
    const compare = person("compare rates", 1.9, random, 0.1);
    const first = (activity: string) => person(activity, 0.9, random);
    if (!random.chance(0.14)) return [set, compare, first(chosen), label];
    const voided = telling(person("void label", 1.3, random, random.between(0.2, 4)), { "label printed": "no" });
    // Where the choice is plain only the label was bad; elsewhere somebody saw it otherwise at first.
    return isPlain
      ? [set, compare, first(choice), label, voided, label]
      : [set, compare, first(other), label, voided, first(choice), label];
  },
};
