import type { Context } from "#server/context.ts";
import { receiveUpload } from "#server/services/uploads/receive-upload.ts";
import type { Member, TestHouse } from "./house.ts";
import { runJobs } from "./run-jobs.ts";

/** The context of a member's next request, as a service takes it. */
export async function contextOf(member: Member): Promise<Context> {
  const asked = await member.context();
  if (!asked.user || !asked.workspace) throw new Error("not signed in");
  return {
    ...asked,
    user: asked.user,
    workspaceId: asked.workspace.id,
    role: asked.workspace.role,
    actor: { type: "user", userId: asked.user.id, name: asked.user.name },
  };
}

/** Sends a file in pieces, as a browser does. */
export async function uploadFile(
  member: Member,
  content: string | Uint8Array,
  { fileName = "log.csv", declaredBytes }: { fileName?: string; declaredBytes?: number | null } = {},
): Promise<{ uploadId: string }> {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return receiveUpload(await contextOf(member), {
    fileName,
    declaredBytes: declaredBytes === undefined ? bytes.length : declaredBytes,
    body: inChunks(bytes),
  });
}

async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

/** Uploads, takes the columns as proposed, imports and audits. */
export async function importFile(
  house: TestHouse,
  member: Member,
  content: string | Uint8Array,
  { fileName = "log.csv", zone }: { fileName?: string; zone?: string } = {},
) {
  const { uploadId } = await uploadFile(member, content, { fileName });
  const preview = await member.call((api) => api.imports.preview({ uploadId }));
  const chosen = { ...preview.chosen, ...(zone === undefined ? {} : { zone }) };
  const { importId } = await member.call((api) => api.imports.start({ uploadId, sourceName: preview.sourceName, chosen }));
  await runJobs(house);
  return { preview, result: await member.call((api) => api.imports.get({ importId })) };
}
