import { createServer } from "node:net";
import { access, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startEmbedded } from "#db/embedded/start-embedded.ts";
import { Installation, notesAt, writeNote } from "./installation.ts";

let installation: Installation;
beforeEach(async () => {
  installation = await Installation.make();
});
afterEach(() => installation.remove());

test("a port that was asked for and is taken is an error that says what to do", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const address = other.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const { code, output } = await installation.start(["--port", String(port)]).ended;
  other.close();
  expect(code).toBe(1);
  expect(output).toContain(`Port ${port} is taken by another program.`);
  expect(output).toContain(`--port ${port + 1}`);
});

test("a wrong setting is named and its value is not shown", async () => {
  const { code, output } = await installation.start([], { SLIPSTREAM_SECRET: "hunter2" }).ended;
  expect(code).toBe(1);
  expect(output).toContain("SLIPSTREAM_SECRET needs at least 32 characters");
  expect(output).not.toContain("hunter2");
});

test("a reset removes the data only when it is confirmed, and the next page is empty", async () => {
  const first = installation.start([], { STAND_IN_RUN: "first" });
  expect(await writeNote(await first.url(), "before")).toBe(true);
  await first.stop();

  const refused = await installation.start(["--reset"]).ended;
  expect(refused.code).toBe(1);
  expect(refused.output).toContain("--reset --yes");

  const kept = installation.start();
  expect(await notesAt(await kept.url())).toContain("before");
  await kept.stop();

  const reset = installation.start(["--reset", "--yes"]);
  expect(await notesAt(await reset.url())).toEqual([]);
  await reset.stop();
});

test("a folder with other files in it is neither used nor reset", async () => {
  await mkdir(installation.path);
  await writeFile(join(installation.path, "thesis.txt"), "all my work");
  const { code, output } = await installation.start(["--reset", "--yes"]).ended;
  expect(code).toBe(1);
  expect(output).toContain("holds files that are not Slipstream's");
  expect(await readdir(installation.path)).toEqual(["thesis.txt"]);
});

test("with DATABASE_URL that server is used, as the application role, and none is started", async () => {
  const home = join(installation.home, "other server");
  await mkdir(home);
  const server = await startEmbedded({ home, mode: "fast", logFile: join(home, "postgres.log") });
  try {
    const run = installation.start([], { DATABASE_URL: server.ownerUrl });
    const url = await run.url();
    expect(await (await fetch(`${url}/role`)).text()).toBe("slipstream_app");
    expect(await writeNote(url, "there")).toBe(true);
    await expect(access(join(installation.path, "postgres"))).rejects.toThrow(/ENOENT/);
    expect((await run.stop()).code).toBe(0);
  } finally {
    await server.stop();
  }
});

test("a DATABASE_URL with a wrong password is an error without the password in it", async () => {
  const home = join(installation.home, "other server");
  await mkdir(home);
  const server = await startEmbedded({ home, mode: "fast", logFile: join(home, "postgres.log") });
  const wrong = new URL(server.ownerUrl);
  wrong.password = "not-the-password";
  try {
    const { code, output } = await installation.start([], { DATABASE_URL: wrong.href }).ended;
    expect(code).toBe(1);
    expect(output).toContain("password authentication failed");
    expect(output).not.toContain("not-the-password");
  } finally {
    await server.stop();
  }
});
