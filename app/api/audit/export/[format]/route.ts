import * as z from "zod";
import { door } from "#server/api/door.ts";
import { AppError } from "#server/errors.ts";
import { exportAudit } from "#server/services/audit/export-audit.ts";

/** An audit as XLSX or CSV: the newest, or `?audit=ID`. */
export const GET = door<{ format: string }>("audit.read", async (context, request, { format }) => {
  const asked = z
    .uuid()
    .optional()
    .safeParse(new URL(request.url).searchParams.get("audit") ?? undefined);
  if (!asked.success) throw new AppError("NOT_FOUND", "There is no such audit in this workspace.");
  const { fileName, contentType, body } = await exportAudit(context, { auditId: asked.data, format });
  return new Response(Buffer.from(body), {
    headers: {
      "Content-Type": contentType,
      "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      "Cache-Control": "no-store",
    },
  });
});
