// Text format of COPY: https://www.postgresql.org/docs/current/sql-copy.html
const SPECIAL: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\v": "\\v" };

/** One row as COPY reads it. */
export const copyLine = (fields: readonly (string | null)[]): string => `${fields.map(copyField).join("\t")}\n`;

const copyField = (value: string | null): string =>
  value === null ? "\\N" : value.replaceAll(/[\\\t\n\r\b\f\v]/g, (character) => SPECIAL[character]!);
