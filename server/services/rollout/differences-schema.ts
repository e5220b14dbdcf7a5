import * as z from "zod";
import type { PlanDifference } from "#server/domain/rollout/plan-differences.ts";

const about = { itemId: z.string(), title: z.string() };

/** What a re-plan or a version changes, as it is kept and shown. */
export const Differences = z.array(
  z.discriminatedUnion("kind", [
    z.object({ kind: z.enum(["added", "removed", "there"]), ...about }),
    z.object({ kind: z.enum(["value", "effort", "place"]), ...about, before: z.number(), after: z.number() }),
  ]),
) satisfies z.ZodType<PlanDifference[]>;
