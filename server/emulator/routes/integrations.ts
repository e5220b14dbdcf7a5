import { z } from "zod";
import type { Emulator } from "../context.ts";
import { failure, invalidInput, readInput } from "../http/contract-error.ts";
import { JsonObject, ProviderConfigKey } from "../http/fields.ts";
import { sessionOf } from "../http/guard.ts";
import { type Call, jsonBody, type Route } from "../http/server.ts";
import {
  AppCredentials,
  deleteIntegration,
  findIntegration,
  insertIntegration,
  type Integration,
  listIntegrations,
  publicIntegration,
  updateIntegration,
} from "../store/integrations.ts";
import { findProvider } from "../vendor/provider.ts";

const Credentials = z.strictObject({
  type: z.enum(["OAUTH1", "OAUTH2", "TBA"]),
  client_id: z.string().min(1),
  client_secret: z.string().min(1),
  scopes: z.string().optional(),
  webhook_secret: z.string().optional(),
});
const Creation = z.strictObject({
  provider: z.string().min(1),
  unique_key: ProviderConfigKey,
  display_name: z.string().min(1).max(255).optional(),
  forward_webhooks: z.boolean().optional(),
  integration_config: JsonObject.optional(),
  custom: JsonObject.optional(),
  credentials: Credentials.optional(),
});
// One by one, as the API has it: a list with commas is refused.
const Include = z.array(z.enum(["webhook", "credentials"]));
const Change = z.strictObject({
  display_name: z.string().min(1).max(255).optional(),
  forward_webhooks: z.boolean().optional(),
  credentials: Credentials.optional(),
});

export function integrationRoutes(emulator: Emulator): Route[] {
  const { database, seal } = emulator;

  async function find(call: Call): Promise<Integration> {
    const key = call.params["key"] ?? "";
    const integration = await findIntegration(database, key);
    if (!integration || !(await allowed(call, [integration])).length)
      throw failure(404, "not_found", `Integration "${key}" does not exist`);
    return integration;
  }

  /** A session sees the integrations that it may connect. */
  async function allowed(call: Call, integrations: Integration[]): Promise<Integration[]> {
    const token = (call.headers["authorization"] ?? "").replace(/^Bearer /i, "");
    if (!token.startsWith("nango_connect_session_")) return integrations;
    const { body } = await sessionOf(database, token);
    return integrations.filter(({ unique_key }) => body.allowed_integrations?.includes(unique_key) ?? true);
  }

  return [
    {
      method: "GET",
      path: "/integrations",
      access: "secret or session",
      answer: async (call) => ({
        status: 200,
        body: { data: (await allowed(call, await listIntegrations(database))).map(publicIntegration) },
      }),
    },
    {
      method: "GET",
      path: "/integrations/:key",
      access: "secret or session",
      answer: async (call) => {
        const integration = await find(call);
        const asked = readInput("query_params", Include, call.query.getAll("include"));
        const include: readonly string[] = call.headers["authorization"]?.includes("nango_connect_session_") ? [] : asked;
        const webhook = include.includes("webhook") ? { webhook_url: await webhookUrl(emulator, integration) } : {};
        const credentials = include.includes("credentials") ? { credentials: shownCredentials(emulator, integration) } : {};
        return { status: 200, body: { data: { ...publicIntegration(integration), ...webhook, ...credentials } } };
      },
    },
    {
      method: "POST",
      path: "/integrations",
      access: "secret",
      answer: async (call) => {
        const body = readInput("body", Creation, jsonBody(call));
        if (!findProvider(body.provider))
          throw invalidInput("body", [{ code: "invalid_string", message: "Invalid provider", path: ["provider"] }]);
        const isNew = await insertIntegration(database, {
          unique_key: body.unique_key,
          provider: body.provider,
          display_name: body.display_name ?? null,
          forward_webhooks: body.forward_webhooks ?? true,
          credentials_sealed: body.credentials ? seal.seal(body.credentials) : null,
        });
        if (!isNew) throw invalidInput("body", [{ code: "invalid_string", message: "Unique key already exists", path: ["uniqueKey"] }]);
        const created = await findIntegration(database, body.unique_key);
        return { status: 200, body: { data: created && publicIntegration(created) } };
      },
    },
    {
      method: "PATCH",
      path: "/integrations/:key",
      access: "secret",
      answer: async (call) => {
        const body = readInput("body", Change, jsonBody(call));
        const integration = await find(call);
        const changed = {
          ...integration,
          display_name: body.display_name ?? integration.display_name,
          forward_webhooks: body.forward_webhooks ?? integration.forward_webhooks,
          credentials_sealed: body.credentials ? seal.seal(body.credentials) : integration.credentials_sealed,
        };
        await updateIntegration(database, changed);
        return { status: 200, body: { data: publicIntegration(changed) } };
      },
    },
    {
      method: "DELETE",
      path: "/integrations/:key",
      access: "secret",
      answer: async (call) => {
        await deleteIntegration(database, (await find(call)).unique_key);
        return { status: 200, body: { success: true } };
      },
    },
  ];
}

async function webhookUrl(emulator: Emulator, integration: Integration): Promise<string> {
  const rows = await emulator.database.query<{ uuid: string }>("select uuid from nango.environment");
  return `${emulator.url}/webhook/${rows[0]?.uuid ?? ""}/${integration.unique_key}`;
}

function shownCredentials(emulator: Emulator, integration: Integration): AppCredentials | null {
  return integration.credentials_sealed ? AppCredentials.parse(emulator.seal.open(integration.credentials_sealed)) : null;
}
