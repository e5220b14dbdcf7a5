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
  ops_lead: "Runs audits and imports, plans the rollout, changes automations, lets them run again and undoes what they did.",
  contributor: "Does steps of the rollout, times work, approves or rejects what automations propose, and stops automations.",
  finance: "Sees every figure down to its source and changes nothing.",
};

/** "an owner, admin or ops lead": whose something is, for those who may not do it. */
export function whoMay(roles: readonly Role[]): string {
  const names = roles.map((role) => (role === "finance" ? "finance" : ROLE_NAME[role].toLowerCase()));
  const last = names.pop();
  if (last === undefined) return "nobody";
  return `${/^[aeiou]/.test(names[0] ?? last) ? "an" : "a"} ${names.length === 0 ? last : `${names.join(", ")} or ${last}`}`;
}

/** Choices for a select; owners only where an owner asks. */
export const roleOptions = (by: Role) =>
  (["owner", "admin", "ops_lead", "contributor", "finance"] as const)
    .filter((role) => role !== "owner" || by === "owner")
    .map((role) => ({ value: role, label: ROLE_NAME[role] }));
