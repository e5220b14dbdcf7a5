import { timingSafeEqual } from "node:crypto";
import { webHouse } from "#server/boot.ts";
import { FROM_THIS_MACHINE_HEADER } from "#server/web/client-address.ts";

export const dynamic = "force-dynamic";

/** The process's numbers for Prometheus: for this machine, or for whoever knows METRICS_TOKEN. */
export async function GET(request: Request): Promise<Response> {
  const { metrics, services } = await webHouse();
  const local = request.headers.get(FROM_THIS_MACHINE_HEADER) === "yes";
  if (!local && !knowsToken(request.headers.get("authorization"), services.settings.metricsToken))
    return new Response("Not for you.", { status: 403 });
  const { registry } = metrics;
  return new Response(await registry.metrics(), { headers: { "Content-Type": registry.contentType, "Cache-Control": "no-store" } });
}

function knowsToken(authorization: string | null, token: string | undefined): boolean {
  if (!token || !authorization) return false;
  const given = Buffer.from(authorization);
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
