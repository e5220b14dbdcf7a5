import { guessMapping, type Mapping } from "./csv-mapping.ts";
import { isObjectColumn, objectTypeOf } from "./ocel.ts";

/**
 * As guessMapping, for a log of any format. In OCEL the id, the activity and the time of an event are where they are. Its case is an
 * object: unless an attribute names it, the likeliest type, which the header lists first, is proposed, and the question stays. Columns
 * of objects are never attributes: the links keep them.
 */
export function guessLogMapping(
  { header, format }: { header: readonly string[]; format: string },
  rows: readonly (readonly string[])[],
  zone: string | null = null,
): Mapping {
  const guessed = guessMapping(header, rows, zone);
  if (!format.startsWith("ocel")) return guessed;
  const given = { eventId: 0, activity: 1, endedAt: 2 };
  const others = Object.entries(guessed.columns).map(([field, column]) => [field, column !== null && column <= 2 ? null : column]);
  const columns: Mapping["columns"] = { ...guessed.columns, ...Object.fromEntries(others), ...given };
  const attributes = guessed.attributes.filter((column) => column > 2 && !isObjectColumn(header, column));
  const likeliest = header.findIndex((_, column) => isObjectColumn(header, column));
  if (columns.caseId !== null || likeliest < 0) return { ...guessed, columns, attributes };
  const questions = guessed.questions.filter((question) => !question.includes("names the case"));
  const question = `Which type of object is the case? "${objectTypeOf(header[likeliest]!)}" is proposed: most events touch exactly one.`;
  return { ...guessed, attributes, columns: { ...columns, caseId: likeliest }, questions: [question, ...questions] };
}
