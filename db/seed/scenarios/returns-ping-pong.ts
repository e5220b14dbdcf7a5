import { eventsOf, type Scenario } from "../scenario.ts";

/** Ten returns; of each, support and warehouse pass the same question to each other twice before anybody restocks. */
export const returnsPingPong: Scenario = {
  name: "returns-ping-pong",
  title: "Returns that go back and forth",
  shows: "hand-overs between two people, ping-pong, and inspections done again",
  events: eventsOf("returns", (add) => {
    for (let number = 0; number < 10; number += 1) {
      const caseId = `R-${101 + number}`;
      const day = number % 5;
      const hour = 9 + Math.floor(number / 5) * 3;
      add({ at: { day, hour, minute: 0 }, caseId, activity: "request return", actor: `shopper-${number}`, kind: "customer" });
      add({ at: { day, hour, minute: 12 }, caseId, activity: "check return", actor: "support-1" });
      add({ at: { day, hour, minute: 31 }, caseId, activity: "inspect item", actor: "warehouse-1" });
      add({ at: { day, hour, minute: 55 }, caseId, activity: "check return", actor: "support-1" });
      add({ at: { day, hour: hour + 1, minute: 20 }, caseId, activity: "inspect item", actor: "warehouse-1" });
      add({ at: { day, hour: hour + 1, minute: 24 }, caseId, activity: "restock", actor: "warehouse-1" });
      add({ at: { day, hour: hour + 1, minute: 25 }, caseId, activity: "refund", actor: "refund app", kind: "app" });
    }
  }),
};
