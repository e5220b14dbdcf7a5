import * as z from "zod";
import { BackfillMetadata } from "../kit/backfill.js";
import { askShopify, type Caller } from "./graphql.js";
import { GRANTED_SCOPES } from "./operations.js";

type Remembering = {
  getMetadata: () => Promise<unknown>;
  updateMetadata: (known: z.infer<typeof ShopifyMetadata>) => Promise<unknown>;
};

const Granted = z.object({ currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }) });

/** The scopes that the shop has granted. A field that needs one not among them spoils the whole answer, so it is not asked for. */
export async function grantedScopes(nango: Caller, waits = true): Promise<ReadonlySet<string>> {
  const { currentAppInstallation } = await askShopify(nango, { query: GRANTED_SCOPES, schema: Granted, waits });
  return new Set(currentAppInstallation.accessScopes.map(({ handle }) => handle));
}

/** What a connection's metadata may ask of a first run, and what the shop was last seen to grant. */
export const ShopifyMetadata = BackfillMetadata.extend({ grantedScopes: z.string().optional().describe("comma list, by name") });

/** Keeps in the metadata what the shop grants now: a shop may take back a right at any time, and tells nobody. */
export async function rememberScopes(nango: Remembering, scopes: ReadonlySet<string>): Promise<void> {
  const now = [...scopes].sort().join(",");
  const known = ShopifyMetadata.safeParse(await nango.getMetadata()).data?.grantedScopes;
  if (known !== now) await nango.updateMetadata({ grantedScopes: now });
}

/** A write scope implies the read scope of the same thing. */
export const readsReturns = (scopes: ReadonlySet<string>): boolean => scopes.has("read_returns") || scopes.has("write_returns");
export const readsStock = (scopes: ReadonlySet<string>): boolean => scopes.has("read_inventory") || scopes.has("write_inventory");
