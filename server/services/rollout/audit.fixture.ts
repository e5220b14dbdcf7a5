import { AuditReport } from "../audit/audit-report.ts";

export type AuditRow = { workflow: string; hours: number; /** a year */ dragMinor: number };

const exactly = (value: number) => ({ low: value, point: value, high: value });

/** An audit of four weeks whose ranked workflows are those given; all else is small and the same. */
export function anAudit(rows: readonly AuditRow[]): AuditReport {
  const workload = (hours: number, dragMinor: number) => ({
    events: 100,
    eventsByKind: { person: 100, app: 0, rule: 0, supplier: 0, customer: 0, unknown: 0 },
    touches: 80,
    automation: { of: 0, n: 100 },
    unknown: { of: 0, n: 100 },
    rework: { sameActor: 0, otherActor: 0 },
    recordedMinutes: { touches: 0, raw: 0, winsorised: 0 },
    boundsMinutes: { low: hours * 240, high: hours * 240 },
    minutes: exactly(hours * 240),
    hoursPerWeek: exactly(hours),
    evidence: "recorded" as const,
    drag: {
      currency: "USD",
      labourMinor: exactly(dragMinor),
      reworkMinor: exactly(0),
      delayMinor: null,
      cashLossMinor: null,
      totalMinor: exactly(dragMinor),
    },
    cases: 40,
    touchless: { of: 0, n: 40 },
    touchlessOrUnknown: { of: 0, n: 40 },
  });
  return AuditReport.parse({
    window: { firstDay: 20_454, lastDay: 20_481, weeks: 4 },
    rate: { minorPerHour: 3500, currency: "USD", evidence: "assumed", note: "for tests" },
    timeZone: "UTC",
    total: workload(10, 100),
    workflows: rows.map(({ workflow, hours, dragMinor }, at) => ({
      ...workload(hours, dragMinor),
      workflow,
      waitingHours: 0,
      scoreMinor: null,
      status: { kind: "ranked", rank: at + 1, why: "for tests" },
    })),
    activities: [],
    handovers: [],
    pingPongs: 0,
    batches: { count: 0, touches: 0 },
    overCapacityMinutes: exactly(0),
  });
}
