import { createHash, randomBytes, randomUUID } from "node:crypto";
import { establish } from "../connections/establish.ts";
import { connectionOf, readAttempt } from "../connections/from-session.ts";
import type { Emulator } from "../context.ts";
import { callbackPage } from "../connect-ui/callback-page.ts";
import { ContractError } from "../http/contract-error.ts";
import type { Reply, Route } from "../http/server.ts";
import { appCredentials, findIntegration, type AppCredentials } from "../store/integrations.ts";
import { findSession, insertOAuthSession, type OAuthSession, takeOAuthSession } from "../store/sessions.ts";
import { interpolate } from "../vendor/interpolate.ts";
import { findProvider, type Provider } from "../vendor/provider.ts";
import { exchangeCode, TokenError } from "../vendor/tokens.ts";
import { redirect } from "../vendor/upstreams.ts";
import { deliver } from "../webhooks/deliver.ts";
import type { SyncRunner } from "../syncs/sync-runner.ts";

/** Why an authorisation ended without a connection, as the browser and the app are told. */
class FlowError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** The OAuth 2 code flow with PKCE, in a window that the app's page opened. */
export function oauthRoutes(emulator: Emulator, runner: SyncRunner): Route[] {
  const { database, seal, events } = emulator;
  const redirectUri = `${emulator.url}/oauth/callback`;

  function tell(wsClientId: string | null, message: Record<string, unknown>): void {
    if (wsClientId !== null) events.emit(`ws:${wsClientId}`, message);
  }

  function refuse(key: string, wsClientId: string | null, error: unknown): Reply {
    const [type, message] = describe(error);
    if (type === "server_error") emulator.report(error, "oauth");
    tell(wsClientId, { message_type: "error", provider_config_key: key, connection_id: "", error_type: type, error_desc: message });
    return { status: 400, ...callbackPage({ isConnected: false, type, message }) };
  }

  return [
    {
      method: "GET",
      path: "/oauth/connect/:key",
      access: "open",
      answer: async (call) => {
        const key = call.params["key"] ?? "";
        const wsClientId = call.query.get("ws_client_id");
        try {
          const { session, integration, provider, connectionConfig } = await readAttempt(emulator, key, call.query, ["OAUTH2"]);
          const app = appCredentials(seal, integration);
          if (!app) throw new FlowError("missing_client_credentials", "The integration has no client id and secret");
          const verifier = randomBytes(48).toString("base64url");
          const state = randomUUID();
          const url = authorizationUrl({ provider, app, connectionConfig, state, verifier, redirectUri });
          const defaults = session.body.integrations_config_defaults?.[key]?.authorization_params ?? {};
          for (const [name, value] of Object.entries({ ...asked(call.query), ...defaults })) url.searchParams.set(name, value);
          await insertOAuthSession(database, {
            state,
            provider_config_key: key,
            session_token_hash: session.tokenHash,
            ws_client_id: wsClientId,
            code_verifier_sealed: seal.seal(verifier),
            connection_config: connectionConfig,
          });
          return { status: 302, headers: { location: redirect(emulator.upstreams, integration.provider, url.href).url } };
        } catch (error) {
          return refuse(key, wsClientId, error);
        }
      },
    },
    {
      method: "GET",
      path: "/oauth/callback",
      access: "open",
      answer: async (call) => {
        const attempt = await takeOAuthSession(database, call.query.get("state") ?? "");
        if (!attempt) return refuse("", null, new FlowError("invalid_state", "The state is unknown, over, or was used before"));
        const { provider_config_key: key, ws_client_id: wsClientId } = attempt;
        try {
          const connectionId = await finish(attempt, call.query);
          tell(wsClientId, { message_type: "success", provider_config_key: key, connection_id: connectionId, is_pending: false });
          return { status: 200, ...callbackPage({ isConnected: true }) };
        } catch (error) {
          await reportFailure(attempt, error);
          return refuse(key, wsClientId, error);
        }
      },
    },
  ];

  async function finish(attempt: OAuthSession, query: URLSearchParams): Promise<string> {
    const integration = await findIntegration(database, attempt.provider_config_key);
    const session = await findSession(database, attempt.session_token_hash);
    const provider = integration && findProvider(integration.provider);
    const app = integration && appCredentials(seal, integration);
    if (!integration || !session || !provider || !app) throw new FlowError("invalid_callback", "The session or the integration is gone");
    const code = query.get("code");
    if (!code) {
      const said = ["error", "error_description"].flatMap((name) => (query.get(name) ? [`${name}: ${query.get(name)}`] : []));
      throw new FlowError(
        "invalid_callback",
        `Did not get authorization code in the callback.${said.length > 0 ? ` Provider error: ${said.join("; ")}` : ""}`,
      );
    }
    const codeVerifier = String(seal.open(attempt.code_verifier_sealed));
    const connectionConfig = { ...attempt.connection_config };
    const credentials = await exchangeCode(emulator, {
      provider,
      providerKey: integration.provider,
      app,
      connectionConfig,
      code,
      codeVerifier,
      redirectUri,
    });
    for (const name of provider.redirect_uri_metadata ?? []) if (query.has(name)) connectionConfig[name] = query.get(name);
    for (const name of provider.token_response_metadata ?? [])
      if (credentials.raw[name] !== undefined) connectionConfig[name] = credentials.raw[name];
    const connection = await establish(
      emulator,
      runner,
      await connectionOf(emulator, { session, integration, connectionConfig }, credentials),
    );
    return connection.connection_id;
  }

  async function reportFailure(attempt: OAuthSession, error: unknown): Promise<void> {
    const session = await findSession(database, attempt.session_token_hash);
    const integration = await findIntegration(database, attempt.provider_config_key);
    const [type, description] = describe(error);
    deliver(
      emulator,
      { webhook_url_override: session?.body.webhook_url_override ?? null },
      {
        type: "auth",
        from: "nango",
        operation: session?.reconnects === null ? "creation" : "override",
        connectionId: "",
        providerConfigKey: attempt.provider_config_key,
        provider: integration?.provider ?? "",
        authMode: "OAUTH2",
        environment: "dev",
        success: false,
        error: { type, description },
      },
    );
  }
}

