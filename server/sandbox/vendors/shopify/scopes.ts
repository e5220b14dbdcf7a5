import { GraphQLError } from "graphql";

/** What an admin of this shop can grant. `minimal` is a shop below the plans on which the vendor shows staff to apps. */
export const SCOPE_PROFILES = {
  full: [
    "read_all_orders",
    "read_assigned_fulfillment_orders",
    "read_customers",
    "read_inventory",
    "read_locations",
    "read_merchant_managed_fulfillment_orders",
    "read_orders",
    "read_products",
    "read_reports",
    "read_returns",
    "read_third_party_fulfillment_orders",
    "read_users",
    "write_assigned_fulfillment_orders",
    "write_inventory",
    "write_merchant_managed_fulfillment_orders",
    "write_orders",
    "write_returns",
    "write_third_party_fulfillment_orders",
  ],
  minimal: [
    "read_assigned_fulfillment_orders",
    "read_customers",
    "read_inventory",
    "read_locations",
    "read_merchant_managed_fulfillment_orders",
    "read_orders",
    "read_products",
    "read_returns",
    "read_third_party_fulfillment_orders",
    "write_assigned_fulfillment_orders",
    "write_inventory",
    "write_merchant_managed_fulfillment_orders",
    "write_orders",
    "write_returns",
    "write_third_party_fulfillment_orders",
  ],
} as const;
export type ScopeProfile = keyof typeof SCOPE_PROFILES;

/** In words, for the consent page. Scopes that are not here are shown by their names. */
export const SCOPE_WORDS: Readonly<Record<string, string>> = {
  read_all_orders: "See all orders, also those older than 60 days",
  read_assigned_fulfillment_orders: "See fulfilment orders that are assigned to the app",
  read_customers: "See customers",
  read_inventory: "See stock by item and location",
  read_locations: "See locations",
  read_merchant_managed_fulfillment_orders: "See fulfilment orders and their holds",
  read_orders: "See orders and their timelines",
  read_products: "See products",
  read_reports: "See reports, among them who changed stock",
  read_returns: "See returns",
  read_third_party_fulfillment_orders: "See fulfilment orders that are at logistics partners",
  read_users: "See who of your staff did what",
  write_assigned_fulfillment_orders: "Take and return fulfilment orders that are assigned to the app",
  write_inventory: "Change stock",
  write_merchant_managed_fulfillment_orders: "Hold and release fulfilment orders",
  write_orders: "Change, tag, cancel and refund orders",
  write_returns: "Approve and decline returns, and decide on the goods",
  write_third_party_fulfillment_orders: "Hold and release fulfilment orders that are at logistics partners",
};

/** Asked for and grantable. Asking for nothing means everything that can be granted. */
export function granted(profile: ScopeProfile, asked: readonly string[]): string[] {
  const grantable: readonly string[] = SCOPE_PROFILES[profile];
  const wanted = asked.length === 0 ? grantable : asked;
  return [...new Set(wanted)].filter((scope) => grantable.includes(scope)).sort();
}

/** A write scope implies the read scope of the same thing. */
export function hasScope(scopes: ReadonlySet<string>, scope: string): boolean {
  return scopes.has(scope) || (scope.startsWith("read_") && scopes.has(scope.replace("read_", "write_")));
}

/** @throws GraphQLError with the vendor's code ACCESS_DENIED unless one of the scopes is granted */
export function requireScope(scopes: ReadonlySet<string>, field: string, ...anyOf: readonly [string, ...string[]]): void {
  if (anyOf.some((scope) => hasScope(scopes, scope))) return;
  throw new GraphQLError(`Access denied for ${field} field. Required access: \`${anyOf[0]}\` access scope.`, {
    extensions: {
      code: "ACCESS_DENIED",
      documentation: "https://shopify.dev/api/usage/access-scopes",
      requiredAccess: `\`${anyOf[0]}\` access scope.`,
    },
  });
}

export const READ_FULFILLMENT = [
  "read_merchant_managed_fulfillment_orders",
  "read_third_party_fulfillment_orders",
  "read_assigned_fulfillment_orders",
] as const;
export const WRITE_FULFILLMENT = [
  "write_merchant_managed_fulfillment_orders",
  "write_third_party_fulfillment_orders",
  "write_assigned_fulfillment_orders",
] as const;
