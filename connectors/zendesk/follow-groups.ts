import type { NangoSync } from "nango";
import * as z from "zod";
import { followWholeList, listedRows } from "../kit/whole-list.js";
import type { TicketGroup } from "../records/ticket-group.js";
import { groupIdOf, groupRows, readGroup } from "./all-groups.js";
import { askZendesk, ZendeskError, type Caller } from "./ask-zendesk.js";
import { oneGroup } from "./operations.js";

const One = z.object({ group: z.looseObject({ deleted: z.boolean().nullish() }) });

/** Saves every group that tickets can be passed to. @returns their names by their ids */
export async function followGroups(
  nango: Caller & Pick<NangoSync, "batchSave" | "batchDelete" | "listRecords">,
): Promise<Map<string, string>> {
  const listed = listedRows(await groupRows(nango), { list: "groups", idOf: groupIdOf, read: readGroup });
  await followWholeList<TicketGroup>(nango, {
    model: "TicketGroup",
    rejectedModel: "RejectedTicketGroup",
    pages: [listed],
    isThere: ({ id }) => hasGroup(nango, id),
  });
  return new Map(listed.records.map(({ id, name }) => [id, name]));
}

async function hasGroup(nango: Caller, id: string): Promise<boolean> {
  try {
    return (await askZendesk(nango, oneGroup(id), One)).group.deleted !== true;
  } catch (error) {
    if (error instanceof ZendeskError && error.status === 404) return false;
    throw error;
  }
}
