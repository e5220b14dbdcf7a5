import { buildAudit } from "#server/services/audit/build-audit.ts";
import { defineJob } from "./define.ts";

/** Audits the whole event log and keeps the result as a snapshot. Safe to run twice: the later snapshot stands. */
export const buildAuditJob = defineJob({
  name: "build-audit",
  retries: 2,
  timeoutSeconds: 3600,
  run: (context, payload, progress) => buildAudit(context, payload, progress),
});
