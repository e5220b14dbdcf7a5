import { createSync } from "nango";
import * as z from "zod";
import { BackfillMetadata, backfillStart } from "../../kit/backfill.js";
import { inParallel } from "../../kit/in-parallel.js";
import { readRejectedAgain } from "../../kit/read-rejected-again.js";
import { readRows } from "../../kit/read-rows.js";
import { OpsEvent } from "../../records/ops-event.js";
import { RejectedRecord } from "../../records/rejected-record.js";
import { groupNames } from "../all-groups.js";
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
  frequency: "every 1 minute",
  autoStart: true,
  scopes: ["read"],
  models: { OpsEvent, RejectedOpsEvent: RejectedRecord },
  metadata: BackfillMetadata,
  checkpoint: z.object({ cursor: z.string(), changedUntil: z.string() }),

  exec: async (nango) => {
    const checkpoint = await nango.getCheckpoint();
    const from = checkpoint ?? { cursor: "", changedUntil: backfillStart(await nango.getMetadata()) };
    const people = new Map<number, Person>();
    let names: ReadonlyMap<string, string> | null = null;
    const ask = async (id: string) => {
      const { ticketId, auditId } = ofSetAside(id);
      const audit = (await ticketHistory(nango, ticketId)).find((one) => String(one["id"]) === auditId);
      if (!audit) return null;
      names ??= await groupNames(nango);
      await askForPeople(nango, people, authorsOf([audit]));
      return audit;
    };
    const read = (row: unknown) => toOpsEvents(Audit.parse(row), people, names ?? new Map());
    await readRejectedAgain(nango, { model: "OpsEvent", rejectedModel: "RejectedOpsEvent", ask, read });
    for await (const { rows, users, groups, cursor, changedUntil } of exportedTickets(nango, from)) {
      learnPeople(people, users);
      const ids = rows.filter(({ status, via }) => status !== "deleted" && !isSample(via)).map((row) => String(row["id"]));
      for (let start = 0; start < ids.length; start += TICKETS_SAVED_TOGETHER) {
        const together = ids.slice(start, start + TICKETS_SAVED_TOGETHER);
        const historyOf = async (ticketId: string) => (await ticketHistory(nango, ticketId)).map((audit) => ({ ticketId, audit }));
        const audits = (await inParallel(together, AT_ONCE, historyOf)).flat();
        await askForPeople(nango, people, authorsOf(audits.map(({ audit }) => audit)));
        const events: OpsEvent[] = [];
        const { rejected } = readRows(
          audits.map(({ ticketId, audit }) => ({ id: setAsideAs(ticketId, audit), audit })),
          ({ audit }) => {
            events.push(...toOpsEvents(Audit.parse(audit), people, groups));
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

const authorsOf = (audits: readonly unknown[]): number[] => audits.flatMap((audit) => Author.safeParse(audit).data?.author_id ?? []);

/** A save is asked for by its ticket, so it is set aside under both numbers. */
const setAsideAs = (ticketId: string, audit: Record<string, unknown>): string => `${ticketId}/${String(audit["id"])}`;
function ofSetAside(id: string): { ticketId: string; auditId: string } {
  const [ticketId = "", auditId = ""] = id.split("/");
  return { ticketId, auditId };
}

/** Zendesk puts samples into a new account: nobody's work. */
const isSample = (via: unknown): boolean => z.object({ channel: z.literal("sample_ticket") }).safeParse(via).success;
