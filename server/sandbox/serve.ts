import { createServer } from "node:http";
import { jsonReply } from "./door.ts";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Door, Reply } from "./door.ts";

export interface Served {
  url: string;
  close(): Promise<void>;
}

const LARGEST_BODY = 1_000_000;
const TRICKLE_BYTES = 16;
const TRICKLE_PAUSE_MS = 100;

/**
 * Serves the doors on 127.0.0.1 and nowhere else; the first door that knows a path answers it.
 *
 * @param port 0 takes any free port
 */
export async function serve(doors: readonly Door[], port: number): Promise<Served> {
  const server = createServer((incoming, outgoing) => {
    void handle(doors, incoming, outgoing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(doors: readonly Door[], incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    const body = await readBody(incoming);
    if (body === null) return send(jsonReply(413, { errors: "The request is too large." }), outgoing);
    const url = new URL(incoming.url ?? "/", "http://sandbox.invalid");
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
    );
    const request = { method: incoming.method ?? "GET", path: url.pathname, query: url.searchParams, headers, body };
    for (const door of doors) {
      const reply = await door.answer(request);
      if (reply) return send(reply, outgoing);
    }
    send(jsonReply(404, { errors: "Not Found" }), outgoing);
  } catch (error) {
    process.stderr.write(`sandbox: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    if (!outgoing.headersSent) send(jsonReply(500, { errors: "Internal Server Error" }), outgoing);
  }
}

async function readBody(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_BODY) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(reply: Reply, outgoing: ServerResponse): void {
  if (reply.wire === "cut") {
    outgoing.socket?.destroy();
    return;
  }
  outgoing.writeHead(reply.status, reply.headers);
  if (reply.wire !== "trickle") {
    outgoing.end(reply.body);
    return;
  }
  const bytes = Buffer.from(reply.body, "utf8");
  let at = 0;
  const timer = setInterval(() => {
    outgoing.write(bytes.subarray(at, at + TRICKLE_BYTES));
    at += TRICKLE_BYTES;
    if (at < bytes.length) return;
    clearInterval(timer);
    outgoing.end();
  }, TRICKLE_PAUSE_MS);
  outgoing.on("close", () => clearInterval(timer));
}
