import * as z from "zod";
import { askZendesk, type Caller } from "./ask-zendesk.js";
import { MOST_USERS, usersById } from "./operations.js";

const UserRow = z.object({
  id: z.number(),
  role: z.string().nullish(),
  name: z.string().nullish(),
  active: z.boolean().nullish(),
});
const Users = z.object({ users: z.array(z.unknown()) });

/** What an author's row says of them. An author who is not known at all was deleted, and may have been anybody. */
export type Person = { role: "end-user" | "staff" | "unknown"; name: string | null };
export type People = ReadonlyMap<number, Person>;

const STAFF_ROLES: ReadonlySet<string> = new Set(["agent", "admin"]);

/** Adds what rows of users tell; a row that cannot be read tells nothing. */
export function learnPeople(people: Map<number, Person>, rows: readonly unknown[]): void {
  for (const row of rows) {
    const { data: user } = UserRow.safeParse(row);
    if (!user) continue;
    const isKnown = user.active !== false;
    const role = !isKnown ? "unknown" : user.role === "end-user" ? "end-user" : STAFF_ROLES.has(user.role ?? "") ? "staff" : "unknown";
    people.set(user.id, { role, name: user.name ?? null });
  }
}

/** Asks for those of the authors who are not known yet. */
export async function askForPeople(nango: Caller, people: Map<number, Person>, ids: Iterable<number>): Promise<void> {
  const missing = [...new Set(ids)].filter((id) => id > 0 && !people.has(id)).sort((a, b) => a - b);
  for (let start = 0; start < missing.length; start += MOST_USERS) {
    const asked = missing.slice(start, start + MOST_USERS);
    const { users } = await askZendesk(nango, usersById(asked), Users);
    learnPeople(people, users);
    for (const id of asked) if (!people.has(id)) people.set(id, { role: "unknown", name: null });
  }
}
