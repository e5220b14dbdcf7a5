import type { Digest } from "#server/domain/audit/digest.ts";
import type { Interval } from "#server/domain/interval.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import type { Letter } from "#server/mail.ts";

const hours = ({ low, high }: Interval) => `${Math.round(low)} to ${Math.round(high)} hours a week`;
const place = (rank: number | null) => (rank === null ? "not ranked" : `place ${rank}`);
const CHANGE = { more: "more", less: "less", new: "new", gone: "gone", "cannot be told": "about the same" } as const;

/** Lines of a digest, for a letter. */
export function digestLines({ changed, moved, alarms }: Digest): string[] {
  return [
    ...alarms.map(
      ({ workflow, activity, usualAWeek, presentAWeek }) =>
        `Alarm: ${activity} (${workflowTitle(workflow)}) went from about ${Math.round(usualAWeek)} to ${Math.round(presentAWeek)} touches a week.`,
    ),
    ...changed.map(({ workflow, before, after, change }) => {
      const ranges = before && after ? `: ${hours(after)} by hand, before ${hours(before)}` : "";
      return `${workflowTitle(workflow)}: ${CHANGE[change]}${ranges}.`;
    }),
    ...moved.map(({ workflow, before, after }) => `${workflowTitle(workflow)} went from ${place(before)} to ${place(after)}.`),
  ];
}

export function digestLetter({ to, workspace, digest, link }: { to: string; workspace: string; digest: Digest; link: string }): Letter {
  const name = workspace.replaceAll(/\s+/g, " ");
  const lines = digestLines(digest);
  return {
    to,
    subject: `${name}: what changed in the manual work this week`,
    text: [
      `By hand in ${name}: ${hours(digest.hours.after)}, a week before ${hours(digest.hours.before)}.`,
      ...(lines.length === 0 ? ["Nothing changed that is more than chance, and no alarm was raised."] : lines),
      `The whole audit: ${link}`,
    ].join("\n\n"),
  };
}
