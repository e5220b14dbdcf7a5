import type { ClientApp } from "../kit/consents.ts";

/** The merchant's account at the ERP. Its clock shows New York, as its users do. */
export const ACCOUNT = { id: "4471903", name: "Harbour & Pine, demo ERP", zone: "America/New_York" } as const;

export const NETSUITE_CLIENT: ClientApp = {
  clientId: "slipstream_sandbox_erp",
  clientSecret: "slipstream-sandbox-erp-secret",
  id: 9_900_003,
  title: "Slipstream",
};

/** An integration record with token-based access, and the token that an admin has made for it. */
export const NETSUITE_TOKEN = {
  consumerKey: "slipstream_sandbox_erp_consumer",
  consumerSecret: "slipstream-sandbox-erp-consumer-secret",
  tokenId: "sandbox_erp_token",
  tokenSecret: "sandbox-erp-token-secret",
} as const;

/** `minimal`: a role without the permission System Notes, which silently sees its own notes alone. */
export type RoleProfile = "full" | "minimal";
