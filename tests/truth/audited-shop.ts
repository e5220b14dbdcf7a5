import { connectedShop, type ConnectedShop, type Scopes, type ShopDatabases, type ShopGiven, type Vendor } from "#tests/connected-shop.ts";
import { runJobs } from "#tests/run-jobs.ts";

export type AuditedShop = ConnectedShop;

/** A connected sandbox shop whose records are read and audited. */
export async function auditedShop(
  databases: ShopDatabases,
  given: { shop: ShopGiven; scopes: Scopes; vendors: readonly Vendor[] },
): Promise<AuditedShop> {
  const opened = await connectedShop(databases, given);
  try {
    // The audit looks back from where the shop stands.
    opened.house.clock.advance(3_600_000);
    await runJobs(opened.house);
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}
