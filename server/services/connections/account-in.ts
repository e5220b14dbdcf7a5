import type * as z from "zod";
import { accountKeyOf, INTEGRATIONS } from "#connectors/records/integrations.ts";
import type { OneConnection } from "#server/nango/nango-answers.ts";

/** The names by which the account of a connection is known at Nango: what it was reached by, then what the vendor calls it. */
export const accountsIn = (
  integration: string,
  { connection_config: config, metadata }: Pick<z.infer<typeof OneConnection>, "connection_config" | "metadata">,
): string[] => [accountIn(integration, config), accountKeyOf(integration, metadata?.["accountDomain"])].filter((key) => key !== null);

/** Which account a connection reaches, from its config at Nango; null where that does not tell. */
export const accountIn = (integration: string, config: Readonly<Record<string, unknown>> | null | undefined): string | null =>
  accountKeyOf(integration, config?.[INTEGRATIONS.find(({ key }) => key === integration)?.account?.field ?? ""]);
