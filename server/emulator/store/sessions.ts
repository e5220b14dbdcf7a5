import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Sql } from "./database.ts";
import { hashOf } from "./seal.ts";

const Json = z.record(z.string(), z.unknown());
const Tags = z
  .record(z.string(), z.string())
  .transform((tags) => Object.fromEntries(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value])));
const EndUser = z.strictObject({
  id: z.string().min(1).max(255),
  email: z.email().optional(),
  display_name: z.string().max(255).optional(),
  tags: z.record(z.string(), z.string()).optional(),
});
const Organization = z.strictObject({ id: z.string().min(1).max(255), display_name: z.string().max(255).optional() });
const Defaults = z.strictObject({
  user_scopes: z.string().optional(),
  authorization_params: z.record(z.string(), z.string()).optional(),
  connection_config: Json.optional(),
});

/** What the app asks of a session; shared by connecting and reconnecting. */
export const SessionFields = {
  tags: Tags.refine((tags) => Object.keys(tags).length <= 64, "Too many tags")
    .refine(
      (tags) => tags["end_user_email"] === undefined || z.email().safeParse(tags["end_user_email"]).success,
      "end_user_email must be a valid email",
    )
    .optional(),
  end_user: EndUser.optional(),
  organization: Organization.optional(),
  integrations_config_defaults: z.record(z.string(), Defaults).optional(),
  overrides: z.record(z.string(), z.strictObject({ docs_connect: z.string().optional() })).optional(),
};
const SessionBody = z.object({
  ...SessionFields,
  allowed_integrations: z.array(z.string()).optional(),
  webhook_url_override: z.url().optional(),
});
export type SessionBody = z.infer<typeof SessionBody>;
export type Session = { tokenHash: Buffer; body: SessionBody; reconnects: number | null };

const LIFETIME_MINUTES = 30;

/** @returns the token, which is not stored, and when it ends */
export async function insertSession(sql: Sql, body: SessionBody, reconnects: number | null): Promise<{ token: string; expiresAt: string }> {
  const token = `nango_connect_session_${randomBytes(32).toString("hex")}`;
  const rows = await sql.query<{ expires_at: string }>(
    `insert into nango.connect_session (token_hash, body, reconnects, expires_at) values ($1, $2, $3, now() + make_interval(mins => $4)) returning expires_at`,
    [hashOf(token), JSON.stringify(body), reconnects, LIFETIME_MINUTES],
  );
  return { token, expiresAt: new Date(rows[0]?.expires_at ?? 0).toISOString() };
}

/** null for a token that is unknown or over. */
export async function findSession(sql: Sql, tokenHash: Buffer): Promise<Session | null> {
  const rows = await sql.query<{ body: unknown; reconnects: number | null }>(
    "select body, reconnects from nango.connect_session where token_hash = $1 and expires_at > now()",
    [tokenHash],
  );
  return rows[0] ? { tokenHash, body: SessionBody.parse(rows[0].body), reconnects: rows[0].reconnects } : null;
}

export async function deleteSession(sql: Sql, tokenHash: Buffer): Promise<void> {
  await sql.query("delete from nango.connect_session where token_hash = $1 or expires_at < now() - interval '1 day'", [tokenHash]);
}

export type OAuthSession = {
  state: string;
  provider_config_key: string;
  session_token_hash: Buffer;
  ws_client_id: string | null;
  code_verifier_sealed: Buffer;
  connection_config: Record<string, unknown>;
};

export async function insertOAuthSession(sql: Sql, session: OAuthSession): Promise<void> {
  await sql.query(
    `insert into nango.oauth_session (state, provider_config_key, session_token_hash, ws_client_id, code_verifier_sealed, connection_config, expires_at)
     values ($1, $2, $3, $4, $5, $6, now() + make_interval(mins => $7))`,
    [
      session.state,
      session.provider_config_key,
      session.session_token_hash,
      session.ws_client_id,
      session.code_verifier_sealed,
      JSON.stringify(session.connection_config),
      LIFETIME_MINUTES,
    ],
  );
}

/** Takes the session away: a state is good for one callback. */
export async function takeOAuthSession(sql: Sql, state: string): Promise<OAuthSession | null> {
  const rows = await sql.query<OAuthSession & { is_live: boolean }>(
    "delete from nango.oauth_session where state = $1 returning *, expires_at > now() as is_live",
    [state],
  );
  return rows[0]?.is_live ? rows[0] : null;
}
