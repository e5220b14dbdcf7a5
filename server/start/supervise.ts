import { rm } from "node:fs/promises";
import { join } from "node:path";
import { RemedyError } from "#db/embedded/remedy-error.ts";
import { isAlive, signalProcess, startMark, waitUntilGone } from "#db/embedded/running-process.ts";
import { startEmbedded, type EmbeddedServer } from "#db/embedded/start-embedded.ts";
import { createBackoff, MAX_RESTARTS } from "./backoff.ts";
import { reservePort, type ReservedPort } from "./choose-port.ts";
import { openDataFolder, readRunning, secretOf, writeRunning, type DataFolder } from "./data-folder.ts";
import { externalDatabase, waitForDatabase } from "./database-for-run.ts";
import { cutLog, lastLines } from "./log-file.ts";
import { reserveConnectors, type ConnectorPrograms } from "./embedded-connectors.ts";
import type { Progress } from "./progress.ts";
import type { StartSettings } from "./start-settings.ts";
import { superviseProcess, type SupervisedProcess } from "./supervised-process.ts";
import { waitUntilReady } from "./wait-until-ready.ts";
import { setUpToken } from "../set-up-token.ts";
import { isLoopbackHost } from "../web/client-address.ts";

/** What there is to run. The tests bring small ones of their own. */
export type Programs = {
  /** Absolute paths of scripts. */
  web: string;
  worker: string;
  /** Started where no other Nango is set. */
  connectors?: ConnectorPrograms;
  /** Resolves to whether there was something to build. */
  build: (options: { logFile: string; signal: AbortSignal; say: (line: string) => void }) => Promise<boolean>;
  migrate: (options: { ownerUrl: string; appPassword?: string; log: (line: string) => void }) => Promise<void>;
};

const DRAIN_MS = 25_000;
// Children of a killed supervisor notice at once and then drain; those that hang are ended.
const LEFTOVER_PATIENCE_MS = 10_000;
const LOG_CHECK_MS = 600_000;

type Database = { ownerUrl: string; appUrl: string; appPassword: string | undefined };
type Cleanup = () => Promise<void>;

/**
 * Runs everything until `signal` asks it to stop, then stops in the opposite order: web and worker, then the database.
 * The caller holds the lock of the data folder.
 *
 * @throws RemedyError when something cannot be started or keeps dying; all that had started is stopped by then
 */
export async function supervise(
  settings: StartSettings,
  programs: Programs,
  { progress, signal }: { progress: Progress; signal: AbortSignal },
): Promise<void> {
  const cleanups: Cleanup[] = [];
  const failure = Promise.withResolvers<never>();
  const aborted = new Promise<void>((resolve) =>
    signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve(), { once: true }),
  );
  const halt = new AbortController();
  const wiring = {
    progress,
    signal: AbortSignal.any([signal, halt.signal]),
    onStop: (cleanup: Cleanup) => cleanups.push(cleanup),
    onFailure: failure.reject,
  };
  const run = startAll(settings, programs, wiring);
  run.catch(() => {});
  try {
    await Promise.race([aborted, failure.promise, run.then(() => Promise.race([aborted, failure.promise]))]);
    progress.say("stopping: web and worker finish what they have begun");
  } finally {
    // From here on nothing more is started; what is being started adds its own way to stop.
    halt.abort();
    for (let cleanup = cleanups.pop(); cleanup; cleanup = cleanups.pop()) await cleanup();
  }
  await rm(settings.dataFolder.running, { force: true });
  progress.say("stopped");
}

type Wiring = { progress: Progress; signal: AbortSignal; onStop: (cleanup: Cleanup) => void; onFailure: (error: unknown) => void };

async function startAll(settings: StartSettings, programs: Programs, wiring: Wiring): Promise<void> {
  const { progress, signal, onStop } = wiring;
  const folder = settings.dataFolder;
  await openDataFolder(folder);
  await stopLeftovers(folder, progress);
  await writeRunning(folder, { pid: process.pid, processes: [] });
  const secret = settings.secret ?? (await secretOf(folder));
  const reserved = await reservePort(settings);
  onStop(reserved.release);
  if (reserved.port !== settings.port) progress.say(`port ${settings.port} is taken: using ${reserved.port}`);

  const building = settings.isDev ? Promise.resolve() : build(programs, folder, { progress, signal });
  onStop(async () => building.catch(() => {}));
  const preparing = prepareDatabase(settings, programs, wiring);
  const [database] = await Promise.all([preparing, building]);
  signal.throwIfAborted();
  await startProcesses(settings, programs, { database, secret, reserved }, wiring);
}

