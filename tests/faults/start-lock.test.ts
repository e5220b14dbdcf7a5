import { spawnSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readClusterFile } from "#db/embedded/cluster-file.ts";
import { isAlive, signalProcess } from "#db/embedded/running-process.ts";
import { eventually, Installation, notesAt, writeNote } from "./installation.ts";

let installation: Installation;
beforeEach(async () => {
  installation = await Installation.make();
});
afterEach(() => installation.remove());

test("of two starts at once on an empty folder one runs and the other says so", async () => {
  const runs = [installation.start(), installation.start()];
  const loser = await Promise.race(runs.map(async (run) => ({ run, ...(await run.ended) })));
  expect(loser.code).toBe(1);
  expect(loser.output).toMatch(/already (starting|running)/);
  const winner = runs.find((run) => run !== loser.run);
  expect(await writeNote((await winner?.url()) ?? "", "one")).toBe(true);
  expect((await winner?.stop())?.code).toBe(0);
});

test("a start beside a running one names its address and does not disturb it", async () => {
  const run = installation.start();
  const url = await run.url();
  await eventually(async () => (await installation.processes()).web !== undefined);
  const second = await installation.start().ended;
  expect(second.code).toBe(1);
  expect(second.output).toMatch(/already (starting|running)/);
  expect(await writeNote(url, "still-here")).toBe(true);
  await run.stop();
});

test("what a killed run wrote down is not believed when other programs have its process numbers by now", async () => {
  const first = installation.start();
  expect(await writeNote(await first.url(), "before")).toBe(true);
  const left = Object.values(await installation.processes());
  for (const pid of [first.pid, ...left]) if (pid) signalProcess(pid, "SIGKILL");
  await eventually(() => left.every((pid) => !pid || !isAlive(pid)));

  // This test's own process stands in for the other program: it must survive, and the database must start.
  const running = join(installation.path, "running.json");
  await writeFile(running, JSON.stringify({ pid: process.pid, processes: [{ name: "web", pid: process.pid, mark: "another start" }] }));
  const dataFolder = (await readClusterFile(join(installation.path, "postgres")))?.dataFolder ?? "";
  const pidFile = join(dataFolder, "postmaster.pid");
  const [, ...lines] = (await readFile(pidFile, "utf8")).split("\n");
  await writeFile(pidFile, [String(process.pid), ...lines].join("\n"));

  const next = installation.start();
  expect(await notesAt(await next.url())).toContain("before");
  await next.stop();
});

test("a database server whose keeper and supervisor were both killed is stopped by the next start before it starts its own", async () => {
  const first = installation.start();
  expect(await writeNote(await first.url(), "before")).toBe(true);
  const { database = 0 } = await installation.processes();
  const keeper = parentOf(database);
  for (const pid of [...childrenOf(keeper).filter((child) => child !== database), keeper, first.pid]) signalProcess(pid, "SIGKILL");
  expect(isAlive(database)).toBe(true);

  const next = installation.start();
  const url = await next.url();
  expect(next.output()).toContain("stopped the database server of an earlier run");
  expect(isAlive(database)).toBe(false);
  expect(await notesAt(url)).toContain("before");
  await next.stop();
});

test("a creation of the database that was cut short is begun again", async () => {
  const unfinished = join(installation.path, "postgres", "data.unfinished");
  const first = installation.start();
  await first.saw(/creating the database/);
  signalProcess(first.pid, "SIGKILL");
  await first.ended;
  await mkdir(unfinished, { recursive: true });
  await writeFile(join(unfinished, "left"), "half a file");

  const next = installation.start();
  expect(await writeNote(await next.url(), "works")).toBe(true);
  await next.stop();
});

const lines = (args: readonly string[]) =>
  spawnSync("ps", args, { encoding: "utf8" }).stdout.trim().split(/\s+/).filter(Boolean).map(Number);
const parentOf = (pid: number) => lines(["-o", "ppid=", "-p", String(pid)])[0] ?? 0;
const childrenOf = (pid: number) => lines(["-o", "pid=", "--ppid", String(pid)]);
