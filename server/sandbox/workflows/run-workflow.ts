import { HOUR_MS, MINUTE_MS, atLocal, dayOf, minutesOfDay, weekdayOf } from "../calendar.ts";
import { createEventQueue } from "../event-queue.ts";
import { demandOf } from "../shop/demand.ts";
import { SHOP, drawsFor, startOf } from "../shop/settings.ts";
import { nameOf, shiftFrom } from "../shop/staff.ts";
import type { ShopSettings } from "../shop/settings.ts";
import type { StaffMember } from "../shop/staff.ts";
import type { Facts, Step, Workflow } from "./workflow.ts";

/** A recorded step: its end, as the vendors show it. */
export interface WorkflowEvent {
  eventId: string;
  caseId: string;
  activity: string;
  actor: string | null;
  actorKind: "person" | "app" | "rule" | "supplier" | "customer" | "unknown";
  endMs: number;
  facts: Facts;
}

/** What no vendor records: when a person's step began. */
export interface WorkflowTouch {
  eventId: string;
  activity: string;
  staffId: number;
  startMs: number;
  endMs: number;
}

interface OpenCase {
  caseId: string;
  steps: readonly Step[];
  at: number;
  lastPersonId: number | null;
}

type Due =
  | { kind: "step"; of: OpenCase }
  | { kind: "free"; member: StaffMember }
  | { kind: "done"; of: OpenCase; member: StaffMember; startMs: number };

const SAME_PERSON_SHARE = 0.6;
const PARTNERS_OPEN = 8;
const PARTNERS_CLOSE = 18;

/**
 * Runs one workflow over the back-fill window and returns its steps in order of their ends. A person's step
 * waits until somebody of the team is free inside a shift; everything else happens when it is due. Depends
 * on nothing but the settings.
 */
