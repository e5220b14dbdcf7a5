import { randomUUID } from "node:crypto";
import { z } from "zod";
import { deleteConnection } from "../connections/delete-connection.ts";
import { establish } from "../connections/establish.ts";
import type { Emulator } from "../context.ts";
import { failure, invalidInput, oldFailure, readInput } from "../http/contract-error.ts";
import { ConnectionId, Flag, JsonObject, ProviderConfigKey, queryObject } from "../http/fields.ts";
import { type Call, jsonBody, type Reply, type Route } from "../http/server.ts";
import {
  type Connection,
  type Credentials,
  findConnection,
  fullConnection,
  getConnectionRow,
  listedConnection,
} from "../store/connections.ts";
import { findIntegration } from "../store/integrations.ts";
import { failedSyncs } from "../store/syncs.ts";
import { freshCredentials, TokenError } from "../vendor/tokens.ts";
import { deliver } from "../webhooks/deliver.ts";
import type { SyncRunner } from "../syncs/sync-runner.ts";

const Tags = z
  .record(z.string(), z.string())
  .transform((tags) => Object.fromEntries(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value])));
const ListQuery = z.strictObject({
  connectionId: z.string().optional(),
  search: z.string().optional(),
  integrationId: z.string().optional(),
  tags: Tags.optional(),
  endUserId: z.string().optional(),
  endUserOrganizationId: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(2000).default(10_000),
  page: z.coerce.number().int().min(0).default(0),
});
const GetQuery = z.strictObject({
  provider_config_key: ProviderConfigKey,
  force_refresh: Flag.optional(),
  refresh_token: Flag.optional(),
  refresh_github_app_jwt_token: Flag.optional(),
});
const KeyQuery = z.strictObject({ provider_config_key: ProviderConfigKey });
const Imported = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("OAUTH2"),
    access_token: z.string().min(1),
    refresh_token: z.string().optional(),
    expires_at: z.iso.datetime({ offset: true }).optional(),
    no_expiration: z.boolean().optional(),
    raw: JsonObject.optional(),
  }),
  z.strictObject({ type: z.literal("API_KEY"), api_key: z.string().min(1).optional(), apiKey: z.string().min(1).optional() }),
  z.strictObject({ type: z.literal("BASIC"), username: z.string(), password: z.string() }),
  z.strictObject({
    type: z.literal("TBA"),
    token_id: z.string().min(1),
    token_secret: z.string().min(1),
    config_override: z.strictObject({ client_id: z.string().optional(), client_secret: z.string().optional() }).default({}),
  }),
  z.strictObject({ type: z.literal("NONE") }),
]);
const Import = z.strictObject({
  provider_config_key: ProviderConfigKey,
  connection_id: ConnectionId.optional(),
  credentials: Imported,
  connection_config: JsonObject.optional(),
  metadata: JsonObject.optional(),
  tags: Tags.optional(),
  end_user: JsonObject.optional(),
  webhook_url_override: z.url().optional(),
});
const Patch = z.strictObject({
  tags: Tags.optional(),
  end_user: JsonObject.optional(),
  webhook_url_override: z.url().nullable().optional(),
});
const MetadataBody = z.strictObject({
  connection_id: z.union([ConnectionId, z.array(ConnectionId).min(1)]),
  provider_config_key: ProviderConfigKey,
  metadata: JsonObject,
});

