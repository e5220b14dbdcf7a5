import { join } from "node:path";
import { reservePort } from "./choose-port.ts";
import type { DataFolder } from "./data-folder.ts";
import { nangoKeysOf } from "./nango-keys.ts";
import type { SandboxShop } from "./start-settings.ts";
import { superviseProcess, type SupervisedProcess } from "./supervised-process.ts";

/** Absolute paths of the scripts of the embedded Nango and of the sandbox shop. */
export type ConnectorPrograms = { nango: string; sandbox: string };

export type EmbeddedConnectors = {
  /** What web and worker have to know. */
  environment: Record<string, string>;
  start: (surroundings: {
    env: NodeJS.ProcessEnv;
    ownerUrl: string;
    /** Where the web answers on this machine. */
    webAddress: string;
    say: (line: string) => void;
    onPid: () => Promise<void>;
  }) => Promise<{ name: string; process: SupervisedProcess }[]>;
  release: () => Promise<void>;
};

const NANGO_PORT = 3003; // what a self-hosted Nango takes
const SANDBOX_PORT = 4601;
const DRAIN_MS = 10_000;

/**
 * Finds ports for the embedded Nango and the sandbox shop, so that the web knows them before they run. They start when the web is
 * ready, and nobody waits for them: pages that need them say so until they answer. If they keep dying, everything else goes on.
 */
export async function reserveConnectors(
  programs: ConnectorPrograms,
  { secret, folder, sandbox: shop }: { secret: string; folder: DataFolder; sandbox: SandboxShop },
): Promise<EmbeddedConnectors> {
  const [nango, sandbox] = await Promise.all(
    [NANGO_PORT, SANDBOX_PORT].map((port) => reservePort({ port, host: "127.0.0.1", isExplicit: false })),
  );
  if (!nango || !sandbox) throw new Error("two ports were asked for");
  const keys = nangoKeysOf(secret);
  const environment = {
    NANGO_HOST: `http://127.0.0.1:${nango.port}`,
    NANGO_SECRET_KEY: keys.secretKey,
    NANGO_WEBHOOK_SIGNING_KEY: keys.webhookSigningKey,
    NANGO_EMBEDDED: "on",
  };
  const release = async () => {
    await Promise.all([nango.release(), sandbox.release()]);
  };
  return {
    environment,
    release,
    async start({ env, ownerUrl, webAddress, say, onPid }) {
      await release();
      const ofNango = {
        ...env,
        ...environment,
        NANGO_PORT: String(nango.port),
        NANGO_ENCRYPTION_KEY: keys.encryptionKey,
        NANGO_ENVIRONMENT_UUID: keys.environmentUuid,
        NANGO_DATABASE_URL: ownerUrl,
        NANGO_WEBHOOK_URL: `${webAddress}/api/nango/webhook`,
        NANGO_SANDBOX_URL: `http://127.0.0.1:${sandbox.port}`,
      };
      // Nobody waits for a vendor's throttle at a first look.
      const args = [
        "--port",
        String(sandbox.port),
        "--folder",
        join(folder.path, folderOf(shop)),
        "--days",
        String(shop.days),
        "--orders",
        String(shop.ordersPerDay),
        "--profile",
        shop.profile,
        "--scopes",
        shop.scopes,
        "--plan",
        "unlimited",
        // As an admin would enter it in the app's settings at the vendor.
        "--webhooks",
        `http://127.0.0.1:${nango.port}/webhook/${keys.environmentUuid}/shopify`,
      ];
      const started: { name: string; process: SupervisedProcess }[] = [];
      for (const options of [
        { name: "sandbox", script: programs.sandbox, args, env },
        { name: "nango", script: programs.nango, env: ofNango },
      ]) {
        const logFile = join(folder.logs, `${options.name}.log`);
        const each = await superviseProcess({ ...options, logFile, drainMs: DRAIN_MS }, { say, onPid });
        each.failed.catch(() => say(`${options.name} does not run; systems cannot be connected, all else goes on. Why is in ${logFile}`));
        started.push({ name: options.name, process: each });
      }
      return started;
    },
  };
}

/** Another shop is kept in another folder; the usual one in that of its history's length. */
function folderOf({ days, ordersPerDay, profile }: SandboxShop): string {
  return ordersPerDay === 500 && profile === "typical" ? `sandbox-${days}` : `sandbox-${days}-${ordersPerDay}-${profile}`;
}
