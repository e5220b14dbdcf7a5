import { createSync } from "nango";
import * as z from "zod";
import { ahead } from "../../kit/ahead.js";
import { BackfillMetadata, backfillStart } from "../../kit/backfill.js";
import { readRows } from "../../kit/read-rows.js";
import { RejectedRecord } from "../../records/rejected-record.js";
import { Ticket } from "../../records/ticket.js";
import { exportedTickets } from "../export-pages.js";
import { TicketRow, toTicket } from "../to-ticket.js";

/** Tickets in their present state, oldest change first. The export tells deletions too. */
export default createSync({
  description: "Tickets with state, group, assignee, priority and tags",
  version: "1.0.0",
  frequency: "every 5 minutes",
  autoStart: true,
  scopes: ["read"],
  models: { Ticket, RejectedTicket: RejectedRecord },
  metadata: BackfillMetadata,
  checkpoint: z.object({ cursor: z.string(), changedUntil: z.string() }),

  exec: async (nango) => {
    const checkpoint = await nango.getCheckpoint();
    const from = checkpoint ?? { cursor: "", changedUntil: backfillStart(await nango.getMetadata()) };
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