export function connectionRoutes(emulator: Emulator, runner: SyncRunner): Route[] {
  const { database } = emulator;

  async function setMetadata(call: Call, merges: boolean): Promise<Reply> {
    const body = readInput("body", MetadataBody, jsonBody(call));
    const ids = Array.isArray(body.connection_id) ? body.connection_id : [body.connection_id];
    const rows: Connection[] = [];
    for (const id of ids) {
      const row = await findConnection(database, body.provider_config_key, id);
      if (!row) throw failure(404, "unknown_connection", unknownMessage(ids.join(", "), body.provider_config_key));
      rows.push(row);
    }
    const change = merges ? "metadata || $2::jsonb" : "$2::jsonb";
    await database.query(`update nango.connection set metadata = ${change}, updated_at = now() where id = any ($1)`, [
      rows.map(({ id }) => id),
      JSON.stringify(body.metadata),
    ]);
    return { status: merges ? 200 : 201, body };
  }

  return [
    {
      method: "GET",
      path: "/connections",
      access: "secret",
      answer: async (call) => {
        const query = readInput("query_params", ListQuery, queryObject(call.query));
        const rows = await database.query<Connection>(
          `select * from nango.connection
           where ($1::text is null or connection_id = $1)
             and ($2::text is null or strpos(lower(connection_id), lower($2)) > 0 or strpos(lower(tags::text), lower($2)) > 0)
             and ($3::text[] is null or provider_config_key = any ($3))
             and tags @> $4 and ($5::text is null or tags ->> 'end_user_id' = $5 or end_user ->> 'id' = $5)
             and ($6::text is null or tags ->> 'organization_id' = $6 or end_user -> 'organization' ->> 'id' = $6)
           order by id desc limit $7 offset $8`,
          [
            query.connectionId ?? null,
            query.search ?? null,
            query.integrationId?.split(",") ?? null,
            JSON.stringify(query.tags ?? {}),
            query.endUserId ?? null,
            query.endUserOrganizationId ?? null,
            query.limit,
            query.limit * query.page,
          ],
        );
        const failed = await failedSyncs(
          database,
          rows.map(({ id }) => id),
        );
        return { status: 200, body: { connections: rows.map((row) => listedConnection(row, errorsOf(row, failed))) } };
      },
    },
    {
      method: "GET",
      path: "/connections/:id",
      access: "secret",
      answer: async (call) => {
        const query = readInput("query_params", GetQuery, queryObject(call.query));
        const id = readInput("uri_params", z.object({ id: ConnectionId }), call.params).id;
        if (!(await findIntegration(database, query.provider_config_key)))
          throw failure(400, "unknown_provider_config", "Provider does not exists");
        const found = await findConnection(database, query.provider_config_key, id);
        if (!found) throw failure(404, "not_found", "Failed to find connection");
        const credentials = await refreshed(emulator, found, query.force_refresh ?? false);
        await database.query("update nango.connection set last_fetched_at = now() where id = $1", [found.id]);
        const row = await getConnectionRow(database, found.id);
        const errors = errorsOf(row, await failedSyncs(database, [row.id]));
        return { status: 200, body: fullConnection(row, credentials, errors, query.refresh_token ?? false) };
      },
    },
    {
      method: "POST",
      path: "/connections",
      access: "secret",
      answer: async (call) => {
        const body = readInput("body", Import, jsonBody(call));
        const integration = await findIntegration(database, body.provider_config_key);
        if (!integration) throw failure(400, "unknown_provider_config", "Provider does not exists");
        const credentials = toCredentials(body.credentials);
        const connection = await establish(emulator, runner, {
          integration,
          connectionId: body.connection_id ?? randomUUID(),
          credentials,
          connectionConfig: body.connection_config ?? {},
          metadata: body.metadata ?? {},
          tags: body.tags ?? {},
          endUser: body.end_user ?? null,
          webhookUrlOverride: body.webhook_url_override ?? null,
        });
        return { status: 201, body: fullConnection(connection, credentials, [], false) };
      },
    },
    { method: "POST", path: "/connections/metadata", access: "secret", answer: (call) => setMetadata(call, false) },
    { method: "PATCH", path: "/connections/metadata", access: "secret", answer: (call) => setMetadata(call, true) },
    {
      method: "PATCH",
      path: "/connections/:id",
      access: "secret",
      answer: async (call) => {
        const row = await requireConnection(call);
        const body = readInput("body", Patch, jsonBody(call));
        await database.query(
          `update nango.connection set tags = coalesce($2, tags), end_user = coalesce($3, end_user), updated_at = now(),
             webhook_url_override = case when $4 then $5 else webhook_url_override end where id = $1`,
          [
            row.id,
            body.tags ? JSON.stringify(body.tags) : null,
            body.end_user ? JSON.stringify(body.end_user) : null,
            body.webhook_url_override !== undefined,
            body.webhook_url_override ?? null,
          ],
        );
        return { status: 200, body: { success: true } };
      },
    },
    {
      method: "DELETE",
      path: "/connections/:id",
      access: "secret",
      answer: async (call) => {
        await deleteConnection(emulator, await requireConnection(call));
        return { status: 200, body: { success: true } };
      },
    },
  ];

  async function requireConnection(call: Call): Promise<Connection> {
    const { provider_config_key: key } = readInput("query_params", KeyQuery, queryObject(call.query));
    const row = await findConnection(database, key, call.params["id"] ?? "");
    if (!row) throw failure(400, "unknown_connection");
    return row;
  }
}

/** The credentials, new if need be. A vendor that refuses is answered with 424, and the app is told. */
async function refreshed(emulator: Emulator, connection: Connection, force: boolean): Promise<Credentials> {
  try {
    return await freshCredentials(emulator, connection, force);
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    deliver(emulator, connection, {
      type: "auth",
      operation: "refresh",
      from: "nango",
      connectionId: connection.connection_id,
      providerConfigKey: connection.provider_config_key,
      provider: connection.provider,
      authMode: "OAUTH2",
      environment: "dev",
      success: false,
      tags: connection.tags,
      error: { type: "refresh_token_external_error", description: error.message },
    });
    throw oldFailure(
      424,
      "invalid_credentials",
      "The external API returned an error when trying to refresh the access token. Please try again later.",
      { status: error.status, answer: error.answer },
    );
  }
}

function errorsOf(row: Connection, failed: Map<number, { type: "sync"; log_id: string }[]>): unknown[] {
  const auth = row.auth_failed_at === null ? [] : [{ type: "auth", log_id: `auth_${row.id}` }];
  return [...auth, ...(failed.get(row.id) ?? [])];
}

function toCredentials(given: z.infer<typeof Imported>): Credentials {
  if (given.type === "OAUTH2") {
    return {
      type: "OAUTH2",
      access_token: given.access_token,
      ...(given.refresh_token === undefined ? {} : { refresh_token: given.refresh_token }),
      ...(given.expires_at === undefined ? {} : { expires_at: given.expires_at }),
      raw: given.raw ?? { access_token: given.access_token },
    };
  }
  if (given.type !== "API_KEY") return given;
  const apiKey = given.api_key ?? given.apiKey;
  if (apiKey === undefined)
    throw invalidInput("body", [
      { code: "invalid_type", message: "Invalid input: expected string, received undefined", path: ["credentials", "api_key"] },
    ]);
  return { type: "API_KEY", apiKey };
}

function unknownMessage(id: string, key: string): string {
  return `Connection with connection id ${id} and provider config key ${key} not found. Please make sure the connection exists in the Nango dashboard`;
}
