import type { ParsedRow } from "#server/domain/event-log/csv-mapping.ts";
import { linkProblem, ownName } from "#server/domain/event-log/ocel.ts";
import type { LogItem } from "../uploads/read-log.ts";

/** An OCEL event with the objects it touches, and its attributes under their own names. Rows of other formats have no objects. */
export function withObjects(parsed: ParsedRow, { objects }: Extract<LogItem, { kind: "row" }>): ParsedRow {
  if (!parsed.ok || objects === undefined) return parsed;
  const problem = linkProblem(objects);
  if (problem !== null) return { ok: false, reason: problem };
  const { attributes, ...event } = parsed.event;
  const own = attributes && Object.fromEntries(Object.entries(attributes).map(([name, value]) => [ownName(name), value]));
  return { ok: true, event: { ...event, ...(own ? { attributes: own } : {}), ...(objects.length > 0 ? { objects } : {}) } };
}
