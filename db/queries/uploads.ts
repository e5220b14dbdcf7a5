import type { Tx } from "#db/client.ts";

export type NewUpload = {
  workspaceId: string;
  id: string;
  fileName: string;
  byteCount: number;
  sha256: string;
  delimiter: string;
  header: readonly string[];
  rowEstimate: number;
  createdBy: string;
  format?: string;
  /** XES: events are steps of activities. */
  lifecycle?: boolean;
};

export async function insertUpload(tx: Tx, upload: NewUpload): Promise<void> {
  await tx
    .insertInto("upload")
    .values({
      workspace_id: upload.workspaceId,
      id: upload.id,
      file_name: upload.fileName,
      byte_count: upload.byteCount,
      sha256: upload.sha256,
      delimiter: upload.delimiter,
      header: JSON.stringify(upload.header),
      row_estimate: upload.rowEstimate,
      created_by: upload.createdBy,
      ...(upload.format === undefined ? {} : { format: upload.format, lifecycle: upload.lifecycle ?? false }),
    })
    .execute();
}

export function findUpload(tx: Tx, { workspaceId, id }: { workspaceId: string; id: string }) {
  return tx
    .selectFrom("upload")
    .select([
      "id",
      "file_name as fileName",
      "byte_count as byteCount",
      "delimiter",
      "header",
      "format",
      "lifecycle",
      "row_estimate as rowEstimate",
      "created_at as createdAt",
    ])
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
}