export function runWorkflow(
  settings: ShopSettings,
  workflow: Workflow,
  onTouch: ((touch: WorkflowTouch) => void) | null = null,
): WorkflowEvent[] {
  const due = createEventQueue<Due>();
  const waiting: OpenCase[] = [];
  const idle = new Set<StaffMember>();
  const events: WorkflowEvent[] = [];
  const firstMs = startOf(settings);
  const meanOf = demandOf(settings);
  let caseNumber = 0;

  for (let day = dayOf(SHOP.zone, firstMs); day <= dayOf(SHOP.zone, settings.untilMs); day++) {
    const random = drawsFor(settings, workflow.id, "day", day);
    const mean = (workflow.casesPerDay * meanOf(day)) / 500;
    const minutes = Array.from({ length: random.poisson(mean) }, () => random.between(workflow.opens * 60, workflow.closes * 60)).sort(
      (a, b) => a - b,
    );
    for (const minute of minutes) {
      const number = caseNumber++;
      const steps = workflow.steps(drawsFor(settings, workflow.id, "case", number), drawsFor(settings, workflow.id, "facts", number));
      const beginMs = Math.round(atLocal(SHOP.zone, day, minute));
      due.push(beginMs + waitOf(steps[0]), {
        kind: "step",
        of: { caseId: workflow.caseName(number), steps, at: 0, lastPersonId: null },
      });
    }
  }
  for (const member of workflow.team) due.push(firstMs, { kind: "free", member });

  function record(openCase: OpenCase, step: Step, atMs: number, by: { member: StaffMember; startMs: number } | null): void {
    const actor = by ? nameOf(by.member) : "name" in step.by ? step.by.name : null;
    const eventId = `${workflow.id}-${String(events.length + 1).padStart(6, "0")}`;
    events.push({
      eventId,
      caseId: openCase.caseId,
      activity: step.activity,
      actor,
      actorKind: step.by.kind,
      endMs: atMs,
      facts: step.facts,
    });
    if (by) onTouch?.({ eventId, activity: step.activity, staffId: by.member.id, startMs: by.startMs, endMs: atMs });
    const next = openCase.steps[openCase.at + 1];
    if (next)
      due.push(dueOf(next, atMs), {
        kind: "step",
        of: { ...openCase, at: openCase.at + 1, lastPersonId: by?.member.id ?? openCase.lastPersonId },
      });
  }

  function isFor(member: StaffMember, openCase: OpenCase): boolean {
    return (openCase.steps[openCase.at]?.role ?? workflow.team[0]?.role) === member.role;
  }

  /** The oldest case waiting for this role, or rather the oldest that this person had in hand before. */
  function take(member: StaffMember, atMs: number): OpenCase | null {
    const prefersOwn = drawsFor(settings, workflow.id, "take", member.id, atMs).chance(SAME_PERSON_SHARE);
    const own = prefersOwn ? waiting.findIndex((one) => isFor(member, one) && one.lastPersonId === member.id) : -1;
    const at = own >= 0 ? own : waiting.findIndex((one) => isFor(member, one));
    return at < 0 ? null : (waiting.splice(at, 1)[0] ?? null);
  }

  function workOn(member: StaffMember, atMs: number): void {
    const shift = shiftFrom(settings, member, atMs);
    const random = drawsFor(settings, workflow.id, "start", member.id, atMs);
    if (atMs < shift.startMs) {
      due.push(Math.round(shift.startMs + random.between(1, 10) * MINUTE_MS), { kind: "free", member });
      return;
    }
    const openCase = take(member, atMs);
    const step = openCase?.steps[openCase.at];
    if (!openCase || !step) {
      idle.add(member);
      return;
    }
    const endMs = Math.round(atMs + step.minutes * member.pace * MINUTE_MS);
    if (endMs > shift.endMs) {
      waiting.unshift(openCase);
      due.push(shift.endMs + 1, { kind: "free", member });
      return;
    }
    due.push(endMs, { kind: "done", of: openCase, member, startMs: atMs });
  }

  for (let next = due.popUntil(settings.untilMs); next; next = due.popUntil(settings.untilMs)) {
    const { atMs, item } = next;
    switch (item.kind) {
      case "step": {
        const step = item.of.steps[item.of.at];
        if (step?.by.kind !== "person") {
          if (step) record(item.of, step, atMs, null);
          break;
        }
        waiting.push(item.of);
        const member = [...idle].find((one) => isFor(one, item.of));
        if (member) {
          idle.delete(member);
          due.push(atMs, { kind: "free", member });
        }
        break;
      }
      case "free":
        workOn(item.member, atMs);
        break;
      case "done": {
        const step = item.of.steps[item.of.at];
        if (step) record(item.of, step, atMs, { member: item.member, startMs: item.startMs });
        const random = drawsFor(settings, workflow.id, "pause", item.member.id, atMs);
        const minutes = random.chance(0.6) ? random.between(0.2, 2) : random.lognormal(12, 0.8);
        due.push(Math.round(atMs + minutes * MINUTE_MS), { kind: "free", member: item.member });
        break;
      }
    }
  }
  return events;
}

/** Partners work on weekdays from eight to six: what would fall outside happens the next morning. */
function dueOf(step: Step, afterMs: number): number {
  const atMs = afterMs + waitOf(step);
  if (step.by.kind !== "supplier") return atMs;
  const minute = minutesOfDay(SHOP.zone, atMs);
  const today = dayOf(SHOP.zone, atMs);
  const day = today + (minute >= PARTNERS_CLOSE * 60 ? 1 : 0);
  const workday = [day, day + 1, day + 2].find((one) => weekdayOf(one) !== 0 && weekdayOf(one) !== 6) ?? day;
  if (workday === today && minute >= PARTNERS_OPEN * 60) return atMs;
  return Math.round(atLocal(SHOP.zone, workday, PARTNERS_OPEN * 60 + (minute % 180)));
}

function waitOf(step: Step | undefined): number {
  return Math.round((step?.afterHours ?? 0) * HOUR_MS);
}
