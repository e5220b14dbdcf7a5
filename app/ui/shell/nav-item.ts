import type { LucideIcon } from "lucide-react";

/** One page in the navigation. */
export type NavItem = {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Procedure permission without which the page is not shown; null for everyone who is signed in. */
  permission: string | null;
};

/** The pages a person may open. */
export function visibleItems(items: readonly NavItem[], permissions: ReadonlySet<string>): NavItem[] {
  return items.filter(({ permission }) => permission === null || permissions.has(permission));
}

/** Whether a page or one below it is open: "/audit/returns" lies in "/audit", "/auditing" does not. */
export function isWithin(path: string, href: string): boolean {
  return path === href || path.startsWith(href === "/" ? "//" : `${href}/`);
}
