import type { Tx } from "#db/client.ts";
import { upsertLoadedRate } from "#db/queries/loaded-rates.ts";
import type { Actor, Services } from "#server/context.ts";
import { DEFAULT_ROLE } from "#server/domain/audit/dated-rates.ts";
import { minorDigits } from "#server/domain/roi/minor-units.ts";
import { recordChange } from "../changes/record-change.ts";

const ASSUMED_MAJOR_AN_HOUR = 35; // A fully loaded hour of back-office work in the product's worked examples, in dollars.

/** Gives a workspace its first rate, assumed and said so, until the team enters its own. */
export async function addDefaultRate(
  services: Pick<Services, "now" | "newId">,
  tx: Tx,
  { workspaceId, actor, currency }: { workspaceId: string; actor: Actor; currency: string },
): Promise<void> {
  const minorAnHour = ASSUMED_MAJOR_AN_HOUR * 10 ** minorDigits(currency);
  const source = `Assumed at ${ASSUMED_MAJOR_AN_HOUR} ${currency} an hour when the workspace was made; enter what an hour costs you.`;
  const rate = { role: DEFAULT_ROLE, effectiveFrom: null, minorAnHour, class: "assumed", source };
  const id = services.newId();
  await upsertLoadedRate(tx, { workspaceId, id, ...rate, now: services.now() });
  await recordChange(tx, {
    ...services,
    workspaceId,
    actor,
    noun: "rate",
    nounId: DEFAULT_ROLE,
    verb: "create",
    before: null,
    after: { ...rate, currency },
  });
}
