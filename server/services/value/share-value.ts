import { findShareLinkByToken, insertShareLink, listShareLinks } from "#db/queries/share-links.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Context, Visitor } from "#server/context.ts";
import type { Figure, Provenance } from "#server/domain/provenance.ts";
import { AppError } from "#server/errors.ts";
import { recordChange } from "../changes/record-change.ts";
import { limitTries } from "../people/limit-tries.ts";
import { hashLinkToken, newLinkToken } from "../people/secret-link.ts";
import { nameOfActor } from "../changes/name-of-actor.ts";
import { getValue } from "./get-value.ts";

const DAY_MS = 86_400_000;
const MOST = 100;
const TITLE = "What the automations brought";

/** Makes a link that shows the value as it is when it is opened, read only. The link is answered once; only its hash is kept. */
export async function shareValue(
  context: Context,
  { days }: { days: number },
): Promise<{ shareId: string; link: string; expiresAt: Date }> {
  const { store, workspaceId, actor, now, newId, settings } = context;
  const { token, tokenHash } = newLinkToken();
  const shareId = newId();
  const expiresAt = new Date(now().getTime() + days * DAY_MS);
  await store.within({ workspaceId }, async (tx) => {
    // The value belongs to the workspace as a whole.
    const subject = { kind: "value", subjectId: workspaceId, subjectVersion: null, title: TITLE };
    await insertShareLink(tx, { workspaceId, id: shareId, ...subject, tokenHash, createdBy: actor, now: now(), expiresAt });
    const after = { title: TITLE, expiresAt: expiresAt.toISOString() };
    await recordChange(tx, { ...context, noun: "share link", nounId: shareId, verb: "create", before: null, after });
  });
  return { shareId, link: `${settings.publicUrl}/shared/value/${token}`, expiresAt };
}

/** Links to the value, newest first; `state` says whether one still opens. */
export async function listValueShares({ store, workspaceId, now }: Context) {
  const rows = await store.within({ workspaceId }, (tx) =>
    listShareLinks(tx, { workspaceId, kind: "value", subjectId: workspaceId, limit: MOST }),
  );
  return rows.map(({ createdBy, revokedAt, expiresAt, id, createdAt }) => ({
    id,
    createdAt,
    expiresAt,
    createdBy: nameOfActor(createdBy),
    state: revokedAt !== null ? ("revoked" as const) : expiresAt <= now() ? ("expired" as const) : ("open" as const),
  }));
}

/**
 * What a link to the value shows, to whoever holds it: the figures with their formulas, without the ways into the workspace.
 *
 * @throws AppError SHARE_LINK_INVALID alike for a link that never was, has ended or was revoked; RATE_LIMITED
 */
export async function openSharedValue(visitor: Visitor, { token }: { token: string }) {
  await limitTries(visitor, "secret-link");
  const tokenHash = hashLinkToken(token);
  const { store, now } = visitor;
  const link = await store.within({ tokenHash }, (tx) => findShareLinkByToken(tx, { tokenHash, now: now() }));
  if (!link || link.kind !== "value") throw new AppError("SHARE_LINK_INVALID");
  const { workspaceId } = link;
  const workspace = await store.within({ workspaceId }, (tx) => findWorkspace(tx, { workspaceId }));
  if (!workspace) throw new AppError("SHARE_LINK_INVALID");
  const { automations, asOf } = await getValue(visitor, { workspaceId });
  const { name: workspaceName, demo, locale, timeZone, currency } = workspace;
  return {
    workspaceName,
    demo,
    locale,
    timeZone,
    currency,
    asOf,
    expiresAt: link.expiresAt,
    automations: automations.map(({ automationId: _id, report, ...rest }) => ({
      ...rest,
      report: {
        hours: closed(report.hours),
        money: closed(report.money),
        weeks: report.weeks.map((week) => ({ ...week, hours: closed(week.hours) })),
        went: { ...report.went, byUse: report.went.byUse.map(closed), notSaid: closed(report.went.notSaid) },
        bridge: report.bridge && {
          modelled: closed(report.bridge.modelled),
          steps: report.bridge.steps.map(({ step, figure }) => ({ step, figure: closed(figure) })),
          realised: closed(report.bridge.realised),
        },
      },
    })),
  };
}

/** The figure without its sources: rows, audits and entries of the workspace, which the holder of a link may not open. */
function closed(figure: Figure): Figure {
  return { ...figure, provenance: withoutSources(figure.provenance) };
}

function withoutSources({ source: _source, inputs, ...rest }: Provenance): Provenance {
  return {
    ...rest,
    inputs: inputs.map((input) => ({ ...input, source: null, explanation: input.explanation && withoutSources(input.explanation) })),
  };
}
