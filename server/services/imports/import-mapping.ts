import * as z from "zod";
import { mappedFields, type Mapping } from "#server/domain/event-log/csv-mapping.ts";
import { MAX_ATTRIBUTES } from "#server/domain/event-log/event.ts";
import { isObjectColumn } from "#server/domain/event-log/ocel.ts";
import { isZone } from "#server/domain/event-log/time-zone.ts";
import { AppError } from "#server/errors.ts";
import type { LogFile } from "../uploads/log-format.ts";

const column = z.number().int().min(0).nullable();

/** What a person chose for a file: column numbers from 0, null for "not in this file". */
export const ChosenMapping = z.object({
  columns: z.object({
    caseId: column,
    activity: column,
    actor: column,
    actorKind: column,
    role: column,
    startedAt: column,
    endedAt: column,
    eventId: column,
    workflow: column,
  }),
  attributes: z.array(z.number().int().min(0)).max(MAX_ATTRIBUTES),
  zone: z.string().max(60).refine(isZone, "is not a time zone such as Europe/Berlin").nullable(),
  dateOrder: z.enum(["day-month", "month-day"]).nullable(),
});
export type ChosenMapping = z.infer<typeof ChosenMapping>;

/**
 * The mapping to read a file with: what was chosen, over the header the file really has.
 * @throws AppError INPUT_INVALID when a column is not in the file or is used twice
 */
export function mappingOf(chosen: ChosenMapping, { header, format }: Pick<LogFile, "header" | "format">): Mapping {
  const used = mappedFields.flatMap((field) => chosen.columns[field] ?? []);
  const outside = [...used, ...chosen.attributes].find((number) => number >= header.length);
  if (outside !== undefined)
    throw new AppError("INPUT_INVALID", `Column ${outside + 1} is not in the file: it has ${header.length} columns.`);
  const twice = used.find((number, index) => used.indexOf(number) !== index);
  if (twice !== undefined) throw new AppError("INPUT_INVALID", `The column "${header[twice]}" is chosen twice.`);
  return {
    header,
    columns: chosen.columns,
    attributes: chosen.attributes.filter(
      (number) => !used.includes(number) && !(format.startsWith("ocel") && isObjectColumn(header, number)),
    ),
    zone: chosen.zone,
    dateOrder: chosen.dateOrder,
    questions: [],
  };
}
