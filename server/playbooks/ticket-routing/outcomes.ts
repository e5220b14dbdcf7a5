import type { Twofold } from "#server/domain/decisions/decision-tree.ts";
import type { Choice, OutcomeDefinition } from "../define.ts";
import { PRIORITIES } from "./facts.ts";

export const HAND_OVER = "hand over to fulfilment";
export const MERGE = "merge";
export const ESCALATE = "escalate";
export const ANSWER = "answer";

/** The outcome that passes a ticket to a group, and sets its priority with it; null leaves the priority as it is. */
export const routeTo = (group: string, priority: string | null): string =>
  priority === null ? `route to ${group}` : `route to ${group}, ${priority}`;

const ROUTE = /^(route to .*?)(?:, (low|normal|high|urgent))?$/;

/** A route is a group and a priority, which a desk chooses by different facts: the one by the matter, the other by how much it presses. */
export const twofold: Twofold = {
  partsOf(outcome) {
    const [, group, priority = ""] = ROUTE.exec(outcome) ?? [];
    return group === undefined ? null : [group, priority];
  },
  join: (group, priority) => (priority === "" ? group : `${group}, ${priority}`),
};

const FULFILMENT = /fulfil|warehouse|shipping|logistic|3pl|dispatch/i;

/** The group that looks at parcels, by its name; undefined where the desk has none, or more than one that sounds like it. */
export function fulfilmentOf(groups: readonly Choice[]): Choice | undefined {
  const found = groups.filter(({ name }) => FULFILMENT.test(name));
  return found.length === 1 ? found[0] : undefined;
}

/** What an outcome routes to; undefined for one that routes nowhere, or to a group that is not there any more. */
export function routeOf(outcome: string, groups: readonly Choice[]): { group: Choice; priority: string | null } | undefined {
  for (const group of groups)
    for (const priority of [null, ...PRIORITIES]) if (routeTo(group.name, priority) === outcome) return { group, priority };
  return undefined;
}

/** Everything that can be decided on a ticket of a desk with these groups. */
export function outcomesOf(groups: readonly Choice[]): OutcomeDefinition[] {
  const fulfilment = fulfilmentOf(groups);
  const routes = groups
    .filter(({ id }) => id !== fulfilment?.id)
    .flatMap(({ name }) =>
      [null, ...PRIORITIES].map((priority): OutcomeDefinition => ({
        name: routeTo(name, priority),
        title: priority === null ? `Route to ${name}` : `Route to ${name}, ${priority}`,
        does: `The ticket goes to the group ${name}${priority === null ? "" : ` with priority ${priority}`}.`,
        undo: "possible",
      })),
    );
  return [
    ...routes,
    ...(fulfilment
      ? [
          {
            name: HAND_OVER,
            title: "Hand over to fulfilment",
            does: `The ticket goes to the group ${fulfilment.name} with a note that names the order.`,
            undo: "possible" as const,
          },
        ]
      : []),
    {
      name: MERGE,
      title: "Merge",
      does: "The ticket is closed into the ticket that the same customer wrote within the day before.",
      undo: "not possible",
    },
    {
      name: ESCALATE,
      title: "Escalate",
      does: "The ticket gets priority urgent and the tag escalated, and stays with its group.",
      undo: "possible",
    },
    { name: ANSWER, title: "Answer", does: null, undo: "nothing to undo" },
  ];
}
