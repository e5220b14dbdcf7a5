import { z } from "zod";
import type { Sql } from "./database.ts";
import type { Seal } from "./seal.ts";

/** The app registered with a vendor: what the OAuth dialog and the token calls need. */
export const AppCredentials = z.object({
  type: z.string(),
  client_id: z.string(),
  client_secret: z.string(),
  scopes: z.string().nullish(),
  webhook_secret: z.string().nullish(),
});
export type AppCredentials = z.infer<typeof AppCredentials>;

export type Integration = {
  unique_key: string;
  provider: string;
  display_name: string | null;
  forward_webhooks: boolean;
  credentials_sealed: Buffer | null;
  created_at: string;
  updated_at: string;
};

export async function listIntegrations(sql: Sql): Promise<Integration[]> {
  return sql.query<Integration>("select * from nango.integration order by created_at, unique_key");
}

export async function findIntegration(sql: Sql, key: string): Promise<Integration | null> {
  const rows = await sql.query<Integration>("select * from nango.integration where unique_key = $1", [key]);
  return rows[0] ?? null;
}

/** @returns false when the key is taken */
export async function insertIntegration(
  sql: Sql,
  row: Pick<Integration, "unique_key" | "provider" | "display_name" | "forward_webhooks" | "credentials_sealed">,
): Promise<boolean> {
  const rows = await sql.query(
    `insert into nango.integration (unique_key, provider, display_name, forward_webhooks, credentials_sealed)
     values ($1, $2, $3, $4, $5) on conflict do nothing returning unique_key`,
    [row.unique_key, row.provider, row.display_name, row.forward_webhooks, row.credentials_sealed],
  );
  return rows.length === 1;
}

export async function updateIntegration(sql: Sql, row: Integration): Promise<void> {
  await sql.query(
    "update nango.integration set display_name = $2, forward_webhooks = $3, credentials_sealed = $4, updated_at = now() where unique_key = $1",
    [row.unique_key, row.display_name, row.forward_webhooks, row.credentials_sealed],
  );
}

export async function deleteIntegration(sql: Sql, key: string): Promise<void> {
  await sql.query("delete from nango.integration where unique_key = $1", [key]);
}

export function appCredentials(seal: Seal, integration: Integration): AppCredentials | null {
  return integration.credentials_sealed ? AppCredentials.parse(seal.open(integration.credentials_sealed)) : null;
}

/** The integration as the API prints it. */
export function publicIntegration(integration: Integration): Record<string, unknown> {
  const { unique_key, provider, display_name, forward_webhooks, created_at, updated_at } = integration;
  const logo = `/images/template-logos/${provider}.svg`;
  return {
    unique_key,
    provider,
    display_name: display_name ?? provider,
    logo,
    forward_webhooks,
    created_at: toZ(created_at),
    updated_at: toZ(updated_at),
  };
}

function toZ(time: string): string {
  return new Date(time).toISOString();
}
