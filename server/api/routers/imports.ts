import * as z from "zod";
import { getImport } from "#server/services/imports/get-import.ts";
import { ChosenMapping } from "#server/services/imports/import-mapping.ts";
import { listImports } from "#server/services/imports/list-imports.ts";
import { listLogs } from "#server/services/imports/list-logs.ts";
import { previewImport } from "#server/services/imports/preview-import.ts";
import { requestTakeBack } from "#server/services/imports/request-take-back.ts";
import { startImport } from "#server/services/imports/start-import.ts";
import { may } from "#server/permissions.ts";
import { permitted, router } from "../trpc.ts";

const Rejection = z.object({
  row: z.number().int().describe("data row, from 1"),
  line: z.number().int().describe("line of the file where the row ends"),
  reason: z.string(),
});

const Import = z.object({
  id: z.uuid(),
  sourceName: z.string(),
  fileName: z.string(),
  byteCount: z.number().int(),
  jobRunId: z.uuid(),
  state: z.enum(["waiting", "running", "retrying", "done", "failed", "cancelled"]),
  errorMessage: z.string().nullable(),
  rowsRead: z.number().int(),
  rowsAdded: z.number().int(),
  rowsKnown: z.number().int().describe("rows whose event was in the log already"),
  rowsRejected: z.number().int(),
  rowsJoined: z.number().int().describe("steps of activities that another row tells of"),
  rowsRepeated: z.number().int().describe("rows that are the same to the letter as another of the file"),
  firstRejections: z.array(Rejection),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
});

const PreviewRow = z.object({
  cells: z.array(z.string()),
  reason: z.string().nullable().describe("why the row would be refused; null when it would be taken"),
  event: z
    .object({
      caseId: z.string(),
      activity: z.string(),
      actor: z.string().nullable(),
      actorKind: z.string(),
      startedAt: z.date().nullable(),
      endedAt: z.date(),
    })
    .nullable(),
});

const Preview = z.object({
  fileName: z.string(),
  format: z.string(),
  byteCount: z.number().int(),
  rowEstimate: z.number().int(),
  header: z.array(z.string()),
  chosen: ChosenMapping,
  questions: z.array(z.string()),
  mappedBy: z.enum(["guess", "earlier import", "you"]),
  rows: z.array(PreviewRow),
  looked: z.number().int(),
  taken: z.number().int(),
  sourceName: z.string(),
  joinsSource: z.boolean(),
  sourceNames: z.array(z.string()),
});

const CELL_SHOWN = 200;

export const importsRouter = router({
  list: permitted("imports.read")
    .input(z.object({}))
    .output(z.array(Import))
    .query(async ({ ctx }) => z.array(Import).parse(await listImports(ctx))),

  get: permitted("imports.read")
    .input(z.object({ importId: z.uuid() }))
    .output(Import)
    .query(async ({ ctx, input }) => Import.parse(await getImport(ctx, input))),

  /** Sources that files were imported into. */
  logs: permitted("imports.read")
    .input(z.object({}))
    .output(z.array(z.object({ sourceId: z.uuid(), name: z.string(), createdAt: z.date(), takenBackBy: z.uuid().nullable() })))
    .query(({ ctx }) => listLogs(ctx)),

  takeBack: permitted("imports.create")
    .input(z.object({ sourceId: z.uuid(), confirmName: z.string().max(300) }))
    .output(z.object({ jobRunId: z.uuid() }))
    .mutation(({ ctx, input }) => requestTakeBack(ctx, input)),

  limits: permitted("imports.read")
    .input(z.object({}))
    .output(z.object({ maxBytes: z.number().int(), mayImport: z.boolean() }))
    .query(({ ctx }) => ({ maxBytes: ctx.settings.uploadLimitBytes, mayImport: may(ctx.role, "imports.create") })),

  preview: permitted("imports.create")
    .input(z.object({ uploadId: z.uuid(), chosen: ChosenMapping.optional() }))
    .output(Preview)
    .query(async ({ ctx, input }) => {
      const { mapping, rows, ...preview } = await previewImport(ctx, input);
      const { header, questions, columns, attributes, zone, dateOrder } = mapping;
      return {
        ...preview,
        header: [...header],
        questions: [...questions],
        chosen: { columns, attributes: [...attributes], zone, dateOrder },
        rows: rows.map(({ cells, result }) => ({
          cells: cells.map((cell) => (cell.length > CELL_SHOWN ? `${cell.slice(0, CELL_SHOWN)}…` : cell)),
          reason: result.ok ? null : result.reason,
          event: result.ok
            ? {
                caseId: result.event.caseId,
                activity: result.event.activity,
                actor: result.event.actor,
                actorKind: result.event.actorKind,
                startedAt: result.event.startedAtMs === null ? null : new Date(result.event.startedAtMs),
                endedAt: new Date(result.event.endedAtMs),
              }
            : null,
        })),
      };
    }),

  start: permitted("imports.create")
    .input(z.object({ uploadId: z.uuid(), sourceName: z.string().trim().min(1).max(120), chosen: ChosenMapping }))
    .output(z.object({ importId: z.uuid(), jobRunId: z.uuid() }))
    .mutation(({ ctx, input }) => startImport(ctx, input)),
});
