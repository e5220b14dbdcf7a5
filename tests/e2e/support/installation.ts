import { spawn } from "node:child_process";
import { chmod, cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

export type Installation = { url: string; dataFolder: string; stop: () => Promise<void> };

/**
 * Starts a whole installation on a data folder and ports of its own, as `npm start` does.
 *
 * @param env settings on top of those of every test
 * @param logs name of the folder below test-results that keeps what web, worker, Nango and shop said
 * @throws Error with its output when it ends before it is ready
 */
export async function startInstallation({ env: own, logs }: { env: Record<string, string>; logs: string }): Promise<Installation> {
  const dataFolder = await mkdtemp(join(tmpdir(), "slipstream-e2e-"));
  // As root, Postgres runs as another user, who may pass through: otherwise the data would go to a folder outside.
  await chmod(dataFolder, 0o711);
  const { PORT: _port, DATABASE_URL: _database, SLIPSTREAM_URL: _url, NODE_ENV: _mode, ...env } = process.env;
  const child = spawn(process.execPath, [join(ROOT, "server", "start", "start.ts")], {
    cwd: ROOT,
    env: { ...env, NODE_ENV: "production", SLIPSTREAM_DATA: dataFolder, UPLOAD_LIMIT_MB: "256", SLIPSTREAM_SANDBOX_DAYS: "5", ...own },
    // The channel ends with us, and the installation with it.
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const keepLogs = () => cp(join(dataFolder, "logs"), join(ROOT, "test-results", logs), { recursive: true }).catch(() => {});
  const url = await new Promise<string>((resolve, reject) => {
    let output = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      const found = /is ready: (\S+)/.exec(output)?.[1];
      if (found) resolve(found);
    });
    child.once("error", reject);
    void ended.then((code) => reject(new Error(`npm start ended with exit code ${code}:\n${output}`)));
  }).catch(async (error: unknown) => {
    await keepLogs();
    throw error;
  });
  return {
    url,
    dataFolder,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      await keepLogs();
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
