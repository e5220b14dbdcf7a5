import { findLoadedRate, upsertLoadedRate } from "#db/queries/loaded-rates.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";
import { auditAtRates } from "./audit-at-rates.ts";

export type SetRate = {
  role: string;
  /** ISO day from which it holds; null: from the beginning. */
  effectiveFrom: string | null;
  minorAnHour: number;
  class: "assumed" | "benchmark" | "recorded";
  source: string | null;
};

/**
 * Sets what an hour of a role costs, fully loaded, from a day on: an audit of an earlier day keeps the rate of that day. The newest
 * audit is made again.
 *
 * @throws AppError INPUT_INVALID when a benchmark or a recorded rate names no source
 */
export async function setRate(context: Context, rate: SetRate): Promise<void> {
  const { store, workspaceId, newId, now } = context;
  if (rate.class !== "assumed" && !rate.source) {
    const message =
      rate.class === "benchmark"
        ? "Name the benchmark with its year and whom it covers."
        : "Say where the figure comes from, such as payroll of March.";
    throw new AppError("INPUT_INVALID", message, { fields: [{ path: "source", message }] });
  }
  await store.within({ workspaceId }, async (tx) => {
    const found = await findLoadedRate(tx, { workspaceId, role: rate.role, effectiveFrom: rate.effectiveFrom });
    const currency = (await findWorkspace(tx, { workspaceId }))?.currency;
    await upsertLoadedRate(tx, { workspaceId, id: newId(), ...rate, now: now() });
    const before = found
      ? {
          role: found.role,
          effectiveFrom: found.effectiveFrom,
          minorAnHour: found.minorAnHour,
          class: found.class,
          source: found.source,
          currency,
        }
      : null;
    await recordChange(tx, {
      ...context,
      noun: "rate",
      nounId: rate.role,
      verb: found ? "update" : "create",
      before,
      after: { ...rate, currency },
    });
    await auditAtRates(context, tx);
  });
}
