import type { AuditReport } from "./audit-report.ts";

export type TableCell = string | number | null;
export type AuditTable = { name: string; columns: readonly string[]; rows: readonly (readonly TableCell[])[] };

type Measured = AuditReport["workflows"][number] | AuditReport["activities"][number] | AuditReport["total"];

const FIGURES = [
  "events",
  "touches",
  "hours a week, low",
  "hours a week",
  "hours a week, high",
  "evidence",
  "drag a year, low",
  "drag a year",
  "drag a year, high",
  "of it labour",
  "of it rework",
  "currency",
  "rate an hour",
  "automated events",
  "internal events",
  "unknown actors",
  "events asked",
  "rework by the same",
  "rework by another",
] as const;

/** What an audit found, as tables: the same for CSV and the workbook. Money in major units; null is not known. Accounts stand under pseudonyms. */
export function auditTables(report: AuditReport, minorDigits: number): AuditTable[] {
  const major = (minor: number) => minor / 10 ** minorDigits;
  const figures = (row: Measured): TableCell[] => [
    row.events,
    row.touches,
    row.hoursPerWeek.low,
    row.hoursPerWeek.point,
    row.hoursPerWeek.high,
    row.evidence,
    major(row.drag.totalMinor.low),
    major(row.drag.totalMinor.point),
    major(row.drag.totalMinor.high),
    major(row.drag.labourMinor.point),
    major(row.drag.reworkMinor.point),
    row.drag.currency,
    major(Math.round(row.minorPerHour ?? report.rate.minorPerHour)),
    row.automation.of,
    row.automation.n,
    row.unknown.of,
    row.unknown.n,
    row.rework.sameActor,
    row.rework.otherActor,
  ];
  const caseColumns = ["cases", "touchless cases", "waiting hours"] as const;
  return [
    {
      name: "Workflows",
      columns: ["workflow", "rank", "why", ...FIGURES, ...caseColumns],
      rows: [
        ...report.workflows.map((row) => [
          row.workflow,
          row.status.kind === "ranked" ? row.status.rank : null,
          row.status.why,
          ...figures(row),
          row.cases,
          row.touchless.of,
          row.waitingHours,
        ]),
        ["The whole log", null, "", ...figures(report.total), report.total.cases, report.total.touchless.of, null],
      ],
    },
    {
      name: "Activities",
      columns: ["workflow", "activity", "rank", "minutes a touch, low", "minutes a touch", "minutes a touch, high", "samples", ...FIGURES],
      rows: report.activities.map((row) => {
        const { low, point, high } = row.minutesPerTouch;
        return [row.workflow, row.activity, row.rank, low, point, high, row.samples, ...figures(row)];
      }),
    },
    { name: "Hand-offs", columns: ["from", "to", "count"], rows: report.handovers.map(({ from, to, count }) => [from, to, count]) },
    {
      name: "Data quality",
      columns: [
        "source",
        "received",
        "duplicates",
        "unknown actors",
        "touches without a role",
        "without a workflow",
        "in the future",
        "late",
        "unlinked",
      ],
      rows: report.quality.map((row) => [
        row.source,
        row.received,
        row.duplicates,
        row.unknownActors,
        row.touchesWithoutRole,
        row.withoutWorkflow,
        row.inFuture,
        row.late,
        row.unlinked,
      ]),
    },
  ];
}
