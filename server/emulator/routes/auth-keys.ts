import { z } from "zod";
import { establish } from "../connections/establish.ts";
import { type Attempt, connectionOf, readAttempt } from "../connections/from-session.ts";
import type { Emulator } from "../context.ts";
import { failure, readInput } from "../http/contract-error.ts";
import { type Call, jsonBody, type Route } from "../http/server.ts";
import type { Credentials } from "../store/connections.ts";
import { interpolate } from "../vendor/interpolate.ts";
import { redirect } from "../vendor/upstreams.ts";
import type { SyncRunner } from "../syncs/sync-runner.ts";

const ApiKey = z.strictObject({ apiKey: z.string().min(1) }).transform(({ apiKey }) => ({ type: "API_KEY" as const, apiKey }));
const Basic = z
  .strictObject({ username: z.string().default(""), password: z.string().default("") })
  .transform((body) => ({ type: "BASIC" as const, ...body }));
const Tba = z
  .strictObject({
    token_id: z.string().min(1),
    token_secret: z.string().min(1),
    oauth_client_id_override: z.string().optional(),
    oauth_client_secret_override: z.string().optional(),
  })
  .transform(({ token_id, token_secret, oauth_client_id_override: id, oauth_client_secret_override: secret }) => ({
    type: "TBA" as const,
    token_id,
    token_secret,
    config_override: { ...(id ? { client_id: id } : {}), ...(secret ? { client_secret: secret } : {}) },
  }));
const None = z.strictObject({}).transform(() => ({ type: "NONE" as const }));

/** Authorising by a key, by name and password, by the token of an account, or by nothing. */
export function authKeyRoutes(emulator: Emulator, runner: SyncRunner): Route[] {
  const route = (path: string, mode: string, schema: z.ZodType<Credentials>): Route => ({
    method: "POST",
    path,
    access: "open",
    answer: async (call: Call) => {
      const attempt = await readAttempt(emulator, call.params["key"] ?? "", call.query, [mode]);
      const credentials = readInput("body", schema, jsonBody(call));
      await verify(emulator, attempt, credentials);
      const connection = await establish(emulator, runner, await connectionOf(emulator, attempt, credentials));
      return { status: 200, body: { connectionId: connection.connection_id, providerConfigKey: connection.provider_config_key } };
    },
  });
  return [
    route("/api-auth/api-key/:key", "API_KEY", ApiKey),
    route("/api-auth/basic/:key", "BASIC", Basic),
    route("/auth/tba/:key", "TBA", Tba),
    route("/auth/unauthenticated/:key", "NONE", None),
  ];
}

/** Tries the credentials on the request that the provider's entry names for it; without one they are believed. */
async function verify(emulator: Emulator, { integration, provider, connectionConfig }: Attempt, credentials: Credentials): Promise<void> {
  const { verification, base_url: base, headers: templates } = provider.proxy ?? {};
  const [endpoint] = verification?.endpoints ?? [];
  if (!verification || !endpoint || !base) return;
  const names = { connectionConfig, credentials };
  const url = interpolate(verification.base_url_override ?? base, names);
  const headers: Record<string, string> =
    credentials.type === "BASIC"
      ? { authorization: `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64")}` }
      : {};
  for (const [name, template] of Object.entries({ ...templates, ...verification.headers })) {
    const value = interpolate(template, names);
    if (value !== null) headers[name.toLowerCase()] = value;
  }
  const isFine =
    url !== null &&
    (await (async () => {
      try {
        const target = redirect(emulator.upstreams, integration.provider, url.replace(/\/$/, "") + endpoint);
        const response = await fetch(target.url, {
          method: verification.method ?? "GET",
          headers: { ...target.headers, ...headers },
          redirect: "manual",
          signal: AbortSignal.timeout(20_000),
        });
        return response.ok;
      } catch {
        return false;
      }
    })());
  if (!isFine)
    throw failure(
      400,
      "connection_test_failed",
      "The given credentials were found to be invalid. Please check the credentials and try again.",
    );
}
