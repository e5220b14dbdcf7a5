import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPool, type FunctionPool } from "./pool.ts";
import { keptThreads, type Threads } from "./threads.ts";

const FUNCTION = `module.exports = { default: { exec: async (nango, input) => {
  if (input === "for ever") { await nango.log("begun"); await new Promise(() => {}); }
  const found = typeof left === "undefined" ? "nothing" : left;
  globalThis.left = input;
  return found;
} } };`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipstream-threads-"));
  await writeFile(join(folder, "function.cjs"), FUNCTION);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Kept threads, and which of them pools took, in order. */
function watchedThreads() {
  const kept = keptThreads();
  const taken: Worker[] = [];
  const threads: Threads = {
    ...kept,
    take() {
      const thread = kept.take();
      taken.push(thread);
      return thread;
    },
  };
  return { threads, taken };
}

const run = (pool: FunctionPool, input: string, onLog = () => {}) =>
  pool.run(
    {
      file: join(folder, "function.cjs"),
      type: "action",
      name: "function",
      variant: "base",
      input,
      host: "http://127.0.0.1:1",
      secretKey: "a key",
      environmentId: 1,
      connectionId: "one",
      connection: 1,
      providerConfigKey: "shop",
      provider: "shop",
      syncId: null,
      job: 0,
      models: [],
      jsonSchema: null,
      version: "0.0.1",
      startedAt: "2026-01-12T10:00:00.000Z",
      killAfterMs: 60_000,
    },
    async () => {
      onLog();
      return null;
    },
  );

test("a kept thread serves the next pool, and the function there finds nothing of the one before", async () => {
  const { threads, taken } = watchedThreads();
  for (const input of ["first", "second"]) {
    const pool = openPool(threads);
    expect(await run(pool, input)).toEqual({ ok: true, output: "nothing" });
    await pool.stop();
  }
  expect(taken).toHaveLength(2);
  expect(taken[1]).toBe(taken[0]);
  await taken[0]?.terminate();
});

test("a thread whose function runs when its pool stops is ended, and serves nobody else", async () => {
  const { threads, taken } = watchedThreads();
  const pool = openPool(threads);
  let running: ReturnType<typeof run> | undefined;
  await new Promise<void>((begun) => {
    running = run(pool, "for ever", begun);
  });
  await pool.stop();
  expect(await running).toMatchObject({ ok: false, failure: { code: "script_aborted" } });
  const next = openPool(threads);
  expect(await run(next, "afterwards")).toEqual({ ok: true, output: "nothing" });
  await next.stop();
  expect(taken[1]).not.toBe(taken[0]);
  await taken[1]?.terminate();
});
