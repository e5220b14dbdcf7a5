import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";
import { evaluateScenario } from "#server/domain/roi/evaluate-scenario.ts";
import { monteCarlo } from "#server/domain/roi/monte-carlo.ts";
import { breakEvens, tornado } from "#server/domain/roi/sensitivity.ts";
import { AppError } from "#server/errors.ts";
import { interFonts } from "./exports/pdf-fonts.ts";
import { roiCsv } from "./exports/roi-csv.ts";
import { roiJson } from "./exports/roi-json.ts";
import { roiPdf } from "./exports/roi-pdf.ts";
import { roiWorkbook } from "./exports/roi-workbook.ts";
import { getScenario } from "./get-scenario.ts";

export const EXPORT_FORMATS = ["xlsx", "pdf", "csv", "json"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const CONTENT_TYPE: Record<ExportFormat, string> = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pdf: "application/pdf",
  csv: "text/csv; charset=utf-8",
  json: "application/json",
};

/** A scenario as a file. @throws AppError NOT_FOUND for another scenario, version or format */
export async function exportScenario(
  context: Context,
  { scenarioId, version, format }: { scenarioId: string; version?: number | undefined; format: string },
): Promise<{ fileName: string; contentType: string; body: Uint8Array }> {
  const known = EXPORT_FORMATS.find((one) => one === format);
  if (!known) throw new AppError("NOT_FOUND", `A scenario is exported as ${EXPORT_FORMATS.join(", ")}.`);
  const kept = await getScenario(context, { scenarioId, version });
  const body = await written(context, kept.scenario, known);
  return { fileName: `${fileNameOf(kept.scenario.name)} v${kept.version}.${known}`, contentType: CONTENT_TYPE[known], body };
}

async function written(
  { store, workspaceId }: Context,
  scenario: Parameters<typeof evaluateScenario>[0],
  format: ExportFormat,
): Promise<Uint8Array> {
  const result = evaluateScenario(scenario);
  if (format === "xlsx") return roiWorkbook(scenario, result);
  if (format === "csv") return roiCsv(result);
  const simulation = monteCarlo(scenario);
  if (format === "json") return roiJson(scenario, result, simulation);
  const workspace = await store.within({ workspaceId }, (tx) => findWorkspace(tx, { workspaceId }));
  const businessCase = {
    scenario,
    result,
    simulation,
    tornado: tornado(scenario),
    breakEvens: breakEvens(scenario),
    workspace: workspace?.name ?? "",
    demo: workspace?.demo ?? false,
  };
  return roiPdf(businessCase, interFonts());
}

/** A name that every file system takes: without separators, control characters and what begins a formula. */
const fileNameOf = (name: string): string =>
  name
    .replaceAll(/[^\p{L}\p{N} ._-]+/gu, " ")
    .replaceAll(/\s+/g, " ")
    .replace(/^[.\s-]+/, "")
    .trim()
    .slice(0, 80) || "scenario";
