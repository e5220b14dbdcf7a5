import { findScenarioVersion } from "#db/queries/scenarios.ts";
import { findShareLinkByToken } from "#db/queries/share-links.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Visitor } from "#server/context.ts";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import { AppError } from "#server/errors.ts";
import { limitTries } from "../people/limit-tries.ts";
import { hashLinkToken } from "../people/secret-link.ts";
import { ScenarioDocument } from "../roi/scenario-document.ts";
import { withoutInnerSources } from "./without-inner-sources.ts";

export type SharedScenario = {
  workspaceName: string;
  demo: boolean;
  locale: string;
  timeZone: string;
  scenario: Scenario;
  version: number;
  savedAt: Date;
  expiresAt: Date;
};

/**
 * What a share link shows, to whoever holds it: one version of a scenario, without its notes and its people.
 *
 * @throws AppError SHARE_LINK_INVALID alike for a link that never was, has ended, was revoked, or shows a scenario that is archived; RATE_LIMITED
 */
export async function openShare(visitor: Visitor, { token }: { token: string }): Promise<SharedScenario> {
  await limitTries(visitor, "secret-link");
  const tokenHash = hashLinkToken(token);
  const { store, now } = visitor;
  const link = await store.within({ tokenHash }, (tx) => findShareLinkByToken(tx, { tokenHash, now: now() }));
  if (!link || link.kind !== "scenario") throw new AppError("SHARE_LINK_INVALID");
  const { workspaceId, subjectId: scenarioId } = link;
  const { workspace, found } = await store.within({ workspaceId }, async (tx) => ({
    workspace: await findWorkspace(tx, { workspaceId }),
    found: await findScenarioVersion(tx, { workspaceId, scenarioId, version: link.subjectVersion ?? undefined }),
  }));
  if (!workspace || !found || found.archivedAt !== null) throw new AppError("SHARE_LINK_INVALID");
  const { name: workspaceName, demo, locale, timeZone } = workspace;
  return {
    workspaceName,
    demo,
    locale,
    timeZone,
    scenario: withoutInnerSources(ScenarioDocument.parse(found.document)),
    version: found.version,
    savedAt: found.savedAt,
    expiresAt: link.expiresAt,
  };
}
