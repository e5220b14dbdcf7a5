import { AGE_EDGES_HOURS } from "#server/domain/mining/exception-age.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import type { AuditReport } from "./audit-report.ts";
import type { WorkflowReport } from "./workflow-report.ts";

export type TableCell = string | number | null;
export type AuditTable = { name: string; columns: readonly string[]; rows: readonly (readonly TableCell[])[] };

/** What an audit found of each workflow, by its id. */
export type WorkflowReports = ReadonlyMap<string, WorkflowReport>;

type Measured = AuditReport["workflows"][number] | AuditReport["activities"][number] | AuditReport["total"];

const FIGURES = [
  "events",
  "touches",
  "hours a week, low",
  "hours a week",
  "hours a week, high",
  "weeks counted",
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

/** The tables that stand for an audit where only one table fits: the figures of workflows and of activities. */
export function figureTables(report: AuditReport, minorDigits: number): { workflows: AuditTable; activities: AuditTable } {
  const major = (minor: number) => minor / 10 ** minorDigits;
  const figures = (row: Measured): TableCell[] => [
    row.events,
    row.touches,
    row.hoursPerWeek.low,
    row.hoursPerWeek.point,
    row.hoursPerWeek.high,
    row.weeks === undefined ? report.window.weeks : row.weeks,
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
  const caseColumns = [
    "cases",
    "touchless cases",
    "waiting hours",
    "rules-basedness, low",
    "rules-basedness",
    "rules-basedness, high",
    "share that could be automated",
  ] as const;
  return {
    workflows: {
      name: "Workflows",
      columns: ["workflow", "rank", "why", ...FIGURES, ...caseColumns],
      rows: [
        ...report.workflows.map((row) => [
          titleOf(row.workflow),
          row.status.kind === "ranked" ? row.status.rank : null,
          row.status.why,
          ...figures(row),
          row.cases,
          row.touchless.of,
          row.waitingHours,
          row.decisions?.rulesBasedness.low ?? null,
          row.decisions?.rulesBasedness.point ?? null,
          row.decisions?.rulesBasedness.high ?? null,
          row.decisions?.automatableShare ?? null,
        ]),
        ["The whole log", null, "", ...figures(report.total), report.total.cases, report.total.touchless.of],
      ],
    },
    activities: {
      name: "Activities",
      columns: ["workflow", "activity", "rank", "minutes a touch, low", "minutes a touch", "minutes a touch, high", "samples", ...FIGURES],
      rows: report.activities.map((row) => {
        const { low, point, high } = row.minutesPerTouch;
        return [titleOf(row.workflow), row.activity, row.rank, low, point, high, row.samples, ...figures(row)];
      }),
    },
  };
}

/** What an audit found, as tables. Money in major units; null is not known. Accounts stand under pseudonyms. */
export function auditTables(report: AuditReport, details: WorkflowReports, minorDigits: number): AuditTable[] {
  const { workflows, activities } = figureTables(report, minorDigits);
  const ofEach = <Row>(rows: (detail: WorkflowReport) => readonly Row[], cells: (row: Row) => readonly TableCell[]) =>
    [...details].flatMap(([workflow, detail]) => rows(detail).map((row) => [titleOf(workflow), ...cells(row)]));
  return [
    workflows,
    activities,
    ranking(report),
    {
      name: "Learned rules",
      columns: ["workflow", "rule", "outcome", "decisions", "agreement"],
      rows: ofEach(
        ({ decisions }) => decisions?.mining?.table ?? [],
        ({ words, outcome, decisions, agreement }) => [words, outcome, decisions, agreement],
      ),
    },
    {
      name: "Variants",
      columns: ["workflow", "path", "cases", "share", "covered so far"],
      rows: ofEach(
        ({ variants }) => variants.top,
        ({ activities: path, cases, share, coverage }) => [path.join(" > "), cases, share, coverage],
      ),
    },
    {
      name: "Waiting",
      columns: ["workflow", "before", "times", "mean hours", "median hours", "hours of nine in ten"],
      rows: ofEach(
        ({ throughput, waiting, approvals }) => [
          ...(throughput ? [{ activity: "the end of the case, from its begin", spread: throughput }] : []),
          ...waiting,
          ...(approvals?.waitByStep ?? []).flatMap((spread, step) => (spread ? [{ activity: `approval ${step + 1}`, spread }] : [])),
        ],
        ({ activity, spread }) => [activity, spread.count, spread.meanHours, spread.medianHours, spread.p90Hours],
      ),
    },
    {
      name: "Approvals",
      columns: ["workflow", "approvals of a case", "cases", "approvers", "approved what they did themselves"],
      rows: ofEach(
        ({ approvals }) => (approvals?.casesByDepth ?? []).map((cases, depth) => ({ depth, cases, ...approvals! })),
        ({ depth, cases, approvers, selfApproved }) => [depth, cases, approvers, selfApproved],
      ),
    },
    {
      name: "Exceptions",
      columns: ["workflow", "state", "older than hours", "cases"],
      rows: ofEach(
        ({ exceptions }) =>
          Object.entries(exceptions ?? {}).flatMap(([state, ages]) =>
            ages.map((cases, bucket) => ({ state, from: AGE_EDGES_HOURS[bucket - 1] ?? 0, cases })),
          ),
        ({ state, from, cases }) => [state, from, cases],
      ),
    },
    {
      name: "Volume",
      columns: [
        "workflow",
        "more minutes for 1 % more cases, low",
        "more minutes for 1 % more cases",
        "more minutes for 1 % more cases, high",
        "weeks",
      ],
      rows: ofEach(
        ({ elasticity }) => (elasticity ? [elasticity] : []),
        ({ elasticity, periods }) => [elasticity.low, elasticity.point, elasticity.high, periods],
      ),
    },
    { name: "Hand-offs", columns: ["from", "to", "count"], rows: report.handovers.map(({ from, to, count }) => [from, to, count]) },
    {
      name: "Hand-offs of teams",
      columns: ["from", "to", "times", "cases", "waited hours"],
      rows: report.teamHandoffs.map(({ from, to, count, cases, waitingHours }) => [from, to, count, cases, waitingHours]),
    },
    {
      name: "Typed twice",
      columns: ["first in", "as", "again in", "as", "times"],
      rows: report.doubleEntries.map(({ first, second, count }) => [first.source, first.activity, second.source, second.activity, count]),
    },
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

const titleOf = (workflow: string | null): string => (workflow === null ? "No workflow" : workflowTitle(workflow));

/** Where each workflow stands, how sure that is, and where it would stand by something else. */
function ranking({ workflows, rankRanges, ranks, quadrants }: AuditReport): AuditTable {
  return {
    name: "Ranking",
    columns: [
      "workflow",
      "rank",
      "rank, best",
      "rank, worst",
      "first in so many draws",
      "rank by drag",
      "rank by hours",
      "rank by touches",
      "rank by rework",
      "touches a week",
      "where to begin",
    ],
    rows: workflows.flatMap(({ workflow, status }) => {
      if (workflow === null) return [];
      const range = rankRanges.find((row) => row.workflow === workflow);
      const other = ranks.find((row) => row.workflow === workflow)?.ranks;
      const quadrant = quadrants.find((row) => row.workflow === workflow);
      const rank = status.kind === "ranked" ? status.rank : null;
      return [
        [
          workflowTitle(workflow),
          rank,
          range?.low ?? null,
          range?.high ?? null,
          range?.first ?? null,
          other?.drag ?? null,
          other?.hours ?? null,
          other?.touches ?? null,
          other?.rework ?? null,
          quadrant?.touchesPerWeek ?? null,
          quadrant?.quadrant ?? null,
        ],
      ];
    }),
  };
}
