import { createSync } from "nango";
import * as z from "zod";
import { ahead } from "../../kit/ahead.js";
import { BackfillMetadata, backfillStart } from "../../kit/backfill.js";
import { readRejectedAgain } from "../../kit/read-rejected-again.js";
import { readRows } from "../../kit/read-rows.js";
import { RejectedRecord } from "../../records/rejected-record.js";
import { Ticket } from "../../records/ticket.js";
import { TicketGroup } from "../../records/ticket-group.js";
import { askZendesk, ZendeskError } from "../ask-zendesk.js";
import { exportedTickets } from "../export-pages.js";
import { followGroups } from "../follow-groups.js";
import { oneTicket } from "../operations.js";
import { TicketRow, toTicket } from "../to-ticket.js";

const One = z.object({ ticket: z.unknown() });

function nullWhenGone(error: unknown): null {
  if (error instanceof ZendeskError && error.status === 404) return null;
  throw error;
}

/** Tickets in their present state, oldest change first, and the groups they can be passed to. The export tells deletions too. */
export default createSync({
  description: "Tickets with state, group, assignee, priority and tags, and the groups there are",
  version: "1.0.0",
  frequency: "every 1 minute",
  autoStart: true,
  scopes: ["read"],
  models: { Ticket, TicketGroup, RejectedTicket: RejectedRecord, RejectedTicketGroup: RejectedRecord },
  metadata: BackfillMetadata,
  checkpoint: z.object({ cursor: z.string(), changedUntil: z.string() }),

  exec: async (nango) => {
    const checkpoint = await nango.getCheckpoint();
    const from = checkpoint ?? { cursor: "", changedUntil: backfillStart(await nango.getMetadata()) };
    const names = await followGroups(nango);
    const ask = (id: string) => askZendesk(nango, oneTicket(id), One).then(({ ticket }) => ticket, nullWhenGone);
    const read = (row: unknown) => toTicket(TicketRow.parse(row), names);
    await readRejectedAgain(nango, { model: "Ticket", rejectedModel: "RejectedTicket", ask, read });
    for await (const { rows, groups, cursor, changedUntil } of ahead(exportedTickets(nango, from))) {
      const all = rows.map((row) => ({ ...row, id: String(row["id"]) }));
      const deleted = all.filter((row) => "status" in row && row["status"] === "deleted");
      const { records, rejected } = readRows(
        all.filter((row) => !deleted.includes(row)),
        (row) => toTicket(TicketRow.parse(row), groups),
      );
      await nango.batchSave(records, "Ticket");
      if (rejected.length > 0) await nango.batchSave(rejected, "RejectedTicket");
      if (deleted.length > 0)
        await nango.batchDelete(
          deleted.map(({ id }) => ({ id })),
          "Ticket",
        );
      await nango.saveCheckpoint({ cursor, changedUntil });
    }
  },
});
