import type { Permission } from "#server/permissions.ts";

/** The pages of the settings, in their order; permission: what a role needs to see one. */
export const SETTINGS_PAGES: readonly { label: string; href: string; permission: Permission | null }[] = [
  { label: "Account", href: "/settings/account", permission: null },
  { label: "People", href: "/settings/people", permission: "people.read" },
  { label: "Workspace", href: "/settings/workspace", permission: "workspace.read" },
  { label: "Teams", href: "/settings/teams", permission: "audit.read" },
  { label: "Rates", href: "/settings/rates", permission: "rates.read" },
  { label: "Benchmarks", href: "/settings/benchmarks", permission: "roi.read" },
  { label: "Log of changes", href: "/settings/changes", permission: "changes.read" },
];
