import { customer, person, rule, teamOf } from "./workflow.ts";
import type { Step, Workflow } from "./workflow.ts";

/** Customer service: who gets the ticket, how often it is passed on, and the way to the warehouse and back. */
export const TICKET_ROUTING: Workflow = {
  id: "ticket-routing",
  casesPerDay: 15,
  opens: 6,
  closes: 23,
  team: teamOf([
    { id: 85_000_001, name: ["Imke", "Sanders"], role: "customer service", startHour: 8, pace: 0.95 },
    { id: 85_000_002, name: ["Jules", "Moreau"], role: "customer service", startHour: 9, pace: 1 },
    { id: 85_000_003, name: ["Tendai", "Moyo"], role: "customer service", startHour: 11, pace: 1.1 },
    { id: 85_000_004, name: ["Wren", "Asher"], role: "warehouse lead", startHour: 7, pace: 1.2 },
  ]),
  caseName: (number) => `T-${40_000 + number}`,
  steps(random) {
    const steps: Step[] = [
      customer("write in"),
      rule("Set priority by words", "set priority", 0.01),
      person("route ticket", 1.4, random, 0.1),
    ];
    const bounces = random.weighted([
      [0, 78],
      [1, 17],
      [2, 5],
    ]);
    for (let turn = 0; turn < bounces; turn++) steps.push(person("route ticket", 1.7, random, random.between(0.1, 3)));
    if (random.chance(0.26))
      steps.push(person("hand over to fulfilment", 2.1, random), {
        ...person("look up parcel", 3.6, random, 0.3),
        role: "warehouse lead" as const,
      });
    steps.push(person("answer customer", 4.6, random));
    if (random.chance(0.24)) steps.push(customer("write again", random.lognormal(5, 0.8)), person("answer customer", 3.8, random, 0.1));
    return [...steps, rule("Close after three days", "close ticket", 72)];
  },
};
