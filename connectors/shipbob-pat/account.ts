import * as z from "zod";
import { BackfillMetadata } from "../kit/backfill.js";
import type { Caller } from "./ask-shipbob.js";
import { channelList } from "./operations.js";
import { allRows } from "./pages.js";

/** What a connection's metadata may tell. */
export const ShipBobMetadata = BackfillMetadata.extend({
  orderCase: z
    .string()
    .optional()
    .describe("how the shop's connection names an order: gid://shopify/Order/{reference}; {reference} alone keeps ShipBob's reference"),
  returnCase: z.string().optional().describe("the same for returns: gid://shopify/Return/{reference}"),
  ownActs: z
    .string()
    .optional()
    .describe("what our own actions did, the newest last, each with the time in milliseconds: shipment:88001@1764200000000"),
});

const ChannelRow = z.object({
  id: z.union([z.number(), z.string()]).transform(String),
  name: z.string().nullish(),
  application_name: z.string().nullish(),
  scopes: z.array(z.string()).nullish(),
});
export type Channel = z.infer<typeof ChannelRow>;

/** How references become the names that the shop's own connection gives its cases, and what was ours. */
export type Account = {
  channels: readonly Channel[];
  /** @param channelId of the order: one of another shop keeps its reference; null where it is not told */
  orderCaseOf: (reference: string, channelId: string | null) => string;
  returnCaseOf: (reference: string) => string;
  ownActs: readonly { what: string; atMs: number }[];
};

const SHOPIFY = /shopify/i;
const NUMBER = /^\d+$/; // Shopify's own numbers; what people type in has other signs
const OWN_MINUTES = 10;

export async function readChannels(nango: Caller): Promise<Channel[]> {
  return (await allRows(nango, channelList())).map((row) => ChannelRow.parse(row));
}

/** Everything that does not change within a run. */
export async function readAccount(nango: Caller, metadata: unknown): Promise<Account> {
  return accountOf(await readChannels(nango), metadata);
}

/**
 * References of a Shopify channel are Shopify's numbers, which its connection writes as gid://shopify/Order/5600000001001. In the metadata another form
 * may be said; every other reference stays as it is.
 */
export function accountOf(channels: readonly Channel[], metadata: unknown): Account {
  const told = ShipBobMetadata.safeParse(metadata).data;
  const ofShopify = new Set(channels.filter(({ name, application_name: app }) => SHOPIFY.test(app ?? "") || SHOPIFY.test(name ?? "")).map(({ id }) => id)); // prettier-ignore
  const named = (form: string | undefined, isShopify: boolean, type: string, reference: string): string => {
    if (form) return form.replaceAll("{reference}", reference);
    return isShopify && NUMBER.test(reference) ? `gid://shopify/${type}/${reference}` : reference;
  };
  return {
    channels,
    orderCaseOf: (reference, channelId) =>
      named(told?.orderCase, channelId === null ? ofShopify.size > 0 : ofShopify.has(channelId), "Order", reference),
    // A return belongs to the channel of the program that announced it, so what counts is whether there is a Shopify shop at all.
    returnCaseOf: (reference) => named(told?.returnCase, ofShopify.size > 0, "Return", reference),
    ownActs: (told?.ownActs ?? "").split(",").flatMap((entry) => {
      const [what = "", at = ""] = entry.split("@");
      return what === "" ? [] : [{ what, atMs: Number(at) }];
    }),
  };
}

/** Whether what was done to this by then was our own doing: ShipBob signs every write with the token's owner. */
export const isOwnAct = ({ ownActs }: Pick<Account, "ownActs">, what: string, atIso: string): boolean =>
  ownActs.some((act) => act.what === what && Math.abs(Date.parse(atIso) - act.atMs) <= OWN_MINUTES * 60_000);

/** The channel in whose name something may be written. Undefined where none may. */
export const channelThatMay = (channels: readonly Channel[], scope: string): Channel | undefined =>
  channels.find(({ scopes }) => scopes?.includes(scope));
