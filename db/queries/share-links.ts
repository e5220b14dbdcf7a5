import type { Tx } from "#db/client.ts";

export type NewShareLink = {
  workspaceId: string;
  id: string;
  kind: string;
  subjectId: string;
  /** The version that is shown; null: whatever is present when the link is opened. */
  subjectVersion: number | null;
  title: string;
  tokenHash: string;
  createdBy: object;
  now: Date;
  expiresAt: Date;
};

export async function insertShareLink(tx: Tx, link: NewShareLink): Promise<void> {
  await tx
    .insertInto("share_link")
    .values({
      workspace_id: link.workspaceId,
      id: link.id,
      kind: link.kind,
      subject_id: link.subjectId,
      subject_version: link.subjectVersion,
      title: link.title,
      token_hash: link.tokenHash,
      created_by: JSON.stringify(link.createdBy),
      created_at: link.now,
      expires_at: link.expiresAt,
    })
    .execute();
}

/** Links to one thing, newest first, those that ended too; never their tokens' hashes. */
export function listShareLinks(
  tx: Tx,
  { workspaceId, kind, subjectId, limit }: { workspaceId: string; kind: string; subjectId: string; limit: number },
) {
  return tx
    .selectFrom("share_link")
    .select([
      "id",
      "title",
      "subject_version as subjectVersion",
      "created_by as createdBy",
      "created_at as createdAt",
      "expires_at as expiresAt",
      "revoked_at as revokedAt",
    ])
    .where("workspace_id", "=", workspaceId)
    .where("kind", "=", kind)
    .where("subject_id", "=", subjectId)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** By the hash of its token, while it holds. Needs a scope with that hash; the workspace is not known yet. */
export function findShareLinkByToken(tx: Tx, { tokenHash, now }: { tokenHash: string; now: Date }) {
  return tx
    .selectFrom("share_link")
    .select([
      "workspace_id as workspaceId",
      "kind",
      "subject_id as subjectId",
      "subject_version as subjectVersion",
      "title",
      "expires_at as expiresAt",
    ])
    .where("token_hash", "=", tokenHash)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();
}

/** Ends a link that holds. Undefined when there is none to end. */
export function revokeShareLinkRow(tx: Tx, { workspaceId, id, now }: { workspaceId: string; id: string; now: Date }) {
  return tx
    .updateTable("share_link")
    .set({ revoked_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .returning(["id", "kind", "subject_id as subjectId", "title", "expires_at as expiresAt"])
    .executeTakeFirst();
}
