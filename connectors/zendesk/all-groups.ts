import * as z from "zod";
import { askZendesk, type Caller } from "./ask-zendesk.js";
import { groupList } from "./operations.js";

const Page = z.object({
  groups: z.array(z.object({ id: z.number(), name: z.string() })),
  meta: z.object({ has_more: z.boolean(), after_cursor: z.string().nullish() }).nullish(),
});

/** Every group there is, with its name. */
export async function allGroups(nango: Caller): Promise<{ id: string; name: string }[]> {
  const found: { id: string; name: string }[] = [];
  let after: string | null = null;
  for (;;) {
    const page: z.infer<typeof Page> = await askZendesk(nango, groupList(after), Page);
    found.push(...page.groups.map(({ id, name }) => ({ id: String(id), name })));
    if (!page.meta?.has_more || !page.meta.after_cursor) return found;
    if (page.meta.after_cursor === after) throw new Error("Zendesk answered the same cursor that it was asked with");
    after = page.meta.after_cursor;
  }
}

/** The names of all groups by their ids. */
export async function groupNames(nango: Caller): Promise<Map<string, string>> {
  return new Map((await allGroups(nango)).map(({ id, name }) => [id, name]));
}