async function build(
  programs: Programs,
  folder: DataFolder,
  { progress, signal }: { progress: Progress; signal: AbortSignal },
): Promise<void> {
  const say = progress.say;
  const built = await progress.during("building the pages", programs.build({ logFile: join(folder.logs, "build.log"), signal, say }));
  say(built ? "pages built" : "pages are up to date");
}

async function prepareDatabase(settings: StartSettings, programs: Programs, wiring: Wiring): Promise<Database> {
  const { progress, signal } = wiring;
  const database = settings.databaseUrl
    ? externalDatabase({ ...settings, databaseUrl: settings.databaseUrl })
    : await keepEmbedded(settings, wiring);
  if (settings.databaseUrl) {
    await progress.during("waiting for the database", waitForDatabase(database.ownerUrl, signal));
    progress.say(`database of DATABASE_URL answers`);
  }
  signal.throwIfAborted();
  const { ownerUrl, appPassword } = database;
  await progress.during(
    "migrating the database",
    programs.migrate({ ownerUrl, ...(appPassword === undefined ? {} : { appPassword }), log: progress.say }),
  );
  progress.say("database is ready");
  return database;
}

/** Starts the embedded server, and again whenever it dies, on the same port. */
async function keepEmbedded({ dataFolder }: StartSettings, { progress, onStop, onFailure }: Wiring): Promise<Database> {
  const logFile = join(dataFolder.logs, "postgres.log");
  const backoff = createBackoff();
  let wanted = true;
  let current: Promise<EmbeddedServer>;
  let port = 0;
  const start = () => {
    const startedAt = performance.now();
    current = startEmbedded({ home: dataFolder.postgres, mode: "durable", logFile, log: progress.say });
    current.then((server) => server.exited.then(() => revive(performance.now() - startedAt))).catch(() => {});
    return current;
  };
  const revive = async (ranForMs: number) => {
    if (!wanted) return;
    const waitMs = backoff.next(ranForMs);
    if (waitMs === undefined) {
      const logLines = await lastLines(logFile, 20);
      return onFailure(
        new RemedyError(`The database ended ${MAX_RESTARTS + 1} times in a row.`, {
          remedy: `Its last words are above, all of them in ${logFile}. Run \`npm run doctor\`.`,
          logLines,
        }),
      );
    }
    progress.say("the database ended; starting it again. What was committed is safe");
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (!wanted) return;
    const server = await start().catch(onFailure);
    if (server && server.port !== port)
      onFailure(
        new RemedyError(`Port ${port} of the database was taken meanwhile.`, {
          remedy: "Run `npm start` again: all parts then use another port.",
        }),
      );
  };
  onStop(async () => {
    wanted = false;
    await current.then(
      (server) => server.stop(),
      () => {},
    );
  });
  const server = await progress.during("starting the database", start());
  port = server.port;
  return { ownerUrl: server.ownerUrl, appUrl: server.appUrl, appPassword: server.appPassword };
}

