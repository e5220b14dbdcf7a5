import { door } from "#server/api/door.ts";
import { exportLog } from "#server/services/audit/export-log.ts";

/** The event log as OCEL 2.0 (ocel.json, ocel.xml) or csv, under pseudonyms. */
export const GET = door<{ format: string }>("audit.read", async (context, _request, { format }) => {
  const { fileName, contentType, body } = await exportLog(context, { format });
  return new Response(body, {
    headers: {
      "Content-Type": contentType,
      "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      "Cache-Control": "no-store",
    },
  });
});
