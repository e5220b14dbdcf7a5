/** The merchant's account with the vendor. */
export const ACCOUNT = { subdomain: "harbour-and-pine", name: "Harbour & Pine, demo desk", id: 21_000_001 } as const;

export const urlOf = (path: string): string => `https://${ACCOUNT.subdomain}.zendesk.com${path}`;

/** The vendor's times have whole seconds. */
export const secondsOf = (ms: number): number => Math.floor(ms / 1000);
export const timeOf = (ms: number): string => new Date(secondsOf(ms) * 1000).toISOString().replace(".000Z", "Z");
