import { spawn } from "node:child_process";
import { chmod, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Starts a whole installation on a data folder and a port of its own, and puts its address into SLIPSTREAM_E2E_URL.
 * One that stands there already is tested as it is, which only a fresh one passes.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const sessions = await mkdtemp(join(tmpdir(), "slipstream-e2e-sessions-"));
  const forgetSessions = () => rm(sessions, { recursive: true, force: true });
  process.env["SLIPSTREAM_E2E_SESSIONS"] = sessions;
  if (process.env["SLIPSTREAM_E2E_URL"]) return forgetSessions;
  const folder = await mkdtemp(join(tmpdir(), "slipstream-e2e-"));
  // As root, Postgres runs as another user, who may pass through: otherwise the data would go to a folder outside.
  await chmod(folder, 0o711);
  const clock = join(sessions, "ahead-ms");
  await writeFile(clock, "0");
  process.env["SLIPSTREAM_E2E_CLOCK"] = clock;
  const { PORT: _port, DATABASE_URL: _database, SLIPSTREAM_URL: _url, NODE_ENV: _mode, ...env } = process.env;
  const child = spawn(process.execPath, [join(ROOT, "server", "start", "start.ts")], {
    cwd: ROOT,
    env: {
      ...env,
      NODE_ENV: "production",
      SLIPSTREAM_DATA: folder,
      NODE_OPTIONS: [env["NODE_OPTIONS"], `--import ${new URL("virtual-clock.ts", import.meta.url).href}`].filter(Boolean).join(" "),
      SLIPSTREAM_E2E_CLOCK: clock,
      SLIPSTREAM_GALLERY: "1",
      UPLOAD_LIMIT_MB: "256",
      SLIPSTREAM_SANDBOX_DAYS: "5",
    },
    // The channel ends with us, and the installation with it.
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  process.env["SLIPSTREAM_E2E_DATA"] = folder;
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  try {
    process.env["SLIPSTREAM_E2E_URL"] = await new Promise<string>((resolve, reject) => {
      let output = "";
      child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
        const url = /is ready: (\S+)/.exec(output)?.[1];
        if (url) resolve(url);
      });
      child.once("error", reject);
      void ended.then((code) => reject(new Error(`npm start ended with exit code ${code}:\n${output}`)));
    });
  } catch (error) {
    await keepLogs(folder);
    throw error;
  }
  return async () => {
    child.kill("SIGTERM");
    await ended;
    await Promise.all([keepLogs(folder), forgetSessions()]);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
}

/** What web and worker said stays beside the traces and screenshots. */
async function keepLogs(folder: string): Promise<void> {
  await cp(join(folder, "logs"), join(ROOT, "test-results", "logs"), { recursive: true }).catch(() => {});
}
