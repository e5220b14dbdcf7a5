import { webHouse } from "#server/boot.ts";
import { checkReady } from "#server/services/operations/check-ready.ts";

export const dynamic = "force-dynamic";

/** The process can serve: the database answers. 503 otherwise. */
export async function GET(): Promise<Response> {
  const ready = await checkReady((await webHouse()).services);
  return Response.json({ status: ready ? "ready" : "not ready" }, { status: ready ? 200 : 503, headers: { "Cache-Control": "no-store" } });
}
