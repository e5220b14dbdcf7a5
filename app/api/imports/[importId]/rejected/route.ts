import { door } from "#server/api/door.ts";
import { openRejected } from "#server/services/imports/open-rejected.ts";

/** The refused rows of an import as CSV: row, line, reason, then the cells as they were. */
export const GET = door<{ importId: string }>("imports.read", async (context, _request, { importId }) => {
  const { fileName, body } = await openRejected(context, { importId });
  return new Response(body, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      "Cache-Control": "no-store",
    },
  });
});
