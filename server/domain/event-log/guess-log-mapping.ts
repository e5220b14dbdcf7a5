import { guessMapping, type Mapping } from "./csv-mapping.ts";
import { isObjectColumn, objectTypeOf } from "./ocel.ts";

/**
 * As guessMapping, for a log of any format. In OCEL the case is an object: unless an attribute names it, the likeliest type, which the
 * header lists first, is proposed, and the question stays. Columns of objects are never attributes: the links keep them.
 */
export function guessLogMapping(
  { header, format }: { header: readonly string[]; format: string },
  rows: readonly (readonly string[])[],
  zone: string | null = null,
): Mapping {
  const guessed = guessMapping(header, rows, zone);
  if (!format.startsWith("ocel")) return guessed;
  const attributes = guessed.attributes.filter((column) => !isObjectColumn(header, column));
  const likeliest = header.findIndex((_, column) => isObjectColumn(header, column));
  if (guessed.columns.caseId !== null || likeliest < 0) return { ...guessed, attributes };
  const [, ...others] = guessed.questions;
  const question = `Which type of object is the case? "${objectTypeOf(header[likeliest]!)}" is proposed: most events touch exactly one.`;
  return { ...guessed, attributes, columns: { ...guessed.columns, caseId: likeliest }, questions: [question, ...others] };
}
