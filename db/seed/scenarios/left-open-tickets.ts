import { eventsOf, type Scenario } from "../scenario.ts";

/** Twenty tickets with recorded times; two were left open over the weekend and would hold nine tenths of the hours. */
export const leftOpenTickets: Scenario = {
  name: "left-open-tickets",
  title: "Tickets left open over the weekend",
  shows: "why recorded durations are cut at four hours, with both figures shown",
  events: eventsOf("ticket-routing", (add) => {
    for (let number = 0; number < 20; number += 1) {
      const leftOpen = number === 8 || number === 15;
      const day = leftOpen ? 7 : number % 5;
      const at = { day, hour: 9 + Math.floor(number / 5), minute: (number % 5) * 11 };
      add({
        at,
        caseId: `T-${500 + number}`,
        activity: "answer ticket",
        actor: `agent-${(number % 3) + 1}`,
        minutes: leftOpen ? 3 * 24 * 60 : 9,
      });
    }
  }),
};
