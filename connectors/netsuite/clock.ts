import * as z from "zod";
import { localToUtc, offsetOfClock } from "../kit/local-time.js";
import { CLOCK, NEWEST_NOTE } from "./queries.js";
import { allRows, type Caller } from "./suiteql.js";

/** What the connection's metadata may say; the calibration writes it, an admin may change it. */
export const NetSuiteMetadata = z.object({
  backfillFrom: z.string().optional().describe("ISO 8601: read from here on instead of the usual 90 days"),
  timeZone: z
    .string()
    .optional()
    .describe("IANA name of the zone in which this account shows times; without it the offset of today is used"),
  integrationUserIds: z.string().optional().describe("comma list: employees under whom programs work"),
});
export type NetSuiteMetadata = z.infer<typeof NetSuiteMetadata>;

/**
 * The zone in which the account writes its times: as the metadata says, otherwise the offset that its clock shows now.
 * An offset alone is an hour wrong for times on the other side of a change of the clock.
 */
export async function zoneOf(nango: Caller, metadata: unknown): Promise<string> {
  const told = NetSuiteMetadata.safeParse(metadata).data?.timeZone;
  if (told && isZone(told)) return told;
  const [clock] = await allRows(nango, CLOCK, z.object({ now: z.string() }));
  if (!clock) throw new Error("NetSuite did not say what time it is");
  return offsetOfClock(clock.now, Date.now());
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** The instant after the newest note of a transaction; null when there is none. ISO 8601, UTC, a whole second. */
export async function newestNote(nango: Caller, zone: string): Promise<string | null> {
  const [row] = await allRows(nango, NEWEST_NOTE, z.object({ newest: z.string().nullish() }));
  return row?.newest ? new Date(Date.parse(localToUtc(row.newest, zone)) + 1000).toISOString() : null;
}
