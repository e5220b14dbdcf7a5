import { z } from "zod";
import type { Emulator } from "../context.ts";
import { type Connection, type Credentials, getConnectionRow, openCredentials, saveCredentials } from "../store/connections.ts";
import { type AppCredentials, appCredentials, findIntegration } from "../store/integrations.ts";
import { interpolate } from "./interpolate.ts";
import { findProvider, type Provider } from "./provider.ts";
import { redirect } from "./upstreams.ts";

type OAuth2Credentials = Extract<Credentials, { type: "OAUTH2" }>;
const TokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().optional(),
  expires_in: z.coerce.number().optional(),
});

/** The vendor did not give a token; `answer` is what it said, without our secrets in it. */
export class TokenError extends Error {
  readonly status: number;
  readonly answer: unknown;
  constructor(status: number, answer: unknown, message: string) {
    super(message);
    this.name = "TokenError";
    this.status = status;
    this.answer = answer;
  }
}

const REFRESH_MINUTES_BEFORE_END = 15;
const TIMEOUT_MS = 20_000;

/** Exchanges the code of a callback for tokens. @throws TokenError */
export function exchangeCode(
  emulator: Emulator,
  ask: {
    provider: Provider;
    providerKey: string;
    app: AppCredentials;
    connectionConfig: Record<string, unknown>;
    code: string;
    codeVerifier: string;
    redirectUri: string;
  },
): Promise<OAuth2Credentials> {
  const params = {
    ...ask.provider.token_params,
    grant_type: "authorization_code",
    code: ask.code,
    redirect_uri: ask.redirectUri,
    ...(ask.provider.disable_pkce ? {} : { code_verifier: ask.codeVerifier }),
  };
  return askForToken(emulator, { ...ask, params, previousRefreshToken: null });
}

/**
 * The credentials of a connection, refreshed when they end within 15 minutes or when forced. Two callers at once, in one process or in two,
 * cause one refresh: a rotated refresh token works once.
 *
 * @throws TokenError when the vendor refuses; the connection is then marked as failed
 */
export async function freshCredentials(emulator: Emulator, connection: Connection, force: boolean): Promise<Credentials> {
  const current = openCredentials(emulator.seal, connection);
  if (current.type !== "OAUTH2" || !needsRefresh(current, force)) return current;
  const outcome = await emulator.database.transaction(async (sql) => {
    await sql.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`nango.refresh ${connection.id}`]);
    const row = await getConnectionRow(sql, connection.id);
    const latest = openCredentials(emulator.seal, row);
    // Whoever held the lock before us has done it: a force asks for a token newer than the one the caller saw, not for two.
    if (latest.type !== "OAUTH2" || latest.access_token !== current.access_token || !latest.refresh_token) return { credentials: latest };
    try {
      const credentials = await refresh(emulator, row, latest, latest.refresh_token);
      await saveCredentials(sql, emulator.seal, row.id, credentials);
      return { credentials };
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      await sql.query("update nango.connection set auth_failed_at = now() where id = $1", [row.id]);
      return { error };
    }
  });
  if ("error" in outcome) throw outcome.error;
  return outcome.credentials;
}

function needsRefresh(credentials: OAuth2Credentials, force: boolean): boolean {
  if (!credentials.refresh_token) return false;
  if (force) return true;
  return credentials.expires_at !== undefined && Date.parse(credentials.expires_at) - Date.now() < REFRESH_MINUTES_BEFORE_END * 60_000;
}

async function refresh(
  emulator: Emulator,
  connection: Connection,
  credentials: OAuth2Credentials,
  refreshToken: string,
): Promise<OAuth2Credentials> {
  const provider = findProvider(connection.provider);
  const integration = await findIntegration(emulator.database, connection.provider_config_key);
  const app = integration && appCredentials(emulator.seal, integration);
  if (!provider || !app) throw new TokenError(0, null, "The integration has no client id and secret");
  const params = { ...provider.refresh_params, grant_type: "refresh_token", refresh_token: refreshToken };
  const fresh = await askForToken(emulator, {
    provider,
    providerKey: connection.provider,
    app,
    connectionConfig: connection.connection_config,
    params,
    previousRefreshToken: refreshToken,
  });
  return { ...fresh, raw: { ...credentials.raw, ...fresh.raw } };
}

async function askForToken(
  emulator: Emulator,
  ask: {
    provider: Provider;
    providerKey: string;
    app: AppCredentials;
    connectionConfig: Record<string, unknown>;
    params: Record<string, string>;
    previousRefreshToken: string | null;
  },
): Promise<OAuth2Credentials> {
  const tokenUrl =
    ask.provider.token_url && interpolate(ask.provider.token_url, { connectionConfig: ask.connectionConfig, credentials: {} });
  if (!tokenUrl) throw new TokenError(0, null, "The provider has no token URL for this connection configuration");
  const usesBasic = ask.provider.token_request_auth_method === "basic";
  const secrets: Record<string, string> = usesBasic ? {} : { client_id: ask.app.client_id, client_secret: ask.app.client_secret };
  const params = { ...ask.params, ...secrets };
  const target = redirect(emulator.upstreams, ask.providerKey, tokenUrl);
  const isJson = ask.provider.body_format === "json";
  let response: Response;
  try {
    response = await fetch(target.url, {
      method: "POST",
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        ...target.headers,
        accept: "application/json",
        "content-type": isJson ? "application/json" : "application/x-www-form-urlencoded",
        ...(usesBasic ? { authorization: `Basic ${Buffer.from(`${ask.app.client_id}:${ask.app.client_secret}`).toString("base64")}` } : {}),
      },
      body: isJson ? JSON.stringify(params) : new URLSearchParams(params).toString(),
    });
  } catch (error) {
    throw new TokenError(0, null, `The vendor could not be reached: ${error instanceof Error ? error.message : String(error)}`);
  }
  const text = await response.text();
  const body = parseAnswer(text);
  const token = TokenAnswer.safeParse(body);
  if (!response.ok || !token.success)
    throw new TokenError(response.status, body, `The vendor answered the request for a token with ${response.status}`);
  const { access_token, refresh_token, expires_in } = token.data;
  const nextRefreshToken = refresh_token ?? ask.previousRefreshToken ?? undefined;
  return {
    type: "OAUTH2",
    access_token,
    ...(nextRefreshToken === undefined ? {} : { refresh_token: nextRefreshToken }),
    ...(expires_in === undefined ? {} : { expires_at: new Date(Date.now() + expires_in * 1000).toISOString() }),
    raw: token.data,
  };
}

function parseAnswer(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return Object.fromEntries(new URLSearchParams(text));
  }
}
