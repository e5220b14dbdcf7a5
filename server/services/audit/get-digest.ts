import * as z from "zod";
import { findNewestDigest } from "#db/queries/audit-digests.ts";
import type { Context } from "#server/context.ts";

const Interval = z.object({ low: z.number(), point: z.number(), high: z.number() });

export const DigestShape = z.object({
  hours: z.object({ before: Interval, after: Interval }),
  changed: z.array(
    z.object({
      workflow: z.string(),
      before: Interval.nullable(),
      after: Interval.nullable(),
      change: z.enum(["more", "less", "cannot be told", "new", "gone"]),
    }),
  ),
  moved: z.array(z.object({ workflow: z.string(), before: z.number().nullable(), after: z.number().nullable() })),
  alarms: z.array(z.object({ workflow: z.string(), activity: z.string(), usualAWeek: z.number(), presentAWeek: z.number() })),
});

export type KeptDigest = { auditId: string; beforeAuditId: string | null; createdAt: Date; digest: z.infer<typeof DigestShape> };

/** The newest weekly digest; null before the second weekly audit. */
export async function getDigest({ store, workspaceId }: Context): Promise<KeptDigest | null> {
  const found = await store.within({ workspaceId }, (tx) => findNewestDigest(tx, { workspaceId }));
  if (!found) return null;
  const { auditId, beforeAuditId, createdAt, body } = found;
  return { auditId, beforeAuditId, createdAt, digest: DigestShape.parse(body) };
}
