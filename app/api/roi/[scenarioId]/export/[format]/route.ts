import * as z from "zod";
import { door } from "#server/api/door.ts";
import { AppError } from "#server/errors.ts";
import { exportScenario } from "#server/services/roi/export-scenario.ts";

const Asked = z.object({ scenarioId: z.uuid(), version: z.coerce.number().int().min(1).optional() });

/** A scenario as XLSX, PDF, CSV or JSON; `?version=3` an earlier one. */
export const GET = door<{ scenarioId: string; format: string }>("roi.read", async (context, request, { scenarioId, format }) => {
  const version = new URL(request.url).searchParams.get("version") ?? undefined;
  const asked = Asked.safeParse({ scenarioId, version });
  if (!asked.success) throw new AppError("NOT_FOUND", "There is no such scenario in this workspace.");
  const { fileName, contentType, body } = await exportScenario(context, { ...asked.data, format });
  return new Response(Buffer.from(body), {
    headers: {
      "Content-Type": contentType,
      "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      "Cache-Control": "no-store",
    },
  });
});
