import type { Command } from "#app/ui/shell/command-launcher.tsx";
import type { Permission } from "#server/permissions.ts";
import { AUDIT_TABS } from "./audit/audit-tabs.tsx";
import { SETTINGS_PAGES } from "./settings/settings-pages.ts";

type Guarded = Command & { permission: Permission | null };

/** Other words people type for a page, by its address. */
const WORDS: Readonly<Record<string, string>> = {
  "/audit/stop-watch": "time measure items",
  "/audit/samples": "timed discarded",
  "/audit/workflows": "define claims custom",
  "/audit/actors": "bots accounts quality",
  "/audit/compare": "weeks past days",
  "/settings/account": "password",
  "/settings/people": "invite members roles",
  "/settings/workspace": "currency time zone erase",
  "/settings/teams": "calendar shifts paid hours",
  "/settings/rates": "cost of an hour",
  "/settings/changes": "history who changed",
};

const wordsOf = (href: string) => ({ words: WORDS[href] ?? "" });

const COMMANDS: readonly Guarded[] = [
  { kind: "action", label: "Stop all automations", href: "/automations", words: "kill switch halt resume", permission: "automations.stop" },
  { kind: "page", label: "Approvals", href: "/automations/inbox", words: "inbox decide automations", permission: "automations.read" },
  { kind: "page", label: "Alarms of work by hand", href: "/overview", words: "creep alert growing", permission: "audit.read" },
  { kind: "page", label: "Weekly digest", href: "/settings/workspace", words: "mail letter monday summary", permission: "workspace.read" },
  { kind: "page", label: "My work", href: "/roadmap/my-work", words: "tasks mine", permission: "rollout.read" },
  ...AUDIT_TABS.filter(({ href }) => href !== "/audit").map(({ label, href }): Guarded => ({
    kind: "page",
    label,
    href,
    ...wordsOf(href),
    permission: "audit.read",
  })),
  ...SETTINGS_PAGES.map(({ permission, label, href }): Guarded => ({ kind: "page", label, href, ...wordsOf(href), permission })),
];

/** What the palette finds besides the pages of the navigation, for a person with these permissions. */
export const commandsFor = (permissions: ReadonlySet<string>): Command[] =>
  COMMANDS.filter(({ permission }) => permission === null || permissions.has(permission)).map(
    ({ permission: _permission, ...command }) => command,
  );
