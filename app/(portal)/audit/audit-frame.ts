import { formatCount, formatShare } from "#app/ui/format/format-count.ts";
import type { RouterOutputs } from "#app/trpc/types.ts";
import type { AuditFrame } from "#server/domain/audit/figures.ts";

export type AuditAnswer = RouterOutputs["audit"]["get"];
export type Snapshot = NonNullable<AuditAnswer["audit"]>;
export type WorkflowRow = Snapshot["report"]["workflows"][number];
export type ActivityRow = Snapshot["report"]["activities"][number];

/** What every figure of an audit names as its origin. */
export const frameOf = ({ id, computedAt, from, to, report }: Snapshot): AuditFrame => ({
  auditId: id,
  computedAt: computedAt.toISOString(),
  from: from.toISOString().slice(0, 10),
  to: to.toISOString().slice(0, 10),
  weeks: report.window.weeks,
  startsRecorded: { of: report.total.recordedMinutes.touches, n: report.total.touches },
  rate: report.rate,
  roleRates: report.roleRates,
});

/** A page about one workflow. @param day ISO: by the audit as of the end of this day; null: by the newest */
export const workflowHref = (workflow: string, day: string | null = null): string =>
  `/audit/workflow?name=${encodeURIComponent(workflow)}${day === null ? "" : `&day=${day}`}`;

/** The events of an activity that an audit knows. */
export const eventsHref = (workflow: string, activity: string, auditId: string): string =>
  `/audit/events?workflow=${encodeURIComponent(workflow)}&activity=${encodeURIComponent(activity)}&audit=${auditId}`;

/** "94 of 120 (78%)": a share never stands without what it is a share of. */
export const shareText = ({ of, n }: { of: number; n: number }, locale: string): string =>
  n === 0 ? "none" : `${formatCount(of, locale)} of ${formatCount(n, locale)} (${formatShare(of / n, locale)})`;
