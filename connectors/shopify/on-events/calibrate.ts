import { createOnEvent } from "nango";
import * as z from "zod";
import { toUtcOrNull } from "../../kit/time.js";
import { askShopify } from "../graphql.js";
import { CALIBRATION, OLDEST_EVENT } from "../operations.js";

const Calibration = z.object({
  shop: z.object({ name: z.string(), myshopifyDomain: z.string(), ianaTimezone: z.string(), currencyCode: z.string() }),
  currentAppInstallation: z.object({
    accessScopes: z.array(z.object({ handle: z.string() })),
    app: z.object({ id: z.string(), title: z.string().nullish() }),
  }),
});
const Oldest = z.object({ events: z.object({ nodes: z.array(z.object({ createdAt: z.string() })) }).nullish() });

const Found = z.object({
  accountName: z.string(),
  accountDomain: z.string(),
  timeZone: z.string(),
  currency: z.string(),
  grantedScopes: z.string().describe("comma list"),
  ourAppId: z.string().describe("writes under this app are our own"),
  ourAppTitle: z.string().nullable(),
  oldestEventAt: z.string().nullable().describe("null when none could be seen"),
});

/** Instead of guessing: what this shop grants, how far back its evidence goes, and under which name our own writes will appear. */
export default createOnEvent({
  description: "Find out what evidence a new connection gives",
  version: "1.0.0",
  event: "post-connection-creation",
  metadata: Found,

  exec: async (nango) => {
    const { shop, currentAppInstallation: installation } = await askShopify(nango, { query: CALIBRATION, schema: Calibration });
    const scopes = installation.accessScopes.map(({ handle }) => handle).sort();
    const readsEvents = scopes.some((scope) => scope === "read_orders" || scope === "write_orders");
    const oldest = readsEvents ? await askShopify(nango, { query: OLDEST_EVENT, schema: Oldest }) : null;
    await nango.updateMetadata({
      accountName: shop.name,
      accountDomain: shop.myshopifyDomain,
      timeZone: shop.ianaTimezone,
      currency: shop.currencyCode,
      grantedScopes: scopes.join(","),
      ourAppId: installation.app.id,
      ourAppTitle: installation.app.title ?? null,
      oldestEventAt: toUtcOrNull(oldest?.events?.nodes[0]?.createdAt),
    });
  },
});
