import * as z from "zod";
import { askShopify, type Caller } from "./graphql.js";
import { GRANTED_SCOPES } from "./operations.js";

const Granted = z.object({ currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }) });

/** The scopes that the shop has granted. A field that needs one not among them spoils the whole answer, so it is not asked for. */
export async function grantedScopes(nango: Caller, waits = true): Promise<ReadonlySet<string>> {
  const { currentAppInstallation } = await askShopify(nango, { query: GRANTED_SCOPES, schema: Granted, waits });
  return new Set(currentAppInstallation.accessScopes.map(({ handle }) => handle));
}

/** A write scope implies the read scope of the same thing. */
export const readsReturns = (scopes: ReadonlySet<string>): boolean => scopes.has("read_returns") || scopes.has("write_returns");
