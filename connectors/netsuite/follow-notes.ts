import type { NangoSync } from "nango";
import { ahead } from "../kit/ahead.js";
import { backfillStart } from "../kit/backfill.js";
import { readRejectedAgain } from "../kit/read-rejected-again.js";
import { minutesBefore } from "../kit/time.js";
import { NetSuiteMetadata, newestNote, zoneOf } from "./clock.js";
import { notes, noteReader } from "./pull-notes.js";

const OVERLAP_MINUTES = 15; // a save is visible to queries only when it is through, and scripts take their time

type Sync = Pick<NangoSync, "get" | "post" | "log" | "getMetadata" | "batchSave" | "batchDelete" | "listRecords"> & {
  getCheckpoint: () => Promise<{ readUntil: string } | null>;
  saveCheckpoint: (checkpoint: { readUntil: string }) => Promise<void>;
};

/** Saves the notes since the checkpoint as events. A save read twice has the same id. */
export async function followNotes(nango: Sync): Promise<void> {
  const checkpoint = await nango.getCheckpoint();
  const metadata = await nango.getMetadata();
  const zone = await zoneOf(nango, metadata);
  const told = NetSuiteMetadata.safeParse(metadata).data?.integrationUserIds ?? "";
  const integrationUsers = new Set(told.split(",").map((id) => id.trim()).filter((id) => id !== "")); // prettier-ignore
  const since = checkpoint ? minutesBefore(checkpoint.readUntil, OVERLAP_MINUTES) : backfillStart(metadata);
  const reader = await noteReader(nango, { zone, integrationUsers });
  await readRejectedAgain(nango, { model: "OpsEvent", rejectedModel: "RejectedOpsEvent", ask: reader.ask, read: reader.read });
  // Up to the newest note and not to our own clock, which may be another than the account's.
  const until = await newestNote(nango, zone);
  if (until === null) return;
  for await (const page of ahead(notes(nango, reader, { since, until, zone }))) {
    await nango.batchSave(page.records, "OpsEvent");
    if (page.rejected.length > 0) await nango.batchSave(page.rejected, "RejectedOpsEvent");
    await nango.saveCheckpoint({ readUntil: page.readUntil });
  }
}
