import { Nango } from "@nangohq/node";
import { z } from "zod";
import { startEmulator } from "#server/emulator/start-emulator.ts";
import { DEFAULT_CLIENT } from "#server/sandbox/vendors/shopify/shopify-door.ts";
import { NETSUITE_CLIENT, NETSUITE_TOKEN } from "#server/sandbox/vendors/netsuite/account.ts";
import { SHIPBOB_TOKEN } from "#server/sandbox/vendors/shipbob/account.ts";
import { ZENDESK_CLIENT } from "#server/sandbox/vendors/zendesk/zendesk-door.ts";
import { compiledPack } from "./compiled-pack.ts";

/** The embedded Nango of `npm start`: run by the supervisor, with the sandbox shop behind every provider. */
const environment = z
  .object({
    NANGO_PORT: z.coerce.number().int(),
    NANGO_SECRET_KEY: z.string(),
    NANGO_WEBHOOK_SIGNING_KEY: z.string(),
    NANGO_ENCRYPTION_KEY: z.string(),
    NANGO_ENVIRONMENT_UUID: z.uuid(),
    NANGO_DATABASE_URL: z.string(),
    NANGO_WEBHOOK_URL: z.string(),
    NANGO_SANDBOX_URL: z.string(),
  })
  .parse(process.env);

/** As an admin would set them up at a real Nango, with the app that the sandbox shop knows. */
const INTEGRATIONS = [
  {
    provider: "shopify",
    unique_key: "shopify",
    display_name: "Shopify",
    credentials: {
      type: "OAUTH2",
      client_id: DEFAULT_CLIENT.clientId,
      client_secret: DEFAULT_CLIENT.clientSecret,
      scopes: [
        "read_orders",
        "write_orders",
        "read_all_orders",
        "read_users",
        "read_customers",
        "read_merchant_managed_fulfillment_orders",
        "read_inventory",
        "write_inventory",
        "read_locations",
        "read_reports",
        "read_returns",
        "write_returns",
        "write_merchant_managed_fulfillment_orders",
        "read_third_party_fulfillment_orders",
        "write_third_party_fulfillment_orders",
      ].join(","),
    },
  },
  {
    provider: "netsuite",
    unique_key: "netsuite",
    display_name: "NetSuite",
    credentials: {
      type: "OAUTH2",
      client_id: NETSUITE_CLIENT.clientId,
      client_secret: NETSUITE_CLIENT.clientSecret,
      scopes: "rest_webservices",
    },
  },
  {
    provider: "netsuite-tba",
    unique_key: "netsuite-tba",
    display_name: "NetSuite (token-based)",
    credentials: { type: "TBA", client_id: NETSUITE_TOKEN.consumerKey, client_secret: NETSUITE_TOKEN.consumerSecret },
  },
  {
    provider: "zendesk",
    unique_key: "zendesk",
    display_name: "Zendesk",
    credentials: {
      type: "OAUTH2",
      client_id: ZENDESK_CLIENT.clientId,
      client_secret: ZENDESK_CLIENT.clientSecret,
      scopes: "read,write",
    },
  },
  // By a key, which the person who connects it enters.
  { provider: "shipstation", unique_key: "shipstation", display_name: "ShipStation" },
  { provider: "shipbob-pat", unique_key: "shipbob-pat", display_name: "ShipBob" },
] as const;

const emulator = await startEmulator({
  pack: await compiledPack(),
  upstreams: Object.fromEntries(INTEGRATIONS.map(({ provider }) => [provider, environment.NANGO_SANDBOX_URL])),
  port: environment.NANGO_PORT,
  databaseUrl: environment.NANGO_DATABASE_URL,
  secretKey: environment.NANGO_SECRET_KEY,
  webhookSigningKey: environment.NANGO_WEBHOOK_SIGNING_KEY,
  encryptionKey: environment.NANGO_ENCRYPTION_KEY,
  environmentUuid: environment.NANGO_ENVIRONMENT_UUID,
  webhookUrl: environment.NANGO_WEBHOOK_URL,
  // The providers name no example, or none that their form takes.
  examples: {
    "shipbob-pat": { apiKey: SHIPBOB_TOKEN },
    "netsuite-tba": { token_id: NETSUITE_TOKEN.tokenId, token_secret: NETSUITE_TOKEN.tokenSecret },
  },
});
const nango = new Nango({ host: emulator.url, secretKey: environment.NANGO_SECRET_KEY });
const known = new Set((await nango.listIntegrations()).configs.map(({ unique_key: key }) => key));
for (const { provider, unique_key: key, ...settings } of INTEGRATIONS) {
  // A newer program may ask for more than the one that set it up.
  if (known.has(key)) await nango.updateIntegration({ uniqueKey: key }, settings);
  else await nango.createIntegration({ provider, unique_key: key, ...settings });
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void emulator.stop().then(() => process.exit(0)));
console.log(`embedded Nango at ${emulator.url}`);
process.send?.("ready");
