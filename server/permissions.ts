/** Roles of a workspace, most rights first. */
export const ROLES = ["owner", "admin", "ops_lead", "contributor", "finance"] as const;
export type Role = (typeof ROLES)[number];

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
  "jobs.read": ["owner", "admin", "ops_lead", "contributor", "finance"],
  "jobs.manage": ["owner", "admin", "ops_lead"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/** Whether a role may do a thing. */
export const may = (role: Role, permission: Permission): boolean => (PERMISSIONS[permission] as readonly Role[]).includes(role);
