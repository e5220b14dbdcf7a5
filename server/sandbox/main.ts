import { join } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import { dayOf, atLocal } from "./calendar.ts";
import { createControlDoor } from "./control/control-door.ts";
import { folderJournal, keptSettings } from "./journal.ts";
import { openSandbox } from "./open-sandbox.ts";
import { isLoopbackUrl } from "./is-loopback-url.ts";
import { serve } from "./serve.ts";
import { SHOP, shopSettings } from "./shop/settings.ts";
import { createShopifyDoor, DEFAULT_CLIENT } from "./vendors/shopify/shopify-door.ts";
import { subscribeAll } from "./vendors/shopify/webhooks.ts";
import { createNetsuiteDoor } from "./vendors/netsuite/netsuite-door.ts";
import { createShipbobDoor } from "./vendors/shipbob/shipbob-door.ts";
import { createShipstationDoor } from "./vendors/shipstation/shipstation-door.ts";
import { createZendeskDoor } from "./vendors/zendesk/zendesk-door.ts";

/** The front door: `npm run sandbox -- --port N --seed S --days 90 --speed 100 [--profile typical] [--scopes full|minimal]`. */
const Options = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(4601),
  seed: z.string().default("1"),
  days: z.coerce.number().int().min(1).max(400).default(90),
  orders: z.coerce.number().positive().max(20_000).default(500),
  speed: z.coerce.number().min(0).max(100_000).default(1),
  until: z.iso.datetime().optional(),
  profile: z.enum(["strict", "typical", "sloppy", "hasty"]).default("typical"),
  scopes: z.enum(["full", "minimal"]).default("full"),
  plan: z.enum(["standard", "advanced", "plus", "enterprise", "unlimited"]).default("plus"),
  folder: z.string().optional(),
  webhooks: z.string().refine(isLoopbackUrl, "Webhooks go to this machine only.").optional(),
  "client-id": z.string().default(DEFAULT_CLIENT.clientId),
  "client-secret": z.string().default(DEFAULT_CLIENT.clientSecret),
});

/** The helpdesk's plan of a merchant who has this plan of the shop system. */
const DESK_PLANS = {
  standard: "team",
  advanced: "growth",
  plus: "enterprise",
  enterprise: "high volume",
  unlimited: "unlimited",
} as const;
const UNLIMITED = 1_000_000;
const TICK_MS = 250;
const text = { type: "string" } as const;

const { values } = parseArgs({
  options: {
    port: text,
    seed: text,
    days: text,
    orders: text,
    speed: text,
    until: text,
    profile: text,
    scopes: text,
    plan: text,
    folder: text,
    webhooks: text,
    "client-id": text,
    "client-secret": text,
  },
});
const options = Options.parse(values);
const folder = options.folder ?? join(".slipstream", "sandbox", `${options.seed}-${options.days}-${options.orders}-${options.profile}`);
const todayMs = atLocal(SHOP.zone, dayOf(SHOP.zone, Date.now()), 0);
// A shop that was started before goes on from its own first day, not from today's.
const keptUntilMs = z.object({ untilMs: z.int() }).safeParse(keptSettings(folder)).data?.untilMs;
const untilMs = options.until === undefined ? (keptUntilMs ?? todayMs) : Date.parse(options.until);
const settings = shopSettings({ seed: options.seed, days: options.days, ordersPerDay: options.orders, untilMs, profile: options.profile });
const journal = folderJournal(folder, {
  seed: options.seed,
  days: options.days,
  orders: options.orders,
  untilMs,
  profile: options.profile,
});
const sandbox = openSandbox(settings, journal);
const client = { ...DEFAULT_CLIENT, clientId: options["client-id"], clientSecret: options["client-secret"] };
const shopify = createShopifyDoor(sandbox, { client, profile: options.scopes, plan: options.plan });
if (options.webhooks !== undefined) subscribeAll(shopify.subscriptions, options.webhooks);
const zendesk = createZendeskDoor(sandbox, { profile: options.scopes, plan: DESK_PLANS[options.plan] });
const netsuite = createNetsuiteDoor(sandbox, { profile: options.scopes });
// These vendors grant every plan the same calls a minute.
const limit = options.plan === "unlimited" ? { callsAMinute: UNLIMITED } : {};
const shipstation = createShipstationDoor(sandbox, limit);
const shipbob = createShipbobDoor(sandbox, { profile: options.scopes, ...limit });
const served = await serve([createControlDoor(sandbox, shopify, zendesk), shipstation, shipbob, shopify, zendesk, netsuite], options.port);
process.stdout.write(
  `${SHOP.name} at ${served.url}: ${sandbox.shop.state.orders.length} orders, ${sandbox.departments.helpdesk.state.tickets.length} tickets, virtual time ${new Date(sandbox.shop.state.nowMs).toISOString()}, speed ${options.speed}\n`,
);

let isSending = false;
const timer = setInterval(() => {
  if (options.speed > 0) sandbox.advance(Math.round(sandbox.shop.state.nowMs + TICK_MS * options.speed));
  if (isSending) return;
  isSending = true;
  void Promise.all([shopify.webhooks.flush(), zendesk.webhooks.flush()]).finally(() => {
    isSending = false;
  });
}, TICK_MS);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    clearInterval(timer);
    void served.close().then(() => journal.close());
  });
}
