import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { requestContext } from "#server/api/request-context.ts";
import { appRouter } from "#server/api/root.ts";
import { webHouse } from "#server/boot.ts";

const handle = async (request: Request): Promise<Response> => {
  // A page of another site can send a form here without asking first, but never JSON.
  const isJson = request.headers.get("content-type")?.startsWith("application/json") ?? false;
  if (request.method !== "GET" && !isJson) return new Response("Send application/json.", { status: 415 });
  const context = await requestContext(await webHouse(), request.headers, { renew: true });
  const response = await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => context,
    allowBatching: true,
  });
  for (const [name, value] of context.responseHeaders) response.headers.append(name, value);
  // An event stream forbids its own compression, which would hold back each event: leave its header alone.
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
  if (!isStream) response.headers.set("Cache-Control", "no-store");
  return response;
};

export { handle as GET, handle as POST };
