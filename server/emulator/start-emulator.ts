import { EventEmitter } from "node:events";
import { createServer, type Server } from "node:http";
import { connectPageRoutes } from "./connect-ui/serve-page.ts";
import { openOAuthSocket } from "./connect-ui/oauth-socket.ts";
import type { Emulator, EmulatorSettings } from "./context.ts";
import { openGuard } from "./http/guard.ts";
import { handlerOf, type Route } from "./http/server.ts";
import { actionRoutes } from "./routes/actions.ts";
import { authKeyRoutes } from "./routes/auth-keys.ts";
import { connectSessionRoutes } from "./routes/connect-sessions.ts";
import { connectionRoutes } from "./routes/connections.ts";
import { integrationRoutes } from "./routes/integrations.ts";
import { oauthRoutes } from "./routes/oauth.ts";
import { providerRoutes } from "./routes/providers.ts";
import { proxyRoutes } from "./routes/proxy.ts";
import { recordRoutes } from "./routes/records.ts";
import { syncRoutes } from "./routes/syncs.ts";
import { vendorWebhookRoutes } from "./routes/vendor-webhooks.ts";
import { readPack } from "./runtime/pack.ts";
import { openPool } from "./runtime/pool.ts";
import type { Threads } from "./runtime/threads.ts";
import { openDatabase } from "./store/database.ts";
import { sealWith } from "./store/seal.ts";
import { endOrphanedJobs } from "./store/syncs.ts";
import { openScheduler } from "./syncs/scheduler.ts";
import { openSyncRunner, type SyncRunner } from "./syncs/sync-runner.ts";
import { readUpstreams } from "./vendor/upstreams.ts";

export type EmulatorOptions = Pick<EmulatorSettings, "secretKey" | "webhookSigningKey"> &
  Partial<EmulatorSettings> & {
    /** Folder of a compiled pack. */
    pack: string;
    /** Loopback URL by provider key. */
    upstreams: unknown;
    /** 0 for any free one. */
    port: number;
    databaseUrl: string;
    /** Seals the credentials in the database: at least 32 characters. */
    encryptionKey: string;
    /** Part of the address that vendors send their webhooks to: a UUID; a random one, kept in the database, unless given. */
    environmentUuid?: string;
    /** Where functions run; threads of its own unless given. */
    threads?: Threads;
    report?: Emulator["report"];
  };

export type RunningEmulator = {
  url: string;
  /** Resolves when nothing goes on in the background any more: no webhook on its way, no function of one running. */
  idle: () => Promise<void>;
  stop: () => Promise<void>;
};

/**
 * Starts the embedded Nango on 127.0.0.1.
 *
 * @throws when the pack is not compiled, an upstream is not on this machine, or the port is taken
 */
export async function startEmulator(options: EmulatorOptions): Promise<RunningEmulator> {
  if (options.secretKey === options.webhookSigningKey) throw new Error("The webhook signing key must differ from the secret key.");
  const pack = await readPack(options.pack);
  const upstreams = readUpstreams(options.upstreams);
  const seal = sealWith(options.encryptionKey);
  const database = await openDatabase(options.databaseUrl);
  await endOrphanedJobs(database);
  if (options.environmentUuid !== undefined) await database.query("update nango.environment set uuid = $1", [options.environmentUuid]);
  const pool = openPool(options.threads);
  const pending = new Set<Promise<unknown>>();
  const report = options.report ?? ((error: unknown, during: string) => console.error(`embedded Nango, ${during}:`, error));
  const emulator: Emulator = {
    url: "",
    settings: {
      secretKey: options.secretKey,
      webhookSigningKey: options.webhookSigningKey,
      webhookUrl: options.webhookUrl ?? null,
      environmentVariables: options.environmentVariables ?? {},
      webhookRetryDelaysMs: options.webhookRetryDelaysMs ?? [3000, 6000],
      proxyRetryDelayMs: options.proxyRetryDelayMs ?? 3000,
      runsSchedule: options.runsSchedule ?? true,
      functionTimeoutMs: options.functionTimeoutMs ?? 3_600_000,
      vendorTimeoutMs: options.vendorTimeoutMs ?? 120_000,
      examples: options.examples ?? {},
    },
    database,
    seal,
    pack,
    upstreams,
    pool,
    events: new EventEmitter().setMaxListeners(0),
    background: (work) => {
      const settled = work.catch((error: unknown) => report(error, "background work")).finally(() => pending.delete(settled));
      pending.add(settled);
    },
    report,
  };

  const runner = openSyncRunner(emulator);
  const server = createServer();
  try {
    emulator.url = await listen(server, options.port);
  } catch (error) {
    await database.close();
    throw error;
  }
  server.on("request", handlerOf(routesOf(emulator, runner), openGuard(database, options.secretKey), report));
  const socket = openOAuthSocket(server, emulator);
  const scheduler = emulator.settings.runsSchedule ? openScheduler(emulator, runner) : null;

  return {
    url: emulator.url,
    idle: async () => {
      while (pending.size > 0) await Promise.all(pending);
    },
    stop: async () => {
      await scheduler?.stop();
      socket.close();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      await pool.stop();
      await Promise.all(pending);
      await database.close();
    },
  };
}

function routesOf(emulator: Emulator, runner: SyncRunner): Route[] {
  return [
    ...connectPageRoutes(emulator),
    ...connectSessionRoutes(emulator),
    ...providerRoutes(emulator),
    ...integrationRoutes(emulator),
    ...connectionRoutes(emulator, runner),
    ...authKeyRoutes(emulator, runner),
    ...oauthRoutes(emulator, runner),
    ...recordRoutes(emulator),
    ...syncRoutes(emulator, runner),
    ...actionRoutes(emulator),
    ...proxyRoutes(emulator),
    ...vendorWebhookRoutes(emulator),
  ];
}

/** @returns the address; the port is known only now when any free one was asked for */
function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === "object" && address ? address.port : port}`);
    });
  });
}
