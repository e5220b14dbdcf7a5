import * as z from "zod";

/** What a connection's metadata may ask of a first run. */
export const BackfillMetadata = z.object({
  backfillFrom: z.string().optional().describe("ISO 8601: read from here on instead of the usual 90 days"),
});

/**
 * Where a first run begins: 90 days ago, or where the connection's metadata says.
 *
 * @param metadata as the connection holds it; anything else in it is ignored
 */
export function backfillStart(metadata: unknown, days = 90): string {
  const asked = BackfillMetadata.safeParse(metadata).data?.backfillFrom;
  const milliseconds = asked ? Date.parse(asked) : Number.NaN;
  return new Date(Number.isNaN(milliseconds) ? Date.now() - days * 86_400_000 : milliseconds).toISOString();
}
