/** The merchant's account at the shipping system. */
export const ACCOUNT = { storeId: 410_001, storeName: "Harbour & Pine", companyName: "Harbour & Pine, demo packing tables" } as const;

export const WAREHOUSE_ID = 71_001;

/** Its key and secret: the very examples that Nango's form shows for this vendor, so that nobody has to look them up. */
export const SHIPSTATION_KEY = { key: "0ff30856c5634da1b5ce1953fdaf3dcd", secret: "17f1c62148b044c687f80e1060224a4e" } as const;

/** Outside apps come by that key, which belongs to an account of its own: the vendor writes its name on their labels. */
export const OUR_APP = { kind: "app", id: 9_900_004, title: "Slipstream" } as const;
export const KEY_OWNER = { id: 86_000_900, name: "Harbour Office", email: "office@harbourandpine.example" } as const;

/** The vendor prints local time without a zone, wherever the merchant is. */
export const ZONE = "America/Los_Angeles";
