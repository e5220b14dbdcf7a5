import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

/** A clone in which nothing is installed, as far as the first file needs one. */
async function freshClone(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "slipstream-fresh-"));
  await mkdir(join(folder, "server", "start"), { recursive: true });
  await cp(new URL("bootstrap.js", import.meta.url), join(folder, "server", "start", "bootstrap.js"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  await writeFile(join(folder, "package-lock.json"), JSON.stringify({ lockfileVersion: 3, packages: {} }));
  return folder;
}

async function run(folder: string, args: readonly string[], PORT?: string): Promise<{ code: number | null; output: string }> {
  const { PORT: _own, ...environment } = process.env;
  const child = spawn(process.execPath, ["server/start/bootstrap.js", ...args], {
    cwd: folder,
    env: { ...environment, ...(PORT === undefined ? {} : { PORT }) },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, output };
}

test("a port that was asked for and is taken is told before anything is installed", async () => {
  const folder = await freshClone();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const address = other.address();
  const port = typeof address === "object" && address ? String(address.port) : "";
  try {
    for (const [args, variable] of [
      [["start"], port],
      [["start", "--port", port], undefined],
    ] as const) {
      const { code, output } = await run(folder, args, variable);
      expect(code).toBe(1);
      expect(output).toContain(`Port ${port} is taken by another program.`);
      expect(output).not.toContain("Installing");
    }
    expect(await readdir(folder)).not.toContain("node_modules");
  } finally {
    other.close();
    await rm(folder, { recursive: true, force: true });
  }
});
