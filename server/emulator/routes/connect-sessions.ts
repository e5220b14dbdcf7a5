import { z } from "zod";
import type { Emulator } from "../context.ts";
import { failure, invalidInput, readInput } from "../http/contract-error.ts";
import { ConnectionId, ProviderConfigKey } from "../http/fields.ts";
import { bearer, sessionOf } from "../http/guard.ts";
import { jsonBody, type Reply, type Route } from "../http/server.ts";
import { findConnection } from "../store/connections.ts";
import { findIntegration } from "../store/integrations.ts";
import { deleteSession, insertSession, type SessionBody, SessionFields } from "../store/sessions.ts";
import { hashOf } from "../store/seal.ts";

const webhook_url_override = z.url().optional();
const Creation = z
  .strictObject({ ...SessionFields, allowed_integrations: z.array(z.string()).min(1).optional(), webhook_url_override })
  .refine((body) => body.end_user !== undefined || body.tags !== undefined, {
    path: ["end_user"],
    message: "end_user or tags must be provided",
  });
const Reconnection = z.strictObject({
  ...SessionFields,
  connection_id: ConnectionId,
  integration_id: ProviderConfigKey,
  webhook_url_override,
});

export function connectSessionRoutes(emulator: Emulator): Route[] {
  const { database } = emulator;

  async function create(body: SessionBody, reconnects: number | null): Promise<Reply> {
    const { token, expiresAt } = await insertSession(database, body, reconnects);
    return { status: 201, body: { data: { token, connect_link: `${emulator.url}/?session_token=${token}`, expires_at: expiresAt } } };
  }

  async function requireIntegrations(keys: readonly string[], field: string): Promise<void> {
    for (const [index, key] of keys.entries()) {
      if (!(await findIntegration(database, key))) {
        const path = field === "allowed_integrations" ? [field, String(index)] : [field, key];
        throw invalidInput("body", [{ code: "custom", message: "Integration does not exist", path }]);
      }
    }
  }

  return [
    {
      method: "POST",
      path: "/connect/sessions",
      access: "secret",
      answer: async (call) => {
        const body = readInput("body", Creation, jsonBody(call));
        await requireIntegrations(body.allowed_integrations ?? [], "allowed_integrations");
        await requireIntegrations(Object.keys(body.integrations_config_defaults ?? {}), "integrations_config_defaults");
        return create(body, null);
      },
    },
    {
      method: "POST",
      path: "/connect/sessions/reconnect",
      access: "secret",
      answer: async (call) => {
        const { connection_id, integration_id, ...body } = readInput("body", Reconnection, jsonBody(call));
        const connection = await findConnection(database, integration_id, connection_id);
        if (!connection) throw failure(400, "invalid_body", "ConnectionID or IntegrationId does not exists");
        return create({ ...body, allowed_integrations: [integration_id] }, connection.id);
      },
    },
    {
      method: "GET",
      path: "/connect/session",
      access: "session",
      answer: async (call) => {
        const { body, reconnects } = await sessionOf(database, bearer(call));
        const { end_user: user, organization } = body;
        const endUser = user && {
          id: user.id,
          display_name: user.display_name ?? null,
          email: user.email ?? null,
          tags: user.tags ?? {},
          organization: organization ? { id: organization.id, display_name: organization.display_name ?? null } : null,
        };
        const look = { light: { primary: "#00B2E3" }, dark: { primary: "#00B2E3" } };
        return {
          status: 200,
          body: {
            data: {
              endUser: endUser ?? null,
              connectUISettings: { showWatermark: false, defaultTheme: "system", theme: look },
              ...(body.allowed_integrations ? { allowed_integrations: body.allowed_integrations } : {}),
              ...(body.integrations_config_defaults ? { integrations_config_defaults: body.integrations_config_defaults } : {}),
              ...(reconnects === null ? {} : { isReconnecting: true }),
              ...(body.overrides ? { overrides: body.overrides } : {}),
              websocketsPath: "/",
            },
          },
        };
      },
    },
    {
      method: "DELETE",
      path: "/connect/session",
      access: "session",
      answer: async (call) => {
        await deleteSession(database, hashOf(bearer(call)));
        return { status: 204 };
      },
    },
    { method: "POST", path: "/connect/telemetry", access: "open", answer: async () => ({ status: 204 }) },
  ];
}
