import { teamOf } from "../shop/staff.ts";
import { app, person, rule, telling } from "./workflow.ts";
import type { Workflow } from "./workflow.ts";

/** Shipments whose service a rule sets and a person changes, some after the label was already printed. */
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
    const about = { "weight in kg": facts.integer(1, 28), "shipping zone": facts.integer(2, 8), "label printed": "no" };
    const set = telling(rule("Service by weight and zone", "set service"), about);
    const label = telling(app("ShipDock", "print label", 0.05), { "label printed": "yes" });
    if (random.chance(0.62)) return [set, label];
    const changed = [person("compare rates", 1.9, random, 0.1), person("change service", 0.9, random)];
    if (!random.chance(0.14)) return [set, ...changed, label];
    return [
      set,
      ...changed,
      label,
      telling(person("void label", 1.3, random, random.between(0.2, 4)), { "label printed": "no" }),
      person("change service", 0.9, random),
      label,
    ];
  },
};
