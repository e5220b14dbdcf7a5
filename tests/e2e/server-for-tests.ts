import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startInstallation } from "./support/installation.ts";

/**
 * Starts the installation that most tests share, and puts its address into SLIPSTREAM_E2E_URL.
 * One that stands there already is tested as it is, which only a fresh one passes.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const sessions = await mkdtemp(join(tmpdir(), "slipstream-e2e-sessions-"));
  const forgetSessions = () => rm(sessions, { recursive: true, force: true });
  process.env["SLIPSTREAM_E2E_SESSIONS"] = sessions;
  if (process.env["SLIPSTREAM_E2E_URL"]) return forgetSessions;
  const { url, dataFolder, stop } = await startInstallation({ env: { SLIPSTREAM_GALLERY: "1" }, logs: "logs" });
  process.env["SLIPSTREAM_E2E_DATA"] = dataFolder;
  process.env["SLIPSTREAM_E2E_URL"] = url;
  return async () => {
    await Promise.all([stop(), forgetSessions()]);
  };
}