function authorizationUrl(ask: {
  provider: Provider;
  app: AppCredentials;
  connectionConfig: Record<string, unknown>;
  state: string;
  verifier: string;
  redirectUri: string;
}): URL {
  const { provider, app, connectionConfig } = ask;
  const filled = provider.authorization_url && interpolate(provider.authorization_url, { connectionConfig, credentials: {} });
  if (!filled) throw new FlowError("missing_connection_config", "A field of the connection's configuration is missing");
  const url = new URL(filled);
  const override = connectionConfig["oauth_scopes_override"];
  const scopes = (typeof override === "string" ? override : (app.scopes ?? "")).split(",").map((scope) => scope.trim());
  const params = {
    response_type: "code",
    client_id: app.client_id,
    redirect_uri: ask.redirectUri,
    scope: scopes.join(provider.scope_separator ?? " "),
    state: ask.state,
    ...provider.authorization_params,
    ...(provider.disable_pkce
      ? {}
      : { code_challenge: createHash("sha256").update(ask.verifier).digest("base64url"), code_challenge_method: "S256" }),
  };
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  return url;
}

function asked(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    [...query].flatMap(([name, value]) => (/^authorization_params\[\w+\]$/.test(name) ? [[name.slice(21, -1), value]] : [])),
  );
}

function describe(error: unknown): [type: string, message: string] {
  if (error instanceof FlowError) return [error.type, error.message];
  if (error instanceof TokenError) return ["callback_err", error.message];
  if (error instanceof ContractError) return [String(error.body.error["code"]), error.message];
  return ["server_error", "Something went wrong; the log of the embedded Nango says what"];
}
