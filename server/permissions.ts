/** Roles of a workspace, most rights first. */
export const ROLES = ["owner", "admin", "ops_lead", "contributor", "finance"] as const;
export type Role = (typeof ROLES)[number];

/** A role as it stands in the database, whose check constraint allows no other. @throws Error on anything else; that is a bug */
export function roleOf(text: string): Role {
  const role = ROLES.find((known) => known === text);
  if (!role) throw new Error(`"${text}" is no role`);
  return role;
}

export const ROLE_LABEL: Record<Role, string> = {
  owner: "Owner",
  admin: "Admin",
  ops_lead: "Ops lead",
  contributor: "Contributor",
  finance: "Finance (read only)",
};

/**
 * What may be done, by whom. A procedure names one of these beside itself; a test walks all procedures and roles.
 * Finance reads everything that carries a number and changes nothing.
 */
export const PERMISSIONS = {
  "workspace.read": ["owner", "admin", "ops_lead", "contributor", "finance"],
  "workspace.update": ["owner", "admin"],
  "workspace.erase": ["owner"],
  "people.read": ["owner", "admin", "ops_lead"],
  "people.manage": ["owner", "admin"],
  "changes.read": ["owner", "admin", "ops_lead", "finance"],
  "rates.read": ["owner", "admin", "ops_lead", "finance"],
  "rates.update": ["owner", "admin"],
  "imports.read": ["owner", "admin", "ops_lead", "contributor", "finance"],
  "imports.create": ["owner", "admin", "ops_lead"],
  "audit.read": ["owner", "admin", "ops_lead", "contributor", "finance"],
  "audit.run": ["owner", "admin", "ops_lead"],
  "teams.update": ["owner", "admin", "ops_lead"],
  "workflows.update": ["owner", "admin", "ops_lead"],
  "samples.take": ["owner", "admin", "ops_lead", "contributor"],
  "actors.update": ["owner", "admin", "ops_lead"],
  "connections.read": ["owner", "admin", "ops_lead", "contributor", "finance"],
  "connections.manage": ["owner", "admin"],
  "roi.read": ["owner", "admin", "ops_lead", "contributor", "finance"],
  "roi.manage": ["owner", "admin", "ops_lead"],
  "shares.manage": ["owner", "admin", "ops_lead"],
  "rollout.read": ["owner", "admin", "ops_lead", "contributor", "finance"],
  "rollout.manage": ["owner", "admin", "ops_lead"],
  "rollout.work": ["owner", "admin", "ops_lead", "contributor"],
  "automations.read": ["owner", "admin", "ops_lead", "contributor", "finance"],
  "automations.manage": ["owner", "admin", "ops_lead"],
  "automations.approve": ["owner", "admin", "ops_lead", "contributor"],
  "automations.stop": ["owner", "admin", "ops_lead", "contributor"],
  "value.read": ["owner", "admin", "ops_lead", "contributor", "finance"],
  "value.enter": ["owner", "admin", "ops_lead"],
  "jobs.read": ["owner", "admin", "ops_lead", "contributor", "finance"],
  "jobs.manage": ["owner", "admin", "ops_lead"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export const isPermission = (text: string): text is Permission => Object.hasOwn(PERMISSIONS, text);

/** What nobody does in a demo workspace, whose one visitor has no password: everything else is there to be tried. */
const NOT_IN_DEMO: readonly Permission[] = ["people.manage", "workspace.erase"];

/** Whether a permission is switched off in a workspace because it is the demo. */
export const offInDemo = (permission: Permission): boolean => NOT_IN_DEMO.includes(permission);

/** Whether a role may do a thing. */
export const may = (role: Role, permission: Permission): boolean => (PERMISSIONS[permission] as readonly Role[]).includes(role);
