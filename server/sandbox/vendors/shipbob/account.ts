/** A personal access token: 64 signs from 0 to F, and the number of the user to whom it belongs. Nango's form shows only part of an example. */
export const SHIPBOB_TOKEN = `${"0123456789ABCDEF".repeat(4)}-226071`;

export const CENTRE = { id: 22, name: "Portland (ME)" } as const;
export const VERSION = "2026-01";

/** Writes are signed by the token's owner; the channel is the token's own. */
export const TOKEN_CHANNEL = { id: 128_944, name: "Slipstream token" } as const;
export const SHOP_CHANNEL = { id: 131_002, name: "Harbour & Pine" } as const;
export const RETURNS_CHANNEL = { id: 131_005, name: "Loopback Returns" } as const;

/** Outside apps that come by that token. */
export const OUR_APP = { kind: "app", id: 9_900_006, title: "Slipstream" } as const;

const READS = ["channels_read", "inventory_read", "locations_read", "orders_read", "products_read", "receiving_read", "returns_read", "webhooks_read"]; // prettier-ignore
const WRITES = ["inventory_write", "orders_write", "products_write", "receiving_write", "returns_write", "webhooks_write"];

/** What the token may. A merchant with minimal scopes lets it read orders and stock, and write nothing. */
export function scopesOf(profile: "full" | "minimal"): readonly string[] {
  return profile === "full" ? [...READS, ...WRITES].sort() : READS.filter((scope) => !/^(returns|receiving)_/.test(scope));
}
