import type { Tx } from "#db/client.ts";
import { listLoadedRates, upsertLoadedRate } from "#db/queries/loaded-rates.ts";
import type { Context } from "#server/context.ts";
import { minorDigits } from "#server/domain/roi/minor-units.ts";
import { recordChange } from "../changes/record-change.ts";

/** After a change of currency: every rate keeps its number, in the new currency, as an assumption that asks to be checked. */
export async function markRatesForReview(context: Context, tx: Tx, { from, to }: { from: string; to: string }): Promise<void> {
  const { workspaceId, newId, now } = context;
  const shift = 10 ** (minorDigits(to) - minorDigits(from));
  for (const rate of await listLoadedRates(tx, { workspaceId })) {
    const { role, effectiveFrom, minorAnHour, class: evidence, source } = rate;
    const after = {
      role,
      effectiveFrom,
      minorAnHour: Math.round(minorAnHour * shift),
      class: "assumed",
      source: `The number was entered in ${from} before the currency became ${to}; enter what an hour costs in ${to}.`,
    };
    await upsertLoadedRate(tx, { workspaceId, id: newId(), ...after, now: now() });
    const before = { role, effectiveFrom, minorAnHour, class: evidence, source, currency: from };
    await recordChange(tx, { ...context, noun: "rate", nounId: role, verb: "update", before, after: { ...after, currency: to } });
  }
}
