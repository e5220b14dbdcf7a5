import { eventsOf, type Scenario } from "../scenario.ts";

/** A promotion on Friday: forty stock corrections by hand in one afternoon, three on each other day. */
export const oversellFriday: Scenario = {
  name: "oversell-friday",
  title: "An oversold Friday",
  shows: "manual work that comes in one burst, in batches of one activity by one person",
  events: eventsOf("inventory-sync", (add) => {
    for (let day = 0; day < 5; day += 1) {
      const corrections = day === 4 ? 40 : 3;
      for (let number = 0; number < corrections; number += 1) {
        const caseId = `SKU-${day * 100 + number}`;
        const minute = number * 5;
        add({ at: { day, hour: 13, minute }, caseId, activity: "sell below zero", actor: "storefront", kind: "app" });
        // Uneven, as people are: at equal gaps the account would be taken for a machine.
        add({ at: { day, hour: 13, minute: minute + 2 + ((number * number) % 4) }, caseId, activity: "correct stock", actor: "stock-1" });
      }
    }
  }),
};
