import { INTEGRATIONS } from "#connectors/records/integrations.ts";
import type { Context } from "#server/context.ts";
import { NangoError } from "#server/nango/nango-error.ts";
import { nangoDoor } from "./nango-door.ts";

/** Whether systems can be connected here: yes; no Nango is set; or it does not answer now. */
export type CatalogueState = "ready" | "off" | "unreachable";

/** The systems that can be connected, and which of them Nango offers here. Never fails for want of Nango: the page says what is the matter. */
export async function listCatalogue(context: Context) {
  const offered = await offeredKeys(context);
  const state: CatalogueState = typeof offered === "string" ? offered : "ready";
  return {
    state,
    sandbox: context.settings.nango?.embedded ?? false,
    integrations: INTEGRATIONS.map(({ sandboxConfig: _account, limits: _limits, news: _news, ...entry }) => ({
      ...entry,
      offered: typeof offered !== "string" && offered.has(entry.key),
    })),
  };
}

async function offeredKeys(context: Context): Promise<ReadonlySet<string> | "off" | "unreachable"> {
  if (!context.settings.nango) return "off";
  try {
    const keys = new Set((await nangoDoor(context).listIntegrations()).map(({ unique_key: key }) => key));
    // The embedded one answers a moment before it is set up.
    return context.settings.nango.embedded && keys.size === 0 ? "unreachable" : keys;
  } catch (error) {
    if (!(error instanceof NangoError)) throw error;
    context.log.warn({ status: error.status, code: error.code }, "Nango does not answer");
    return "unreachable";
  }
}
