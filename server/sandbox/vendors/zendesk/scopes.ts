/** What an app can be granted here, with the words of the consent page. */
export const SCOPE_WORDS: Readonly<Record<string, string>> = {
  read: "Read everything that you can see",
  write: "Change everything that you can change",
  "tickets:read": "Read tickets",
  "tickets:write": "Change tickets",
  "users:read": "Read users",
  "webhooks:read": "Read webhooks",
  "webhooks:write": "Add and remove webhooks",
};

/** `full`: an admin allows the app. `minimal`: an agent does, whom the vendor lets export nothing. */
export type GrantProfile = "full" | "minimal";

/** Asked for and known, in order; asking for nothing means reading, as the vendor has it. */
export function granted(asked: readonly string[]): string[] {
  const known = [...new Set(asked)].filter((scope) => scope in SCOPE_WORDS).sort();
  return known.length === 0 ? ["read"] : known;
}

/** A global scope holds every scope of its kind. */
export function hasScope(scopes: ReadonlySet<string>, resource: "tickets" | "users" | "webhooks", kind: "read" | "write"): boolean {
  return scopes.has(kind) || scopes.has(`${resource}:${kind}`);
}
