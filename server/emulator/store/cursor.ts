import { oldFailure } from "../http/contract-error.ts";

/** Where a reader of records stands: behind this change. Opaque to clients. */
export function cursorOf(row: { updated_at: string; id: string }): string {
  return Buffer.from(`${row.updated_at}||${row.id}`).toString("base64");
}

/** @throws the contract's answer to a cursor that none of ours could be */
export function parseCursor(text: string): { at: string; id: string } {
  const [at = "", id = ""] = Buffer.from(text, "base64").toString("utf8").split("||");
  if (Number.isNaN(Date.parse(at)) || !/^[0-9a-f-]{36}$/.test(id)) throw oldFailure(500, "server_error", "The cursor is invalid");
  return { at, id };
}
