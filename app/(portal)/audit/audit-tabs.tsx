import { Tabs } from "#app/ui/tabs.tsx";

export const AUDIT_TABS = [
  { label: "Ranking", href: "/audit" },
  { label: "Stop-watch", href: "/audit/stop-watch" },
  { label: "Samples", href: "/audit/samples" },
  { label: "Workflows", href: "/audit/workflows" },
  { label: "Actors and data", href: "/audit/actors" },
  { label: "Compare", href: "/audit/compare" },
] as const;

/** The pages about the audit as a whole. */
export function AuditTabs({ current }: { current: (typeof AUDIT_TABS)[number]["href"] }) {
  return <Tabs label="Parts of the audit" tabs={AUDIT_TABS} current={current} />;
}
