import type { TriedShare } from "../automations/tried-share.ts";
import { connectedAs, valueOf, type AuditedWorkflow, type ConnectedSystem } from "./plan-from-audit.ts";
import { mondayFrom, type StoredPlan } from "./stored-plan.ts";

type Measured = {
  auditId: string;
  workflows: readonly AuditedWorkflow[];
  weeks: number;
  built: readonly string[];
  connected: readonly ConnectedSystem[];
  /** By workflow, what back-tests of their rules say. */
  tried: ReadonlyMap<string, TriedShare>;
  today: string;
};

/**
 * The plan with values as measured now, counted from the coming Monday over the same length. What is built keeps the value it
 * was built for, to be compared with what came of it; so do values that a person entered. A system connected since is there.
 */
export function replanFromAudit(stored: StoredPlan, { auditId, workflows, weeks, built, connected, tried, today }: Measured): StoredPlan {
  const monday = mondayFrom(today);
  return {
    ...stored,
    auditId,
    startsOn: monday > stored.startsOn ? monday : stored.startsOn,
    items: stored.items.map((item) => {
      if (item.kind === "enabler" && item.alreadyThere === null && !built.includes(item.id))
        return { ...item, alreadyThere: connectedAs(item.id, connected) };
      const row = workflows.find(({ workflow, status }) => workflow !== null && workflow === item.workflow && status.kind === "ranked");
      if (row === undefined || item.valueFrom === "entry" || built.includes(item.id)) return item;
      const found = tried.get(item.workflow ?? "") ?? null;
      return {
        ...item,
        ...valueOf(row, found, stored.captureRate),
        rulesShare: found?.share.point ?? item.rulesShare,
        hoursPerWeek: row.hoursPerWeek,
        touchesPerWeek: row.touches / (row.weeks ?? weeks),
      };
    }),
  };
}
