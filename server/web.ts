import { createServer } from "node:http";
import { join } from "node:path";
import next from "next";
import { readSettings, type Settings } from "./settings.ts";
import { webHouse } from "./boot.ts";
import { noteClient } from "./web/client-address.ts";
import { CompressedAssets } from "./web/compressed-assets.ts";
import { secureHeaders } from "./web/secure-headers.ts";

/** Ends the process with a sentence for whoever started it. */
function giveUp(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

function settingsOrEnd(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    return giveUp(error);
  }
}

const settings = settingsOrEnd();
const connectOrigin = settings.nango ? new URL(settings.nango.connectUrl).origin : null;
const dev = process.env["SLIPSTREAM_DEV"] === "1";
const app = next({ dev, dir: process.cwd(), hostname: settings.host, port: settings.port });

const buildFolder = join(process.cwd(), process.env["NEXT_DIST_DIR"] ?? ".next");
const assets = new CompressedAssets(buildFolder);

const server = createServer((request, response) => {
  noteClient(request, settings);
  const startedMs = performance.now();
  response.once("close", () => {
    const seconds = (performance.now() - startedMs) / 1000;
    house.metrics.observeRequest({ method: request.method ?? "GET", path: request.url ?? "/", status: response.statusCode, seconds });
  });
  secureHeaders(request, response, { dev, https: settings.publicUrl.startsWith("https:"), connectOrigin });
  if (!assets.send(request, response)) void handle(request, response);
});
// Uploads of the full limit over a slow line take longer than Node's five minutes.
server.requestTimeout = 60 * 60 * 1000;

await app.prepare();
const handle = app.getRequestHandler();
const house = await webHouse();

server.on("error", (error: NodeJS.ErrnoException) => {
  console.error(error.code === "EADDRINUSE" ? `Port ${settings.port} is taken: stop what uses it, or set PORT.` : error.message);
  process.exit(1);
});
server.listen(settings.port, settings.host, () => {
  house.services.log.info({ port: settings.port, host: settings.host }, "listening");
  process.send?.("ready");
  // In development a file changes under its name, so none is kept compressed.
  if (!dev) void assets.prepare().catch((error: unknown) => house.services.log.warn({ err: error }, "scripts are sent in gzip only"));
});

let stopping = false;
const stop = (why: string) => {
  if (stopping) return;
  stopping = true;
  house.services.log.info({ why }, "stopping");
  server.close(() => void house.close().finally(() => process.exit(0)));
  server.closeIdleConnections();
  // Open event streams never end by themselves.
  setTimeout(() => server.closeAllConnections(), 2_000).unref();
};
process.on("SIGTERM", () => stop("SIGTERM"));
process.on("SIGINT", () => stop("SIGINT"));
process.on("disconnect", () => stop("the supervisor is gone"));
