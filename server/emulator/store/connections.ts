import { z } from "zod";
import type { Sql } from "./database.ts";
import type { Seal } from "./seal.ts";

/** What a vendor gave us, by the way of authorising. Never stored or logged unsealed. */
export const Credentials = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("OAUTH2"),
    access_token: z.string(),
    refresh_token: z.string().optional(),
    expires_at: z.string().optional(),
    raw: z.record(z.string(), z.unknown()),
  }),
  z.object({ type: z.literal("API_KEY"), apiKey: z.string() }),
  z.object({ type: z.literal("BASIC"), username: z.string(), password: z.string() }),
  z.object({
    type: z.literal("TBA"),
    token_id: z.string(),
    token_secret: z.string(),
    config_override: z.object({ client_id: z.string().optional(), client_secret: z.string().optional() }),
  }),
  z.object({ type: z.literal("NONE") }),
]);
export type Credentials = z.infer<typeof Credentials>;

export type Connection = {
  id: number;
  connection_id: string;
  provider_config_key: string;
  provider: string;
  credentials_sealed: Buffer;
  expires_at: string | null;
  connection_config: Record<string, unknown>;
  metadata: Record<string, unknown>;
  tags: Record<string, string>;
  end_user: Record<string, unknown> | null;
  webhook_url_override: string | null;
  auth_failed_at: string | null;
  created_at: string;
  updated_at: string;
  last_fetched_at: string;
};
export type ConnectionWrite = Pick<
  Connection,
  "connection_id" | "provider_config_key" | "provider" | "connection_config" | "metadata" | "tags" | "end_user" | "webhook_url_override"
> & {
  credentials: Credentials;
};

export async function findConnection(sql: Sql, key: string, connectionId: string): Promise<Connection | null> {
  const rows = await sql.query<Connection>("select * from nango.connection where provider_config_key = $1 and connection_id = $2", [
    key,
    connectionId,
  ]);
  return rows[0] ?? null;
}

export async function getConnectionRow(sql: Sql, id: number): Promise<Connection> {
  const rows = await sql.query<Connection>("select * from nango.connection where id = $1", [id]);
  if (!rows[0]) throw new Error(`connection ${id} is gone`);
  return rows[0];
}

/** Inserts a connection, or gives an existing one new credentials and configuration: its metadata and records stay. */
export async function saveConnection(sql: Sql, seal: Seal, write: ConnectionWrite): Promise<{ connection: Connection; isNew: boolean }> {
  const rows = await sql.query<Connection & { is_new: boolean }>(
    `insert into nango.connection
       (connection_id, provider_config_key, provider, credentials_sealed, expires_at, connection_config, metadata, tags, end_user, webhook_url_override)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (provider_config_key, connection_id) do update set
       credentials_sealed = excluded.credentials_sealed, expires_at = excluded.expires_at, auth_failed_at = null, updated_at = now(),
       connection_config = nango.connection.connection_config || excluded.connection_config,
       tags = case when excluded.tags = '{}' then nango.connection.tags else excluded.tags end,
       end_user = coalesce(excluded.end_user, nango.connection.end_user),
       webhook_url_override = coalesce(excluded.webhook_url_override, nango.connection.webhook_url_override)
     returning *, xmax = 0 as is_new`,
    [
      write.connection_id,
      write.provider_config_key,
      write.provider,
      seal.seal(write.credentials),
      expiryOf(write.credentials),
      JSON.stringify(write.connection_config),
      JSON.stringify(write.metadata),
      JSON.stringify(write.tags),
      write.end_user === null ? null : JSON.stringify(write.end_user),
      write.webhook_url_override,
    ],
  );
  const row = rows[0];
  if (!row) throw new Error("the connection was not saved");
  const { is_new: isNew, ...connection } = row;
  return { connection, isNew };
}

export async function saveCredentials(sql: Sql, seal: Seal, id: number, credentials: Credentials): Promise<void> {
  await sql.query(
    "update nango.connection set credentials_sealed = $2, expires_at = $3, auth_failed_at = null, updated_at = now() where id = $1",
    [id, seal.seal(credentials), expiryOf(credentials)],
  );
}

export function openCredentials(seal: Seal, connection: Connection): Credentials {
  return Credentials.parse(seal.open(connection.credentials_sealed));
}

/** The connection as the list prints it. */
export function listedConnection(connection: Connection, errors: readonly unknown[]): Record<string, unknown> {
  const { id, connection_id, provider_config_key, provider, end_user, tags, metadata, created_at } = connection;
  return { id, connection_id, provider_config_key, provider, errors, end_user, tags, metadata, created: toMilliseconds(created_at) };
}

/** The connection as its own page prints it; a refresh token only when asked for. */
export function fullConnection(
  connection: Connection,
  credentials: Credentials,
  errors: readonly unknown[],
  withRefreshToken: boolean,
): Record<string, unknown> {
  const { id, connection_id, provider_config_key, provider, end_user, tags, metadata, connection_config, webhook_url_override } =
    connection;
  return {
    id,
    connection_id,
    provider_config_key,
    provider,
    errors,
    end_user,
    tags,
    metadata,
    connection_config,
    webhook_url_override,
    created_at: toMilliseconds(connection.created_at),
    updated_at: toMilliseconds(connection.updated_at),
    last_fetched_at: toMilliseconds(connection.last_fetched_at),
    credentials: publicCredentials(credentials, withRefreshToken),
  };
}

function publicCredentials(credentials: Credentials, withRefreshToken: boolean): Record<string, unknown> {
  if (credentials.type === "NONE") return {};
  if (credentials.type !== "OAUTH2" || withRefreshToken) return credentials;
  const { refresh_token: _hidden, raw, ...shown } = credentials;
  const { refresh_token: _alsoHidden, ...rawShown } = raw;
  return { ...shown, raw: rawShown };
}

function expiryOf(credentials: Credentials): string | null {
  return credentials.type === "OAUTH2" ? (credentials.expires_at ?? null) : null;
}

function toMilliseconds(time: string): string {
  return new Date(time).toISOString().replace("Z", "+00:00");
}
