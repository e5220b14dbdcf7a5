import { createServer, request as ask, type IncomingMessage } from "node:http";
import * as z from "zod";

/** One call of ours as it left for Nango. `action` is the connector's action that it asks for; null: none. */
export type NangoCall = { method: string; path: string; action: string | null };

const Trigger = z.object({ action_name: z.string() });

/** A door before Nango that notes every call and passes it on unchanged: what goes through it is all that leaves for the vendors. */
export async function watchNango(host: string): Promise<{ url: string; calls: NangoCall[]; close: () => Promise<void> }> {
  const calls: NangoCall[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { method = "GET", url = "/" } = request;
      const isTrigger = url.startsWith("/action/trigger");
      calls.push({ method, path: url, action: isTrigger ? Trigger.parse(JSON.parse(body.toString("utf8"))).action_name : null });
      // A connection for each: those that are kept are given up after five seconds without a word, and a vendor may be slower.
      const onward = ask(new URL(url, host), { method, headers: request.headers, agent: false }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on("error", () => response.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function bodyOf(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => resolve(Buffer.concat(chunks)));
  });
}
