import { lstat, mkdir } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isPortFree } from "#db/embedded/free-port.ts";
import { RemedyError } from "#db/embedded/remedy-error.ts";
import { takeLock, type Lock } from "./instance-lock.ts";

export type ReservedPort = { port: number; release: () => Promise<void> };

const TRIES = 100;

/**
 * Finds the port for the web and holds it until that starts, answering visitors that Slipstream is on its way.
 * A port the person named is used or refused; the usual one, when taken, is replaced by the next free one.
 */
export async function reservePort({ port, isExplicit, host }: { port: number; isExplicit: boolean; host: string }): Promise<ReservedPort> {
  for (let candidate = port; candidate < port + TRIES && candidate <= 65_535; candidate += 1) {
    const server = await tryListen(candidate, host);
    if (server) return { port: candidate, release: () => close(server) };
    if (isExplicit) {
      throw new RemedyError(`Port ${port} is taken by another program.`, {
        remedy: `Stop that program (\`lsof -i :${port}\` names it), or choose another port: npm start -- --port ${port + 1}`,
      });
    }
  }
  throw new RemedyError(`No port from ${port} to ${port + TRIES - 1} can be used at ${host}.`, {
    remedy: "Choose one with npm start -- --port N; ports below 1024 need root. HOST must be an address of this machine.",
  });
}

async function tryListen(port: number, host: string): Promise<Server | undefined> {
  if (!(await lockPort(port))) return undefined;
  const server = await listenAlone(port, host);
  if (!server) locks.get(port)?.release();
  return server;
}

async function listenAlone(port: number, host: string): Promise<Server | undefined> {
  // "localhost" in a browser may mean ::1, and one program may listen there while another has 127.0.0.1.
  for (const other of ["127.0.0.1", "::1", "0.0.0.0"]) if (!(await isPortFree(port, other))) return undefined;
  const server = createServer((_request, response) => {
    response.writeHead(503, { "content-type": "text/plain; charset=utf-8", refresh: "3", "retry-after": "3", connection: "close" });
    response.end("Slipstream is starting. This page reloads by itself.\n");
  });
  return new Promise((resolve) => {
    server.once("error", () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

// Kept for as long as this process lives: between the release of the port and the web's own listening nobody of ours takes it.
const locks = new Map<number, Lock>();

/** Whether no other Slipstream of this user has chosen the port. */
async function lockPort(port: number): Promise<boolean> {
  const folder = join(tmpdir(), `slipstream-ports-${process.getuid?.() ?? 0}`);
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => {});
  const found = await lstat(folder).catch(() => undefined);
  // Without a folder of our own there is no lock, and the web says so if it comes too late.
  if (!found?.isDirectory() || found.uid !== (process.getuid?.() ?? 0)) return true;
  const lock = await takeLock(folder, String(port)).catch(() => "unusable" as const);
  if (lock === "unusable") return true;
  if (lock) locks.set(port, lock);
  return lock !== undefined;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
