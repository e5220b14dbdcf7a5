import { createOnEvent } from "nango";
import * as z from "zod";
import { readChannels } from "../account.js";
import { askShipBob, ShipBobError } from "../ask-shipbob.js";
import { toUtcOrNull } from "../clock.js";
import { fulfilmentCentres, newestOrders, ordersUpdated, timelineOf } from "../operations.js";
import { backfillStart } from "../../kit/backfill.js";

const Centres = z.array(z.looseObject({ name: z.string().nullish(), timezone: z.string().nullish() }));
const Shipment = z.looseObject({
  id: z.union([z.number(), z.string()]).transform(String),
  status: z.string().nullish(),
  status_details: z.array(z.looseObject({ id: z.union([z.number(), z.string()]).transform(String).nullish() })).nullish(),
});
const Orders = z.array(z.looseObject({ created_date: z.string().nullish(), shipments: z.array(Shipment).nullish() }));
const Log = z.array(z.looseObject({ log_type_name: z.string().nullish(), metadata: z.record(z.string(), z.unknown()).nullish() }));

const Found = z.object({
  accountName: z.string(),
  accountDomain: z.null().describe("ShipBob has one address for all accounts"),
  timeZone: z.string().describe("ShipBob prints UTC"),
  grantedScopes: z.string().describe("of all channels that the token sees, comma list"),
  channels: z.string().describe("number and program of each, comma list"),
  fulfilmentCentres: z.string().describe("comma list of names"),
  oldestEventAt: z.string().nullable().describe("the oldest order within the back-fill"),
  statusDetails: z.string().describe("reasons of shipments seen, with how many: 401:12, comma list"),
  timelineWords: z
    .string()
    .describe("what the time lines of some shipments call their entries, which ShipBob publishes nowhere; comma list"),
  timelineKeys: z.string().describe("which keys their entries have: whether one of them ever names a person"),
});

const LOOKED_AT = 5; // time lines, a call each

/** Instead of guessing: what the token may, whose channels there are, and what ShipBob's undocumented lists hold in this account. */
export default createOnEvent({
  description: "Find out what evidence a new connection gives",
  version: "1.0.0",
  event: "post-connection-creation",
  metadata: Found,

  exec: async (nango) => {
    const channels = await readChannels(nango);
    const centres = await readOr(() => askShipBob(nango, fulfilmentCentres(), Centres), []);
    const oldest = await readOr(() => askShipBob(nango, ordersUpdated(backfillStart(null), 1), Orders), []);
    const newest = await readOr(() => askShipBob(nango, newestOrders(), Orders), []);
    const shipments = newest.flatMap((order) => order.shipments ?? []);
    const held = shipments.filter(({ status_details: details }) => details?.length);
    const entries = [];
    for (const { id } of [...held, ...shipments].slice(0, LOOKED_AT))
      entries.push(...(await readOr(() => askShipBob(nango, timelineOf(id), Log), [])));
    const own = channels.find(({ scopes }) => scopes?.some((scope) => scope.endsWith("_write"))) ?? channels[0];
    await nango.updateMetadata({
      accountName: centres[0]?.name ? `ShipBob, ${centres[0].name}` : (own?.name ?? "ShipBob"),
      accountDomain: null,
      timeZone: "UTC",
      grantedScopes: listOf(channels.flatMap(({ scopes }) => scopes ?? [])),
      channels: channels.map(({ id, application_name: app, name }) => `${id}:${app ?? name ?? ""}`).join(","),
      fulfilmentCentres: centres.map(({ name }) => name ?? "").join(","),
      oldestEventAt: toUtcOrNull(oldest[0]?.created_date),
      statusDetails: counted(held.flatMap(({ status_details: details }) => (details ?? []).flatMap(({ id }) => id ?? []))),
      timelineWords: listOf(entries.flatMap(({ log_type_name: name }) => name ?? [])),
      timelineKeys: listOf(entries.flatMap(({ metadata }) => Object.keys(metadata ?? {}))),
    });
  },
});

const listOf = (texts: readonly string[]): string => [...new Set(texts)].sort().join(",");

function counted(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([text, count]) => `${text}:${count}`).join(","); // prettier-ignore
}

/** What the token may not see is missing and no failure: the scopes say so. */
async function readOr<T>(read: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ShipBobError && (error.status === 403 || error.status === 404)) return otherwise;
    throw error;
  }
}
