import { randomUUID } from "node:crypto";
import type { Emulator } from "../context.ts";
import { failure, invalidInput } from "../http/contract-error.ts";
import { sessionOf } from "../http/guard.ts";
import { type Credentials, getConnectionRow } from "../store/connections.ts";
import { findIntegration, type Integration } from "../store/integrations.ts";
import type { Session } from "../store/sessions.ts";
import { findProvider, type Provider } from "../vendor/provider.ts";
import type { NewConnection } from "./establish.ts";

/** What a browser may connect, and with which configuration. */
export type Attempt = { session: Session; integration: Integration; provider: Provider; connectionConfig: Record<string, unknown> };

/**
 * Reads the query of an authorisation call: who asks, for what, and with which configuration. What the app set in the session wins
 * over what the browser sends.
 *
 * @param modes the ways of authorising that the route serves
 */
export async function readAttempt(emulator: Emulator, key: string, query: URLSearchParams, modes: readonly string[]): Promise<Attempt> {
  if (query.has("connection_id"))
    throw invalidInput("query_params", [
      { code: "custom", message: "Cannot be used together with a session token", path: ["connection_id"] },
    ]);
  const session = await sessionOf(emulator.database, query.get("connect_session_token") ?? "");
  const integration = await findIntegration(emulator.database, key);
  const provider = integration && findProvider(integration.provider);
  if (!integration || !provider) throw failure(404, "unknown_provider_config", "Provider does not exists");
  if (!(session.body.allowed_integrations?.includes(key) ?? true))
    throw failure(400, "integration_not_allowed", "Integration is not allowed by this connect session");
  if (!modes.includes(provider.auth_mode)) throw failure(400, "invalid_auth_mode", "Provider does not support this way of authorising");

  const asked: Record<string, unknown> = {};
  for (const [name, value] of query) {
    const field = /^params\[(\w+)\]$/.exec(name)?.[1];
    if (field) asked[field] = value;
  }
  const userScope = query.get("user_scope");
  const connectionConfig: Record<string, unknown> = {
    ...asked,
    ...(userScope ? { user_scope: userScope } : {}),
    ...session.body.integrations_config_defaults?.[key]?.connection_config,
  };
  for (const [field, rule] of Object.entries(provider.connection_config ?? {})) {
    const value = connectionConfig[field];
    if (value !== undefined && rule.pattern && !(typeof value === "string" && new RegExp(rule.pattern).test(value))) {
      throw invalidInput("query_params", [{ code: "invalid_format", message: `Invalid ${field}`, path: ["params", field] }]);
    }
  }
  return { session, integration, provider, connectionConfig };
}

/** The connection that an attempt leads to: a new one, or the one that is connected again. */
export async function connectionOf(
  emulator: Emulator,
  attempt: Omit<Attempt, "provider">,
  credentials: Credentials,
): Promise<NewConnection> {
  const { body, reconnects } = attempt.session;
  const old = reconnects === null ? null : await getConnectionRow(emulator.database, reconnects);
  const display = body.end_user?.display_name;
  return {
    integration: attempt.integration,
    connectionId: old?.connection_id ?? randomUUID(),
    credentials,
    connectionConfig: attempt.connectionConfig,
    metadata: {},
    tags: body.tags ?? {},
    endUser: body.end_user
      ? {
          id: body.end_user.id,
          display_name: display ?? null,
          email: body.end_user.email ?? null,
          tags: body.end_user.tags ?? {},
          organization: body.organization ?? null,
        }
      : null,
    webhookUrlOverride: body.webhook_url_override ?? null,
  };
}
