import * as z from "zod";
import type { TicketGroup } from "../records/ticket-group.js";
import { askZendesk, type Caller } from "./ask-zendesk.js";
import { groupList } from "./operations.js";

const Page = z.object({
  groups: z.array(z.unknown()),
  meta: z.object({ has_more: z.boolean(), after_cursor: z.string().nullish() }).nullish(),
});
const Numbered = z.looseObject({ id: z.number() });
const GroupRow = Numbered.extend({ name: z.string() });

export const groupIdOf = (row: unknown): string => String(Numbered.parse(row).id);

/** @throws ZodError when the row cannot be read */
export function readGroup(row: unknown): TicketGroup {
  const { id, name } = GroupRow.parse(row);
  return { id: String(id), name };
}

/** The rows of all groups as they came. */
export async function groupRows(nango: Caller): Promise<unknown[]> {
  const found: unknown[] = [];
  let after: string | null = null;
  for (;;) {
    const page: z.infer<typeof Page> = await askZendesk(nango, groupList(after), Page);
    found.push(...page.groups);
    if (!page.meta?.has_more || !page.meta.after_cursor) return found;
    if (page.meta.after_cursor === after) throw new Error("Zendesk answered the same cursor that it was asked with");
    after = page.meta.after_cursor;
  }
}

/** Every group that can be read, with its name. */
export async function allGroups(nango: Caller): Promise<TicketGroup[]> {
  return (await groupRows(nango)).flatMap((row) => (GroupRow.safeParse(row).success ? [readGroup(row)] : []));
}

/** The names of all groups by their ids. */
export async function groupNames(nango: Caller): Promise<Map<string, string>> {
  return new Map((await allGroups(nango)).map(({ id, name }) => [id, name]));
}
