import { createSync } from "nango";
import * as z from "zod";
import { OpsEvent } from "../../records/ops-event.js";
import { RejectedRecord } from "../../records/rejected-record.js";
import { NetSuiteMetadata } from "../../netsuite/clock.js";
import { followNotes } from "../../netsuite/follow-notes.js";

export default createSync({
  description: "System notes of transactions, as evidence of who did what",
  version: "1.0.0",
  frequency: "every 15 minutes",
  autoStart: true,
  models: { OpsEvent, RejectedOpsEvent: RejectedRecord },
  metadata: NetSuiteMetadata,
  checkpoint: z.object({ readUntil: z.string() }),
  exec: async (nango) => followNotes(nango),
});
