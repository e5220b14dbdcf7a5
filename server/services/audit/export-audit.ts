import { listAuditDetails } from "#db/queries/audit-details.ts";
import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";
import { csvLine } from "#server/domain/event-log/csv-line.ts";
import { isoDayIn } from "#server/domain/event-log/time-zone.ts";
import { minorDigits } from "#server/domain/roi/minor-units.ts";
import { AppError } from "#server/errors.ts";
import { workbookDate, writeWorkbook, type Cell, type Sheet } from "../exports/workbook.ts";
import { AuditReport } from "./audit-report.ts";
import { auditTables, figureTables, type AuditTable, type TableCell } from "./audit-tables.ts";
import { WorkflowReport } from "./workflow-report.ts";

const FORMATS = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv; charset=utf-8",
} as const;
type Format = keyof typeof FORMATS;

const isFormat = (text: string): text is Format => Object.hasOwn(FORMATS, text);

/** An audit as a file: the newest, or the one of that id. @throws AppError NOT_FOUND for another audit or format */
export async function exportAudit(
  { store, workspaceId }: Context,
  { auditId, format }: { auditId?: string | undefined; format: string },
): Promise<{ fileName: string; contentType: string; body: Uint8Array }> {
  if (!isFormat(format)) throw new AppError("NOT_FOUND", `An audit is exported as ${Object.keys(FORMATS).join(", ")}.`);
  const { snapshot, workspace, details } = await store.within({ workspaceId }, async (tx) => {
    const found = await findAuditSnapshot(tx, { workspaceId, id: auditId });
    return {
      snapshot: found,
      workspace: await findWorkspace(tx, { workspaceId }),
      details: found && format === "xlsx" ? await listAuditDetails(tx, { workspaceId, auditId: found.id }) : [],
    };
  });
  if (!snapshot || !workspace) throw new AppError("NOT_FOUND", "There is no such audit in this workspace.");
  const report = AuditReport.parse(snapshot.report);
  const digits = minorDigits(report.rate.currency);
  // Dates stand in files as on the pages: those of the workspace's zone.
  const day = (at: Date) => isoDayIn(report.timeZone, at);
  const date = (at: Date) => new Date(day(at));
  const about: (readonly [string, TableCell | Date])[] = [
    ["Workspace", workspace.name],
    ...(workspace.demo ? ([["Demo data", "yes"]] as const) : []),
    ...(snapshot.asOf === null ? [] : ([["As of the end of", snapshot.asOf]] as const)),
    ["Audited", date(snapshot.computedAt)],
    ["First event", date(snapshot.from)],
    ["Last event", date(snapshot.to)],
    ["Weeks", report.window.weeks],
    ["Events", snapshot.eventCount],
    ["Currency", report.rate.currency],
    ...ratesIn(report),
    ["Time zone", report.timeZone],
  ];
  const reports = new Map(details.map(({ workflow, body }) => [workflow, WorkflowReport.parse(body)]));
  const body = format === "xlsx" ? workbook(about, auditTables(report, reports, digits)) : csv(figureTables(report, digits));
  return {
    fileName: `audit ${snapshot.asOf === null ? day(snapshot.computedAt) : `as of ${snapshot.asOf}`}.${format}`,
    contentType: FORMATS[format],
    body,
  };
}

/** The rates an hour that it was priced at, each with its class, its start and where it comes from. */
const ratesIn = ({ rate, roleRates }: AuditReport): (readonly [string, TableCell])[] =>
  [{ role: "all others", ...rate }, ...roleRates].flatMap(({ role, minorPerHour, evidence, from, note }) => [
    [`Loaded rate an hour, ${role}`, minorPerHour / 10 ** minorDigits(rate.currency)] as const,
    [`That rate is ${evidence}`, `${note}${from === null ? "" : `, from ${from} on`}`] as const,
  ]);

const textOf = (cell: TableCell): string => (cell === null ? "" : String(cell));

/** Workflows, then activities, with a column that says which; empty is not known. */
function csv({ workflows, activities }: Record<"workflows" | "activities", AuditTable>): Uint8Array {
  const columns = [...new Set([...workflows.columns, ...activities.columns])];
  const linesOf = (level: string, table: AuditTable) =>
    table.rows.map((row) => {
      const values = new Map(table.columns.map((column, index) => [column, row[index] ?? null]));
      return csvLine([level, ...columns.map((column) => textOf(values.get(column) ?? null))]);
    });
  return new TextEncoder().encode(
    [csvLine(["level", ...columns]), ...linesOf("workflow", workflows), ...linesOf("activity", activities)].join(""),
  );
}

function workbook(about: readonly (readonly [string, TableCell | Date])[], tables: readonly AuditTable[]): Uint8Array {
  const first: Sheet = {
    name: "Audit",
    widths: [24, 60],
    rows: [
      [{ kind: "text", text: "What the manual work costs", style: "title" }],
      ...about.map(([label, value]) => [cellOf(label), cellOf(value)]),
    ],
    frozen: { rows: 0, columns: 0 },
    landscape: false,
    printColumns: null,
  };
  return writeWorkbook("Audit", [first, ...tables.map(sheetOf)]);
}

// In characters. Texts of any length are wrapped, so that a row with one stays within a page.
const WIDE = 60;
const WIDTHS: Readonly<Record<string, number>> = { why: WIDE, rule: WIDE, path: WIDE, workflow: 28, activity: 28, before: 28, source: 28 };
const NUMBER_WIDTH = 14;

const sheetOf = ({ name, columns, rows }: AuditTable): Sheet => ({
  name,
  widths: columns.map((column) => WIDTHS[column] ?? NUMBER_WIDTH),
  rows: [columns.map((column): Cell => ({ kind: "text", text: column, style: "headLeft" })), ...rows.map((row) => row.map(cellOf))],
  frozen: { rows: 1, columns: 1 },
  landscape: true,
  printColumns: null,
});

function cellOf(value: TableCell | Date): Cell {
  if (value === null) return null;
  if (value instanceof Date) return { kind: "number", value: Math.floor(workbookDate(value)), style: "date" };
  if (typeof value === "string") return { kind: "text", text: value, style: "wrapped" };
  return { kind: "number", value, style: Number.isInteger(value) ? "integer" : "decimal" };
}
