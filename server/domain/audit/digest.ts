import type { Interval } from "../interval.ts";
import { compareAudits, type ComparedWorkflow } from "./compare-audits.ts";

/** What of an audit a digest reads. */
export type Digested = {
  total: { hoursPerWeek: Interval };
  workflows: readonly {
    workflow: string | null;
    touches: number;
    hoursPerWeek: Interval;
    status: { kind: string; rank?: number | undefined };
  }[];
};

export type DigestAlarm = { workflow: string; activity: string; usualAWeek: number; presentAWeek: number };

/** What changed between two audits, for people who do not look every week. A plain value: can be kept as JSON. */
export type Digest = {
  hours: { before: Interval; after: Interval };
  /** Workflows whose hours changed by more than chance and their ranges allow, that are new or gone; largest difference first. What may be chance is left out. */
  changed: ComparedWorkflow[];
  /** Workflows that stand on another place than before; null: not ranked for want of evidence. */
  moved: { workflow: string; before: number | null; after: number | null }[];
  alarms: DigestAlarm[];
};

/** @param alarms that were raised since the earlier audit */
export function digestOf(before: Digested, after: Digested, alarms: readonly DigestAlarm[]): Digest {
  const placesOf = ({ workflows }: Digested) =>
    new Map(
      workflows.flatMap(({ workflow, status }) =>
        workflow === null ? [] : [[workflow, status.kind === "ranked" ? (status.rank ?? null) : null] as const],
      ),
    );
  const old = placesOf(before);
  return {
    hours: { before: before.total.hoursPerWeek, after: after.total.hoursPerWeek },
    changed: compareAudits(before.workflows, after.workflows).filter(({ change }) => change !== "cannot be told"),
    moved: [...placesOf(after)].flatMap(([workflow, place]) => {
      const was = old.get(workflow);
      return was === undefined || was === place ? [] : [{ workflow, before: was, after: place }];
    }),
    alarms: [...alarms],
  };
}

/** Whether there is anything to tell beside that all is as it was. */
export const saysNothing = ({ changed, moved, alarms }: Digest): boolean => changed.length + moved.length + alarms.length === 0;
