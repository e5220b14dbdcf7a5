import { createSync } from "nango";
import * as z from "zod";
import { BackfillMetadata, backfillStart } from "../../kit/backfill.js";
import { inParallel } from "../../kit/in-parallel.js";
import { readRows } from "../../kit/read-rows.js";
import { OpsEvent } from "../../records/ops-event.js";
import { RejectedRecord } from "../../records/rejected-record.js";
import { exportedTickets } from "../export-pages.js";
import { askForPeople, learnPeople, type Person } from "../people.js";
import { ticketHistory } from "../ticket-history.js";
import { Audit, toOpsEvents } from "../to-ops-events.js";

const AT_ONCE = 6; // histories asked for together: a call takes a tenth of a second, and the account's limit is by the minute
const TICKETS_SAVED_TOGETHER = 60;

const Author = z.object({ author_id: z.number() });

/** Who did what to each ticket and when: the saves of every ticket that changed, as the export tells. */
export default createSync({
  description: "Saves of tickets, as evidence of who did what",
  version: "1.0.0",
  frequency: "every 5 minutes",
  autoStart: true,
  scopes: ["read"],
  models: { OpsEvent, RejectedOpsEvent: RejectedRecord },
  metadata: BackfillMetadata,
  checkpoint: z.object({ cursor: z.string(), changedUntil: z.string() }),

  exec: async (nango) => {
    const checkpoint = await nango.getCheckpoint();
    const from = checkpoint ?? { cursor: "", changedUntil: backfillStart(await nango.getMetadata()) };
    const people = new Map<number, Person>();
    for await (const { rows, users, groups, cursor, changedUntil } of exportedTickets(nango, from)) {
      learnPeople(people, users);
      const ids = rows.filter(({ status, via }) => status !== "deleted" && !isSample(via)).map((row) => String(row["id"]));
      for (let start = 0; start < ids.length; start += TICKETS_SAVED_TOGETHER) {
        const together = ids.slice(start, start + TICKETS_SAVED_TOGETHER);
        const audits = (await inParallel(together, AT_ONCE, (id) => ticketHistory(nango, id))).flat();
        await askForPeople(
          nango,
          people,
          audits.flatMap((audit) => Author.safeParse(audit).data?.author_id ?? []),
        );
        const events: OpsEvent[] = [];
        const { rejected } = readRows(
          audits.map((audit) => ({ ...audit, id: String(audit["id"]) })),
          (row) => {
            events.push(...toOpsEvents(Audit.parse(row), people, groups));
            return null;
          },
        );
        await nango.batchSave(events, "OpsEvent");
        if (rejected.length > 0) await nango.batchSave(rejected, "RejectedOpsEvent");
      }
      await nango.saveCheckpoint({ cursor, changedUntil });
    }
  },
});

/** Zendesk puts samples into a new account: nobody's work. */
const isSample = (via: unknown): boolean => z.object({ channel: z.literal("sample_ticket") }).safeParse(via).success;
