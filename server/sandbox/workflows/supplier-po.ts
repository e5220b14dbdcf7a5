import { teamOf } from "../shop/staff.ts";
import { app, person, supplier, telling } from "./workflow.ts";
import type { Step, Workflow } from "./workflow.ts";

const SUPPLIERS = 40;

/** Purchase orders that wait for an answer: chase, take in changed dates, tell those concerned. */
export const SUPPLIER_PO: Workflow = {
  id: "supplier-po",
  casesPerDay: 9,
  opens: 8,
  closes: 17,
  team: teamOf([
    { id: 83_000_001, name: ["Rahel", "Stern"], role: "buyer", startHour: 8, pace: 1.05 },
    { id: 83_000_002, name: ["Dario", "Conti"], role: "buyer", startHour: 8.5, pace: 0.95 },
  ]),
  caseName: (number) => `PO-${5000 + number}`,
  steps(random, facts) {
    const name = `supplier ${random.integer(1, SUPPLIERS)}`;
    const steps: Step[] = [
      telling(app("Ledgerline ERP", "send purchase order"), { "order value": facts.integer(4, 180) * 100, "date moved": "no" }),
    ];
    const silences = random.weighted([
      [0, 52],
      [1, 34],
      [2, 14],
    ]);
    for (let turn = 0; turn < silences; turn++) steps.push(person("chase supplier", 3.8, random, turn === 0 ? 44 : 26));
    steps.push(supplier(name, "acknowledge order", random.between(2, 20)));
    if (random.chance(0.33)) {
      const days = facts.integer(2, 25);
      steps.push(
        telling(supplier(name, "move date", random.between(10, 60)), { "date moved": "yes", "days later": days, "date taken in": "no" }),
        person("check impact", 5.5, random, 0.3),
        telling(person("update expected date", 2.2, random), { "date taken in": "yes" }),
      );
      if (random.chance(0.35)) steps.push(person("tell customer service", 2.6, random));
    }
    return [...steps, app("Ledgerline ERP", "receive goods", random.between(40, 130))];
  },
};
