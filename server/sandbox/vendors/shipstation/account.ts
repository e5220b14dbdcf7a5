/** The merchant's account at the shipping system. */
export const ACCOUNT = { storeId: 410_001, storeName: "Harbour & Pine", companyName: "Harbour & Pine, demo packing tables" } as const;

/** Its key and secret: the very examples that Nango's form shows for this vendor, so that nobody has to look them up. */
export const SHIPSTATION_KEY = { key: "0ff30856c5634da1b5ce1953fdaf3dcd", secret: "17f1c62148b044c687f80e1060224a4e" } as const;

/** The vendor prints local time without a zone, wherever the merchant is. */
export const ZONE = "America/Los_Angeles";
