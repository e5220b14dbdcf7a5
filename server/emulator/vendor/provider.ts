import { getProvider as entryOf, getProviders } from "@nangohq/providers";
import { z } from "zod";

const Params = z.record(z.string(), z.union([z.string(), z.number()]).transform(String));

/** The parts of a provider entry that decide how to authorise and how to call. */
const Provider = z.looseObject({
  display_name: z.string(),
  auth_mode: z.string(),
  authorization_url: z.string().optional(),
  token_url: z.string().optional(),
  authorization_params: Params.optional(),
  token_params: Params.optional(),
  refresh_params: Params.optional(),
  scope_separator: z.string().optional(),
  disable_pkce: z.boolean().optional(),
  webhook_routing_script: z.string().optional(),
  token_request_auth_method: z.string().optional(),
  body_format: z.string().optional(),
  redirect_uri_metadata: z.array(z.string()).optional(),
  token_response_metadata: z.array(z.string()).optional(),
  connection_config: z.record(z.string(), z.looseObject({ pattern: z.string().optional() })).optional(),
  proxy: z
    .looseObject({
      base_url: z.string().optional(),
      headers: z.record(z.string(), z.string()).optional(),
      query: z.record(z.string(), z.string()).optional(),
      retry: z
        .looseObject({
          at: z.array(z.string()).optional(),
          after: z.array(z.string()).optional(),
          remaining: z.string().optional(),
          error_code: z.array(z.string()).optional(),
        })
        .optional(),
      verification: z
        .looseObject({
          method: z.string().optional(),
          endpoints: z.array(z.string()).optional(),
          headers: z.record(z.string(), z.string()).optional(),
          base_url_override: z.string().optional(),
        })
        .optional(),
    })
    .optional(),
});
export type Provider = z.infer<typeof Provider>;

/** The entry of the installed @nangohq/providers with aliases resolved; null when there is none. */
export function findProvider(key: string): Provider | null {
  const entry = entryOf(key);
  return entry ? Provider.parse(entry) : null;
}

/** All entries whose key or name contains the text, as the API lists them. */
export function listProviders(search: string): Record<string, unknown>[] {
  const wanted = search.toLowerCase();
  return Object.entries(getProviders() ?? {})
    .filter(([key, entry]) => key.includes(wanted) || entry.display_name.toLowerCase().includes(wanted))
    .map(([name, entry]) => ({ ...entry, name }));
}
