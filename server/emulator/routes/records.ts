import { z } from "zod";
import type { Emulator } from "../context.ts";
import { failure, readInput } from "../http/contract-error.ts";
import { ConnectionHeaders, FunctionName, ModelName, queryObject } from "../http/fields.ts";
import type { Route } from "../http/server.ts";
import { findConnection } from "../store/connections.ts";
import { cursorOf, parseCursor } from "../store/cursor.ts";
import { queryRecords, withMetadata } from "../store/records.ts";

const YEAR_MS = 366 * 86_400_000;
const Time = z.iso
  .datetime({ offset: true })
  .refine((text) => Date.now() - Date.parse(text) < YEAR_MS, "modified_after must be within the last 12 months");
const Filter = z
  .string()
  .transform((text) => text.split(",").map((value) => value.trim().toLowerCase()))
  .refine((values) => values.every((value) => ["added", "updated", "deleted"].includes(value)), "filter must be added, updated or deleted");
const Query = z.strictObject({
  model: ModelName,
  variant: FunctionName.optional(),
  modified_after: Time.optional(),
  delta: Time.optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(100),
  filter: Filter.optional(),
  cursor: z.string().min(1).optional(),
  ids: z.union([z.string().transform((id) => [id]), z.array(z.string())]).optional(),
});

export function recordRoutes({ database }: Emulator): Route[] {
  return [
    {
      method: "GET",
      path: "/records",
      access: "secret",
      answer: async (call) => {
        const headers = readInput("headers", ConnectionHeaders, call.headers);
        const query = readInput("query_params", Query, queryObject(call.query));
        const connection = await findConnection(database, headers["provider-config-key"], headers["connection-id"]);
        if (!connection)
          throw failure(400, "unknown_connection", "Provided ConnectionId and ProviderConfigKey does not match a valid connection");
        const model = query.variant && query.variant !== "base" ? `${query.model}::${query.variant}` : query.model;
        const rows = await queryRecords(
          database,
          { connection: connection.id, model },
          {
            modifiedAfter: query.modified_after ?? query.delta ?? null,
            filter: query.filter ?? [],
            cursor: query.cursor === undefined ? null : parseCursor(query.cursor),
            ids: query.ids ?? [],
            limit: query.limit + 1, // one more tells whether there is a next page
          },
        );
        const page = rows.slice(0, query.limit);
        const last = page.at(-1);
        return {
          status: 200,
          body: { records: page.map(withMetadata), next_cursor: rows.length > query.limit && last ? cursorOf(last) : null },
        };
      },
    },
  ];
}
