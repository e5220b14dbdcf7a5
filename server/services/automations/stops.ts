import { findControl, listPauses } from "#db/queries/automations.ts";
import type { Tx } from "#db/client.ts";
import { nameOfActor } from "../changes/name-of-actor.ts";

/** Why nothing that an automation decided is carried out: who stopped it, or all of them, when and why. */
export type Stop = { by: string; at: Date; reason: string; all: boolean };

/** What stops each automation now; null for one that is not stopped. A stop of all of them goes before that of one. */
export async function loadStops(tx: Tx, { workspaceId }: { workspaceId: string }): Promise<(automationId: string) => Stop | null> {
  const control = await findControl(tx, { workspaceId });
  if (control?.stoppedAt) {
    const stop: Stop = { by: nameOfActor(control.actor), at: control.stoppedAt, reason: control.reason ?? "", all: true };
    return () => stop;
  }
  const pauses = await listPauses(tx, { workspaceId });
  const stops = new Map(
    pauses.map(({ automationId, actor, pausedAt, reason }): [string, Stop] => [
      automationId,
      { by: nameOfActor(actor), at: pausedAt, reason, all: false },
    ]),
  );
  return (automationId) => stops.get(automationId) ?? null;
}
