import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { reservePort, type ReservedPort } from "./choose-port.ts";

const servers: Server[] = [];
const reservations: ReservedPort[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  for (const reservation of reservations.splice(0)) await reservation.release();
});

async function aTakenPort(host = "127.0.0.1"): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

async function reserve(port: number, isExplicit: boolean): Promise<ReservedPort> {
  const reserved = await reservePort({ port, isExplicit, host: "127.0.0.1" });
  reservations.push(reserved);
  return reserved;
}

test("when the usual port is taken, the next free one is chosen", async () => {
  const taken = await aTakenPort();
  expect((await reserve(taken, false)).port).toBeGreaterThan(taken);
});

test("a port taken on any address of this machine counts as taken", async () => {
  const taken = await aTakenPort("0.0.0.0");
  expect((await reserve(taken, false)).port).toBeGreaterThan(taken);
});

test("a port that was asked for is never replaced", async () => {
  const taken = await aTakenPort();
  await expect(reserve(taken, true)).rejects.toThrow(`Port ${taken} is taken by another program.`);
});

test("two starts at once get different ports, and until the web is there the port tells visitors to wait", async () => {
  const first = await reserve(await aTakenPort(), false);
  const second = await reserve(first.port, false);
  expect(second.port).toBeGreaterThan(first.port);
  const response = await fetch(`http://127.0.0.1:${first.port}/`);
  expect(response.status).toBe(503);
  expect(await response.text()).toContain("Slipstream is starting");
});
