import type { NangoAction } from "nango";
import * as z from "zod";
import { localToUtc } from "../kit/local-time.js";
import { toCode } from "../kit/words.js";
import { zoneOf } from "./clock.js";
import { CONTEXTS, NOTE_AUTHORS, OLDEST_NOTE } from "./queries.js";
import { allRows } from "./suiteql.js";

export const Found = z.object({
  accountName: z.string().describe("by the account's id: a company's name is not for every role to see"),
  clockOffset: z.string().describe("zone or offset in which the account writes its times, as found on connect"),
  grantedScopes: z
    .string()
    .describe("comma list: rest_webservices, through which this was found; system_notes when notes of other people can be seen"),
  noteAuthors: z.number().describe("accounts that wrote notes in the last 30 days, as far as the role may see"),
  contexts: z.string().describe("comma list of the contexts seen, with how many notes of each"),
  oldestEventAt: z.string().nullable(),
});

type OnEvent = Pick<NangoAction, "get" | "post" | "log" | "getMetadata" | "getConnection"> & {
  updateMetadata: (found: z.infer<typeof Found>) => Promise<unknown>;
};

const Count = z.union([z.number(), z.string()]).transform(Number);

/**
 * Without the permission System Notes a role silently sees its own notes alone: one author or none gives that away.
 * What the role may see is found out here and shown, not guessed.
 */
export async function calibrate(nango: OnEvent): Promise<void> {
  const zone = await zoneOf(nango, await nango.getMetadata());
  const [authors] = await allRows(nango, NOTE_AUTHORS, z.object({ authors: Count }));
  const noteAuthors = authors?.authors ?? 0;
  const Context = z.object({ context: z.string().nullish(), label: z.string().nullish(), notes: Count });
  const contexts = await allRows(nango, CONTEXTS, Context);
  const [oldest] = await allRows(nango, OLDEST_NOTE, z.object({ oldest: z.string().nullish() }));
  const { connection_config: config } = await nango.getConnection();
  const accountId: unknown = config["accountId"];
  await nango.updateMetadata({
    accountName: typeof accountId === "string" ? `NetSuite ${accountId}` : "NetSuite",
    clockOffset: zone,
    grantedScopes: ["rest_webservices", ...(noteAuthors > 1 ? ["system_notes"] : [])].join(","),
    noteAuthors,
    contexts: contexts.map(({ context, label, notes }) => `${toCode(label ?? context ?? "none")}:${notes}`).join(","),
    oldestEventAt: oldest?.oldest ? localToUtc(oldest.oldest, zone) : null,
  });
}
