import type { SQLOutputValue } from "node:sqlite";
import { jsonReply } from "../../door.ts";
import { failure } from "./failure.ts";
import type { Reply } from "../../door.ts";
import type { Tables } from "./tables.ts";

const MOST_ROWS_A_PAGE = 1000;
const MOST_ROWS = 100_000;

/**
 * The subset of SuiteQL that SQLite understands, with the vendor's functions: a select over the account's tables, a page of it.
 *
 * @param query `limit` and `offset` of the request
 */
export function answerSuiteQl(tables: Tables, text: string, query: URLSearchParams): Reply {
  const limit = Number(query.get("limit") ?? MOST_ROWS_A_PAGE);
  const offset = Number(query.get("offset") ?? 0);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_ROWS_A_PAGE)
    return failure(400, "INVALID_PARAMETER", "limit must be 1 to 1000.");
  if (!Number.isInteger(offset) || offset < 0 || offset % limit !== 0)
    return failure(400, "INVALID_PARAMETER", "offset must be a multiple of limit.");
  const sql = toSqlite(text);
  if (!/^\s*select\b/i.test(sql) || sql.includes(";"))
    return failure(400, "INVALID_PARAMETER", "Invalid search query. Only SELECT is supported.");
  tables.refresh();
  try {
    const counted = tables.database.prepare(`select count(*) as n from (${sql})`).get();
    const total = Number(counted?.["n"] ?? 0);
    const rows = offset >= MOST_ROWS ? [] : tables.database.prepare(`${sql} limit ${limit} offset ${offset}`).all();
    const items = rows.map((row) => ({
      links: [],
      ...Object.fromEntries(Object.entries(row).flatMap(([key, value]) => columnOf(key, value))),
    }));
    const hasMore = offset + items.length < Math.min(total, MOST_ROWS);
    return jsonReply(200, { links: [], count: items.length, hasMore, items, offset, totalResults: total });
  } catch (error) {
    const said = error instanceof Error ? error.message : "";
    const unknown = /no such (?:column|table): (\S+)/.exec(said)?.[1];
    const detail = unknown
      ? `Search error occurred: Unknown identifier '${unknown}'.`
      : "Search error occurred: Invalid or unsupported search.";
    return failure(400, "INVALID_PARAMETER", detail);
  }
}

/** Columns that are null are left out; numbers come as text, as the vendor gives them. */
function columnOf(key: string, value: SQLOutputValue): [string, string][] {
  return value === null ? [] : [[key.toLowerCase(), value.toString()]];
}

/** The vendor's words in SQLite's: texts in quotes are left as they are. */
function toSqlite(text: string): string {
  return text
    .split(/('(?:[^']|'')*')/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replaceAll(/\bBUILTIN\.DF\(\s*(?:(\w+)\.)?(\w+)\s*\)/gi, (_all, alias: string | undefined, column: string) => {
              return `builtin_df('${column.toLowerCase()}', ${alias === undefined ? "" : `${alias}.`}${column})`;
            })
            .replaceAll(/\bSYSDATE\b(?:\s*-\s*(\d+))?/gi, (_all, days: string | undefined) => `sysdate_minus(${days ?? 0})`)
            .replaceAll(/\btransaction\b/gi, '"transaction"'),
    )
    .join("");
}
