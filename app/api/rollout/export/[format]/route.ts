import { door } from "#server/api/door.ts";
import { AppError } from "#server/errors.ts";
import { exportPlan } from "#server/services/rollout/export-plan.ts";

const TYPES: Readonly<Record<string, string>> = { csv: "text/csv; charset=utf-8", json: "application/json; charset=utf-8" };

/** The rollout plan as a file: csv, one row an item, or json with the certificate of its order. */
export const GET = door<{ format: string }>("rollout.read", async (context, _request, { format }) => {
  if (format !== "csv" && format !== "json") throw new AppError("NOT_FOUND", "The plan is exported as csv or json.");
  return new Response(await exportPlan(context, { format }), {
    headers: {
      "Content-Type": TYPES[format] ?? "",
      "Content-Disposition": `attachment; filename="rollout-plan.${format}"`,
      "Cache-Control": "no-store",
    },
  });
});
