import { RETURNS_DESK } from "../departments/returns/people.ts";
import { app, asExpected, customer, person, rule, supplier, telling } from "./workflow.ts";
import type { Step, Workflow } from "./workflow.ts";

/** From the customer's request to the refund and the decision about the goods. */
export const RETURNS: Workflow = {
  id: "returns",
  casesPerDay: 31,
  opens: 7,
  closes: 23,
  team: RETURNS_DESK,
  caseName: (number) => `R-${3000 + number}`,
  steps(random, facts) {
    const request = (declined: boolean, value: number) => {
      const late = declined === asExpected(facts);
      const days = late ? facts.integer(31, 75) : facts.integer(2, 30);
      const reason = facts.weighted([
        ["changed mind", 45],
        ["does not fit", 25],
        ["damaged", 18],
        ["wrong item", 12],
      ]);
      return telling(customer("request return"), { "days since delivery": days, "return reason": reason, "item value": value });
    };
    const steps: Step[] = [];
    if (random.chance(0.28)) {
      steps.push(request(false, facts.integer(5, 24)), rule("Small value in time", "approve return", 0.01));
    } else {
      const review = person("review request", 2.6, random, 0.1);
      const declined = random.chance(0.09);
      steps.push(request(declined, facts.integer(25, 240)), review);
      if (declined) return [...steps, person("decline return", 2.1, random)];
      steps.push(person("approve return", 1.1, random));
    }
    if (random.chance(0.06)) return steps;
    steps.push(
      supplier("Harbour 3PL", "receive parcel", random.between(70, 200)),
      supplier("Harbour 3PL", "grade goods", random.between(2, 26)),
    );
    const refund = person("refund", 2.3, random, 0.2);
    const restock = random.chance(0.45) ? app("Loopback Returns", "restock", 0.1) : person("decide restock", 1.8, random);
    const repeated = random.chance(0.05) ? [person("refund", 2.9, random, random.between(4, 48))] : [];
    return [...steps, refund, restock, ...repeated];
  },
};
