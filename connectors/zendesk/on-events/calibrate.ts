import { createOnEvent } from "nango";
import * as z from "zod";
import { allGroups } from "../all-groups.js";
import { askZendesk, ZendeskError } from "../ask-zendesk.js";
import { exportedTickets } from "../export-pages.js";
import { ownUser } from "../operations.js";
import { ticketHistory } from "../ticket-history.js";

const Me = z.object({
  user: z.object({ id: z.number(), name: z.string().nullish(), role: z.string().nullish(), iana_time_zone: z.string().nullish() }),
});
const Config = z.object({ connection_config: z.object({ subdomain: z.string() }) });
const Granted = z.object({ credentials: z.object({ raw: z.object({ scope: z.string() }) }) });
const Dated = z.looseObject({ date: z.string() });
const Seen = z.looseObject({ via: z.looseObject({ channel: z.union([z.string(), z.number()]) }) });

const Found = z.object({
  accountName: z.string(),
  accountDomain: z.string(),
  timeZone: z.string().nullable(),
  currency: z.string().nullable().describe("null: a helpdesk has none"),
  grantedScopes: z.string().describe("comma list; exports where the person who connected may export"),
  ourAppId: z.string().describe("id of the user under whose name our own writes will appear"),
  ourAppTitle: z.string().nullable(),
  oldestEventAt: z.string().nullable().describe("null when none could be seen"),
  clockOffsetSeconds: z.int().nullable().describe("how far Zendesk's clock is ahead of Nango's"),
  contextsSeen: z.string().describe("comma list of the channels in the oldest histories"),
  groupNames: z.string().describe("comma list"),
});

const HISTORIES_LOOKED_AT = 10;
const SINCE = "2000-01-01T00:00:00.000Z"; // before any account: the export begins with the oldest ticket

/** Instead of guessing: what this account grants, how far back its evidence goes, and under whose name our own writes will appear. */
export default createOnEvent({
  description: "Find out what evidence a new connection gives",
  version: "1.0.0",
  event: "post-connection-creation",
  metadata: Found,

  exec: async (nango) => {
    const connection = await nango.getConnection();
    const { subdomain } = Config.parse(connection).connection_config;
    const { user } = await askZendesk(nango, ownUser(), Me);
    const groups = await allGroups(nango);
    const oldest = await oldestTickets();
    const histories = [];
    for (const id of (oldest ?? []).slice(0, HISTORIES_LOOKED_AT)) histories.push(...(await ticketHistory(nango, id)));
    const channels = histories.flatMap((audit) => Seen.safeParse(audit).data?.via.channel ?? []).map(String);
    const times = histories.flatMap(({ created_at: at }) => (typeof at === "string" && !Number.isNaN(Date.parse(at)) ? [at] : []));
    const scopes = (Granted.safeParse(connection).data?.credentials.raw.scope ?? "").split(/[\s,]+/).filter((scope) => scope !== "");
    await nango.updateMetadata({
      accountName: `${subdomain}.zendesk.com`,
      accountDomain: `${subdomain}.zendesk.com`,
      timeZone: user.iana_time_zone ?? null,
      currency: null,
      grantedScopes: [...scopes, ...(oldest ? ["exports"] : [])].sort().join(","),
      ourAppId: String(user.id),
      ourAppTitle: user.name ?? null,
      oldestEventAt: times.sort()[0] ?? null,
      clockOffsetSeconds: await clockOffset(),
      contextsSeen: [...new Set(channels)].sort().join(","),
      groupNames: groups
        .map(({ name }) => name)
        .sort()
        .join(","),
    });

    /** Null where the person who connected may not export. */
    async function oldestTickets(): Promise<string[] | null> {
      try {
        for await (const { rows } of exportedTickets(nango, { cursor: "", changedUntil: SINCE }))
          return rows.filter(({ status }) => status !== "deleted").map(({ id }) => String(id));
        return [];
      } catch (error) {
        if (error instanceof ZendeskError && error.status === 403) return null;
        throw error;
      }
    }

    async function clockOffset(): Promise<number | null> {
      const before = Date.now();
      const { headers } = await nango.get({ endpoint: ownUser().path, retries: 5 });
      const theirs = Date.parse(Dated.safeParse(headers).data?.date ?? "");
      return Number.isNaN(theirs) ? null : Math.round((theirs - (before + Date.now()) / 2) / 1000);
    }
  },
});
