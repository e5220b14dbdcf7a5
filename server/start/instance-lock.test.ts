import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takeLock } from "./instance-lock.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipstream lock "));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("a lock is held once and can be taken again after it was released", async () => {
  const first = await takeLock(folder);
  expect(first).toBeDefined();
  expect(await takeLock(folder)).toBeUndefined();
  first?.release();
  const second = await takeLock(folder);
  expect(second).toBeDefined();
  second?.release();
});

test("a process that was killed holds no lock", async () => {
  const source = new URL("./instance-lock.ts", import.meta.url).href;
  const script = `const { takeLock } = await import(${JSON.stringify(source)}); await takeLock(${JSON.stringify(folder)}); process.kill(process.pid, "SIGKILL")`;
  expect(spawnSync(process.execPath, ["--input-type=module", "-e", script]).signal).toBe("SIGKILL");
  const lock = await takeLock(folder);
  expect(lock).toBeDefined();
  lock?.release();
});

test("a folder that does not exist is an error with a remedy", async () => {
  await expect(takeLock(join(folder, "missing"))).rejects.toMatchObject({ name: "RemedyError" });
});
