import { findScenarioVersion } from "#db/queries/scenarios.ts";
import { insertShareLink } from "#db/queries/share-links.ts";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";
import { newLinkToken, shareLink } from "../people/secret-link.ts";
import { ScenarioDocument } from "../roi/scenario-document.ts";

const DAY_MS = 86_400_000;

/**
 * Makes a link that shows one version of a scenario, read only, to whoever holds it. The link is answered once; only its hash is kept.
 *
 * @throws AppError NOT_FOUND
 */
export async function createShare(
  context: Context,
  { scenarioId, days }: { scenarioId: string; days: number },
): Promise<{ shareId: string; link: string; expiresAt: Date }> {
  const { store, workspaceId, actor, now, newId, settings } = context;
  const { token, tokenHash } = newLinkToken();
  const shareId = newId();
  const expiresAt = new Date(now().getTime() + days * DAY_MS);
  await store.within({ workspaceId }, async (tx) => {
    const found = await findScenarioVersion(tx, { workspaceId, scenarioId });
    if (!found) throw new AppError("NOT_FOUND", "There is no such scenario in this workspace.");
    const { name: title } = ScenarioDocument.parse(found.document);
    const subject = { kind: "scenario", subjectId: scenarioId, subjectVersion: found.version, title };
    await insertShareLink(tx, { workspaceId, id: shareId, ...subject, tokenHash, createdBy: actor, now: now(), expiresAt });
    const after = { title, version: found.version, expiresAt: expiresAt.toISOString() };
    await recordChange(tx, { ...context, noun: "share link", nounId: shareId, verb: "create", before: null, after });
  });
  return { shareId, link: shareLink(settings, token), expiresAt };
}