async function startProcesses(
  settings: StartSettings,
  programs: Programs,
  { database, secret, reserved }: { database: Database; secret: string; reserved: ReservedPort },
  { progress, signal, onStop, onFailure }: Wiring,
): Promise<void> {
  const { dataFolder, host, isDev } = settings;
  const url = settings.publicUrl ?? `http://localhost:${reserved.port}`;
  const connectors =
    programs.connectors && !process.env["NANGO_HOST"]
      ? await reserveConnectors(programs.connectors, { secret, folder: dataFolder, sandbox: settings.sandbox })
      : null;
  if (connectors) onStop(connectors.release);
  const own = childEnvironment({ database, secret, port: reserved.port, url, settings });
  const env = { ...own, ...connectors?.environment };
  await reserved.release();
  const started: { name: string; process: SupervisedProcess }[] = [];
  let isReady = false;
  const record = () => recordRunning(dataFolder, { started, url: isReady ? url : undefined });
  const starting: Promise<SupervisedProcess>[] = [];
  onStop(async () => {
    await Promise.all(starting.map(async (each) => (await each.catch(() => undefined))?.stop()));
  });
  for (const name of ["worker", "web"] as const) {
    const options = { name, script: programs[name], env, logFile: join(dataFolder.logs, `${name}.log`), drainMs: DRAIN_MS, echo: isDev };
    signal.throwIfAborted();
    const pending = superviseProcess(options, { say: progress.say, onPid: record });
    starting.push(pending);
    const each = await pending;
    started.push({ name, process: each });
    each.failed.catch(onFailure);
  }
  await record();
  const watch = setInterval(
    () =>
      void Promise.all(["web", "worker", "postgres", "nango", "sandbox"].map((name) => cutLog(join(dataFolder.logs, `${name}.log`)))).catch(
        () => {},
      ),
    LOG_CHECK_MS,
  );
  onStop(async () => clearInterval(watch));

  // By its own word first: on a port that was snatched away, another program might answer.
  await progress.during("waiting for web and worker", beforeAbort(Promise.all(started.map(({ process: each }) => each.ready)), signal));
  const webAddress = `http://${host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host}:${reserved.port}`;
  const address = `${webAddress}/health/ready`;
  await progress.during("waiting for the web to answer", waitUntilReady(address, { signal, logFile: join(dataFolder.logs, "web.log") }));
  isReady = true;
  await record();
  if (isDev)
    onStop((await import("./restart-on-change.ts")).restartOnChange(started.find(({ name }) => name === "worker")?.process, progress.say));
  progress.say(`Slipstream is ready: ${url}`);
  // Others reach this address, so the first owner proves by this link to be whoever started it.
  if (!isLoopbackHost(host)) progress.say(`If nobody has set it up yet, open: ${url}/set-up?token=${setUpToken(secret)}`);
  if (!connectors) return;
  signal.throwIfAborted();
  const surroundings = { env: own, ownerUrl: database.ownerUrl, webAddress, say: progress.say, onPid: record };
  const pending = connectors.start(surroundings);
  onStop(async () => {
    await Promise.all((await pending.catch(() => [])).map(({ process: each }) => each.stop()));
  });
  started.push(...(await pending));
  await record();
}

function beforeAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true })),
  ]);
}

function childEnvironment({
  database,
  secret,
  port,
  url,
  settings,
}: {
  database: Database;
  secret: string;
  port: number;
  url: string;
  settings: StartSettings;
}): NodeJS.ProcessEnv {
  const { DATABASE_OWNER_URL: _owner, DATABASE_APP_URL: _app, ...rest } = process.env;
  return {
    ...rest,
    NODE_ENV: settings.isDev ? "development" : "production",
    SLIPSTREAM_DEV: settings.isDev ? "1" : "0",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: database.appUrl,
    SLIPSTREAM_DATA: settings.dataFolder.path,
    SLIPSTREAM_SECRET: secret,
    SLIPSTREAM_URL: url,
    HOST: settings.host,
    PORT: String(port),
  };
}

async function recordRunning(
  folder: DataFolder,
  { started, url }: { started: { name: string; process: SupervisedProcess }[]; url: string | undefined },
): Promise<void> {
  const processes = started.flatMap(({ name, process: each }) => {
    const pid = each.pid();
    return pid === undefined ? [] : [{ name, pid, mark: startMark(pid) ?? "" }];
  });
  await writeRunning(folder, { pid: process.pid, processes, ...(url ? { url } : {}) });
}

/** Web and worker of a supervisor that was killed stop by themselves; wait for that, so that none is beside the new ones. */
async function stopLeftovers(folder: DataFolder, progress: Progress): Promise<void> {
  const left = ((await readRunning(folder))?.processes ?? []).filter(({ pid, mark }) => isAlive(pid) && startMark(pid) === mark);
  if (left.length === 0) return;
  progress.say(`waiting for ${left.map(({ name }) => name).join(" and ")} of an earlier run to stop`);
  await Promise.all(
    left.map(async ({ pid }) => {
      if (await waitUntilGone(pid, LEFTOVER_PATIENCE_MS)) return;
      signalProcess(pid, "SIGKILL");
      await waitUntilGone(pid, LEFTOVER_PATIENCE_MS);
    }),
  );
}
