import { door } from "#server/api/door.ts";
import { receiveUpload } from "#server/services/uploads/receive-upload.ts";

/** Takes the bytes of one file as the body. The name comes URL-encoded in X-File-Name. */
export const POST = door("imports.create", async (context, request) => {
  const declared = request.headers.get("content-length");
  const { uploadId } = await receiveUpload(context, {
    fileName: fileName(request.headers.get("x-file-name")),
    declaredBytes: declared === null ? null : Number(declared),
    body: request.body ?? new ReadableStream({ start: (controller) => controller.close() }),
  });
  return Response.json({ uploadId }, { status: 201 });
});

function fileName(header: string | null): string {
  try {
    return decodeURIComponent(header ?? "") || "upload.csv";
  } catch {
    return "upload.csv";
  }
}
