import { afterEach, beforeEach, expect, test } from "vitest";
import { isAlive, signalProcess } from "#db/embedded/running-process.ts";
import { eventually, Installation, notesAt, writeNote } from "./installation.ts";

let installation: Installation;
beforeEach(async () => {
  installation = await Installation.make();
});
afterEach(() => installation.remove());

const kill = (pid: number | undefined) => {
  if (!pid) throw new Error("nothing to kill");
  signalProcess(pid, "SIGKILL");
};

for (const victim of ["web", "worker", "database"] as const) {
  test(`a killed ${victim} comes back by itself with all that was committed`, async () => {
    const run = installation.start();
    const url = await run.url();
    expect(await writeNote(url, "before")).toBe(true);
    const before = (await installation.processes())[victim];
    kill(before);
    await run.saw(new RegExp(`${victim} ended`));
    await eventually(async () => {
      const now = (await installation.processes())[victim];
      return now !== undefined && now !== before && isAlive(now);
    });
    await eventually(() => writeNote(url, "after"));
    expect(await notesAt(url)).toEqual(["after", "before"]);
    expect((await run.stop()).code).toBe(0);

    const next = installation.start();
    expect(await notesAt(await next.url())).toEqual(expect.arrayContaining(["after", "before"]));
    await next.stop();
  });
}

test("when the supervisor is killed, web, worker and database stop by themselves and the next start has all the data", async () => {
  const run = installation.start();
  expect(await writeNote(await run.url(), "before")).toBe(true);
  const left = Object.values(await installation.processes());
  kill(run.pid);
  await eventually(() => left.every((pid) => !pid || !isAlive(pid)));
  expect(left).toHaveLength(3);

  const next = installation.start();
  expect(await notesAt(await next.url())).toContain("before");
  await next.stop();
});

test("a start directly after the supervisor was killed waits for what it left and never runs beside it", async () => {
  const run = installation.start();
  expect(await writeNote(await run.url(), "before")).toBe(true);
  const left = Object.values(await installation.processes());
  kill(run.pid);
  const next = installation.start();
  const url = await next.url();
  expect(left.filter((pid) => pid && isAlive(pid))).toEqual([]);
  expect(await notesAt(url)).toContain("before");
  await next.stop();
});

test("everything killed at once in the middle of writing: each acknowledged note is there after the next start", async () => {
  const run = installation.start();
  const url = await run.url();
  const acknowledged: string[] = [];
  const writing = (async () => {
    for (let number = 0; ; number += 1) if (await writeNote(url, `note-${number}`)) acknowledged.push(`note-${number}`);
  })().catch(() => {});
  await eventually(() => acknowledged.length >= 20);
  const { web, worker, database } = await installation.processes();
  for (const pid of [run.pid, database, web, worker]) kill(pid);
  await writing;

  const next = installation.start();
  expect(await notesAt(await next.url())).toEqual(expect.arrayContaining(acknowledged));
  await next.stop();
});

test("asked to stop, the worker finishes its work while the database is still there, and no process is left", async () => {
  const run = installation.start([], { STAND_IN_RUN: "first" });
  await run.url();
  const processes = Object.values(await installation.processes());
  const { code, output } = await run.stop();
  expect(code).toBe(0);
  expect(output).toMatch(/stopped\n$/);
  expect(processes.filter((pid) => pid && isAlive(pid))).toEqual([]);
  expect((await installation.processes()).database).toBeUndefined();

  const next = installation.start([], { STAND_IN_RUN: "second" });
  expect(await notesAt(await next.url())).toEqual(["drained-first"]);
  await next.stop();
});

test("a request to stop while the database is being created ends everything too", async () => {
  const run = installation.start();
  await run.saw(/creating the database/);
  expect((await run.stop()).code).toBe(0);
  const { database } = await installation.processes();
  expect(database).toBeUndefined();
  const next = installation.start();
  expect(await writeNote(await next.url(), "works")).toBe(true);
  await next.stop();
});

test("a web that keeps dying is given up with its last words, and nothing is left running", async () => {
  const run = installation.start([], { STAND_IN_WEB: "fails" });
  await run.saw(/database is ready/);
  const { code, output } = await run.ended;
  expect(code).toBe(1);
  expect(output).toContain("the stand-in web cannot find its configuration");
  expect(output).toContain("web ended 6 times in a row (exit code 3)");
  const processes = Object.values(await installation.processes());
  expect(processes.filter((pid) => pid && isAlive(pid))).toEqual([]);
});
