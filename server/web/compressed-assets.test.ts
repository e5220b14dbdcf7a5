import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, get, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CompressedAssets } from "./compressed-assets.ts";

const SCRIPT = "export const answer = 42;\n".repeat(200);
let folder = "";
let server: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "assets-"));
  await mkdir(join(folder, "static", "chunks"), { recursive: true });
  await writeFile(join(folder, "static", "chunks", "a~1.js"), SCRIPT);
  await writeFile(join(folder, "secret.js"), "secret");
  const assets = new CompressedAssets(folder);
  await assets.prepare();
  server = createServer((request, response) => {
    if (!assets.send(request, response)) response.writeHead(418).end("left for Next");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

/** Sends the path as it stands, without the tidying that fetch does. */
async function ask(path: string, headers: Record<string, string>): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
  const address = server.address();
  const port = typeof address === "object" && address ? (address satisfies AddressInfo).port : 0;
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }));
    }).on("error", reject);
  });
}

const br = { "accept-encoding": "gzip, deflate, br" };

test("a script reaches a browser that reads Brotli whole and smaller, each time it asks", async () => {
  for (const time of ["first", "second"]) {
    const { status, headers, body } = await ask("/_next/static/chunks/a~1.js?v=1", br);
    expect([time, status, headers["content-encoding"], headers["content-type"]]).toEqual([
      time,
      200,
      "br",
      "application/javascript; charset=UTF-8",
    ]);
    expect(brotliDecompressSync(body).toString()).toBe(SCRIPT);
    expect(body.length).toBeLessThan(SCRIPT.length / 10);
  }
});

test("a browser that does not read it, or asks for a part, is left for Next", async () => {
  for (const headers of [{ "accept-encoding": "gzip" }, { "accept-encoding": "br;q=0" }, { ...br, range: "bytes=0-9" }, {}]) {
    expect((await ask("/_next/static/chunks/a~1.js", headers)).status).toBe(418);
  }
});

test("nothing outside the build's static folder is sent, however it is asked for", async () => {
  for (const path of [
    "/_next/static/../secret.js",
    "/_next/static/%2e%2e/secret.js",
    "/_next/static/chunks/../../secret.js",
    "/secret.js",
    "/_next/static//secret.js",
  ]) {
    expect((await ask(path, br)).status).toBe(418);
  }
});

test("a file that nobody built is left for Next", async () => {
  expect((await ask("/_next/static/chunks/b.js", br)).status).toBe(418);
});

test("what was compressed is kept beside the file for the next start", async () => {
  const kept = await readFile(join(folder, "static", "chunks", "a~1.js.br"));
  expect(brotliDecompressSync(kept).toString()).toBe(SCRIPT);
});
