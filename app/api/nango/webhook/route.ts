import { webHouse } from "#server/boot.ts";
import { receiveWebhook } from "#server/services/connections/receive-webhook.ts";

const LONGEST_BODY = 1_000_000; // Nango's notices take a few kB; only what is forwarded from vendors, which we do not use, could be larger.
const STATUS = { enqueued: 202, ignored: 200, forged: 401 } as const;

/** Where Nango's webhooks come in: signed, and only a hint where to look. */
export async function POST(request: Request): Promise<Response> {
  const { services } = await webHouse();
  if (!services.settings.nango) return new Response(null, { status: 404 });
  if (Number(request.headers.get("content-length") ?? 0) > LONGEST_BODY) return new Response(null, { status: 413 });
  const rawBody = await request.text();
  const taken = await receiveWebhook(services, { rawBody, headers: Object.fromEntries(request.headers) });
  if (taken === "forged") services.log.warn("a webhook without Nango's signature was refused");
  return new Response(null, { status: STATUS[taken] });
}
