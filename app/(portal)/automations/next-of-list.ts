import { automationHref, type Automation } from "./automation-words.ts";

/** `isTried`: its present rules have a finished back-test. */
type Listed = Pick<Automation, "id" | "name" | "stage" | "pausedAt"> & { isTried: boolean };
export type ListStep = { name: string; why: string; href: string; label: string };

/** Where one goes on from the list: the one automation that waits for somebody, furthest from acting first; null where none does. */
export function nextOfList(automations: readonly Listed[]): ListStep | null {
  const find = (stage: Automation["stage"], isTried?: boolean) =>
    automations.find((one) => one.stage === stage && one.pausedAt === null && (isTried === undefined || one.isTried === isTried));
  const steps: readonly [Listed | undefined, why: string, href: (one: Listed) => string, label: string][] = [
    [find("approve"), "changes may wait for an approval.", () => "/automations/inbox", "Look at what waits"],
    [
      find("draft", false),
      "its rules are a draft. Look at them, then try them on your past.",
      ({ id }) => automationHref(id),
      "Open the rules",
    ],
    [
      find("draft", true),
      "its rules were tried on your past. See what they would have decided, then let it go on.",
      ({ id }) => automationHref(id, "back-test"),
      "Open the back-test",
    ],
    [
      find("back-test", false),
      "its rules are to be tried on your past. Run a back-test.",
      ({ id }) => automationHref(id, "back-test"),
      "Open the back-test",
    ],
    [
      find("back-test", true),
      "see what its rules would have decided, and where people decided otherwise.",
      ({ id }) => automationHref(id, "back-test"),
      "Open the back-test",
    ],
    [find("shadow"), "it decides beside your team. See how often both agree.", ({ id }) => automationHref(id, "decisions"), "Open its log"],
    [find("auto"), "it acts by itself. See the hours it returned.", () => "/value", "See its value"],
  ];
  for (const [automation, why, href, label] of steps)
    if (automation !== undefined) return { name: automation.name, why, href: href(automation), label };
  return null;
}
