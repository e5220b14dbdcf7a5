import { expect, test } from "vitest";
import { may, ROLES, type Permission } from "#server/permissions.ts";
import { ROLE_CAN, whoMay } from "./role-name.ts";

test("whose something is reads as a sentence", () => {
  expect(whoMay(["owner", "admin", "ops_lead"])).toBe("an owner, admin or ops lead");
  expect(whoMay(["contributor"])).toBe("a contributor");
  expect(whoMay([])).toBe("nobody");
});

/** What a role's words say it does, and the permission that it then has. */
const SAYS = [
  [/approves or rejects/, "automations.approve"],
  [/stops automations/, "automations.stop"],
  [/lets them run again/, "automations.manage"],
  [/undoes/, "automations.manage"],
  [/times work/, "samples.take"],
  [/steps of the rollout/, "rollout.work"],
  [/plans the rollout/, "rollout.manage"],
  [/Runs audits/, "audit.run"],
] as const satisfies readonly (readonly [RegExp, Permission])[];

test.each(SAYS)("who is said to do %s may, and so may every role above", (words, permission) => {
  const lowest = ROLES.findLastIndex((role) => words.test(ROLE_CAN[role]));
  expect(lowest).toBeGreaterThan(-1);
  expect(ROLES.filter((role) => may(role, permission))).toEqual(ROLES.slice(0, lowest + 1));
});
