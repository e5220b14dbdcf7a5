import type { Role } from "#server/permissions.ts";

/** Roles in words, most rights first. */
export const ROLE_NAME: Readonly<Record<Role, string>> = {
  owner: "Owner",
  admin: "Admin",
  ops_lead: "Ops lead",
  contributor: "Contributor",
  finance: "Finance (read only)",
};

export const ROLE_CAN: Readonly<Record<Role, string>> = {
  owner: "Everything, also appointing owners and erasing the workspace.",
  admin: "Systems, people, rates and settings.",
  ops_lead: "Runs audits and imports, plans the rollout, decides on automations.",
  contributor: "Follows the rollout and does its steps.",
  finance: "Sees every figure down to its source and changes nothing.",
};

/** Choices for a select; owners only where an owner asks. */
export const roleOptions = (by: Role) =>
  (["owner", "admin", "ops_lead", "contributor", "finance"] as const)
    .filter((role) => role !== "owner" || by === "owner")
    .map((role) => ({ value: role, label: ROLE_NAME[role] }));
