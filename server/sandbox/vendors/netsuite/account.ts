import type { ClientApp } from "../kit/consents.ts";

/** The merchant's account at the ERP. Its clock shows New York, as its users do. */
export const ACCOUNT = { id: "4471903", name: "Harbour & Pine, demo ERP", zone: "America/New_York" } as const;

export const NETSUITE_CLIENT: ClientApp = {
  clientId: "slipstream_sandbox_erp",
  clientSecret: "slipstream-sandbox-erp-secret",
  id: 9_900_003,
  title: "Slipstream",
};

/** `minimal`: a role without the permission System Notes, which silently sees its own notes alone. */
export type RoleProfile = "full" | "minimal";
