import { spawn, type ChildProcess } from "node:child_process";
import { chmod, mkdir, open, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { totalmem } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { packagedBinaries, programPath } from "./binaries.ts";
import { newClusterFile, readClusterFile, writeClusterFile, type ClusterFile } from "./cluster-file.ts";
import { freePort, isPortFree } from "./free-port.ts";
import { spawnKept } from "./keeper.ts";
import { postmasterPid, stopLeftoverServer } from "./leftover-server.ts";
import { copyBinaries, newPlaceFor, reachablePlace } from "./reachable-place.ts";
import { RemedyError } from "./remedy-error.ts";
import { signalProcess } from "./running-process.ts";
import { canReach, giveTo, runAs, serverUser, type ServerUser } from "./server-user.ts";

export type EmbeddedOptions = {
  /** Folder for the database, its passwords and its port; made when missing. The caller holds the lock on it. */
  home: string;
  /** durable: nothing committed is lost in a crash. fast: for tests; a crash of the machine loses the database. */
  mode: "durable" | "fast";
  /** File that the server's own messages are appended to. */
  logFile: string;
  /** Remove `home` when the server has stopped, even when we were killed. */
  removeAtEnd?: boolean;
  /** Sentences for the person at the terminal. */
  log?: (line: string) => void;
};

export type EmbeddedServer = {
  /** The role that owns the database `slipstream`: it may create roles, and is no superuser. */
  ownerUrl: string;
  /** The login role of web and worker, once migrations have made it. */
  appUrl: string;
  /** The superuser on the database `postgres`. For tests and the SQL shell. */
  adminUrl: string;
  /** Password the application's login role is to get. */
  appPassword: string;
  port: number;
  /** Process number of the server itself. */
  pid: number;
  /** Resolves when the server has ended, asked to or not. */
  exited: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, what was committed is on disk. Safe to call twice. */
  stop: () => Promise<void>;
};

type Site = { binaries: string; user: ServerUser; cluster: ClusterFile };

// A crashed server first replays its log, which took seconds; this is for very large ones.
const READY_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 60_000;

/**
 * Starts the packaged Postgres on 127.0.0.1 and waits until it takes connections; the first time it creates the database.
 * A server that an earlier run left on the same folder is stopped first. Errors a person can mend are RemedyErrors.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { log = () => {} } = options;
  const site = await prepareSite(options, log);
  if (await stopLeftoverServer(site.cluster.dataFolder)) log("stopped the database server of an earlier run");
  if (!(await exists(join(site.cluster.dataFolder, "PG_VERSION")))) await createCluster(site, options, log);
  await checkVersion(site);
  return startServer(site, options, log);
}

async function prepareSite(options: EmbeddedOptions, log: (line: string) => void): Promise<Site> {
  const user = serverUser();
  await mkdir(options.home, { recursive: true, mode: 0o700 });
  const home = await realpath(options.home);
  if (user) await chmod(home, 0o711);
  if (user && options.removeAtEnd) await giveTo(user, home);
  const packaged = await packagedBinaries();
  const reach = canReach(user, { binaries: packaged.folder, folder: home });
  const existing = await readClusterFile(home);
  const outside = reach.binaries && reach.folder ? undefined : await reachablePlace(user);
  const binaries = reach.binaries || !outside ? packaged.folder : await copyBinaries(packaged, outside);
  const cluster = existing
    ? await relocate(existing, home)
    : newClusterFile(reach.folder || !outside ? join(home, "data") : join(newPlaceFor(home, outside), "data"), await freePort());
  if (outside)
    log(`Postgres runs as ${user?.name}, who cannot enter this folder: it uses ${outside}${reach.folder ? "" : " for the data too"}`);
  await writeClusterFile(home, cluster);
  return { binaries, user, cluster };
}

/** A clone that was moved finds its data in the new place; data outside of the clone stays where it is. */
async function relocate(cluster: ClusterFile, home: string): Promise<ClusterFile> {
  const inside = join(home, "data");
  return (await exists(join(inside, "PG_VERSION"))) ? { ...cluster, dataFolder: inside } : cluster;
}

async function createCluster({ binaries, user, cluster }: Site, { mode }: EmbeddedOptions, log: (line: string) => void): Promise<void> {
  log("creating the database");
  const unfinished = `${cluster.dataFolder}.unfinished`;
  const passwordFile = `${cluster.dataFolder}.password`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(cluster.dataFolder, { recursive: true, force: true });
  const parent = dirname(unfinished);
  const made = await mkdir(parent, { recursive: true });
  if (made && user) await chmod(parent, 0o711);
  await mkdir(unfinished, { mode: 0o700 });
  await giveTo(user, unfinished);
  try {
    await writeFile(passwordFile, `${cluster.adminPassword}\n`, { mode: 0o600 });
    await giveTo(user, passwordFile);
    const args = [`--pgdata=${unfinished}`, "--username=postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256", "--encoding=UTF8"];
    // The built-in locale sorts alike on every machine; one of the system's may change with it and break indexes.
    args.push("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions");
    if (mode === "fast") args.push("--no-sync");
    const { code, output } = await run(programPath(binaries, "initdb"), args, user);
    if (code !== 0) throw failure("Postgres could not create its database.", output);
    await rename(unfinished, cluster.dataFolder);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function checkVersion({ binaries, user, cluster }: Site): Promise<void> {
  const ofData = (await readFile(join(cluster.dataFolder, "PG_VERSION"), "utf8")).trim();
  const { output } = await run(programPath(binaries, "postgres"), ["--version"], user);
  const ofProgram = /(\d+)[.\d]*\s*$/.exec(output.join(" "))?.[1];
  if (ofProgram === ofData) return;
  throw new RemedyError(
    `The data folder was written by Postgres ${ofData}; the installed one is ${ofProgram ?? `not usable: ${output.join(" ")}`}.`,
    {
      remedy: "Go back to the release of Slipstream that wrote it, or move the data with pg_dump; the data is untouched.",
    },
  );
}

async function startServer(site: Site, options: EmbeddedOptions, log: (line: string) => void): Promise<EmbeddedServer> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  let { cluster } = site;
  while (true) {
    if (!(await isPortFree(cluster.port))) cluster = { ...cluster, port: await freePort() };
    await writeClusterFile(options.home, cluster);
    const attempt = await tryServer({ ...site, cluster }, options, deadline);
    if ("server" in attempt) return attempt.server;
    const text = attempt.output.join("\n");
    if (/could not create any TCP\/IP sockets/.test(text)) cluster = { ...cluster, port: await freePort() };
    else if (!/pre-existing shared memory block|lock file ".*" already exists/.test(text) || performance.now() > deadline) {
      throw failure("Postgres could not start.", attempt.output);
    } else {
      log("waiting for the last processes of the earlier database server to end");
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

async function tryServer(
  site: Site,
  options: EmbeddedOptions,
  deadline: number,
): Promise<{ server: EmbeddedServer } | { output: string[] }> {
  const logHandle = await open(options.logFile, "a", 0o600);
  const { size: logStart } = await logHandle.stat();
  const child = spawnKept([programPath(site.binaries, "postgres"), ...serverArguments(site.cluster, options.mode)], {
    user: site.user,
    logFd: logHandle.fd,
    env: serverEnvironment(),
    removeAtEnd: options.removeAtEnd ? options.home : "",
  });
  const ended = { value: false };
  const exited = new Promise<void>((resolve) => {
    const end = () => {
      ended.value = true;
      child.stdin?.destroy();
      resolve();
    };
    child.once("exit", end).once("error", end);
  });
  child.stdin?.on("error", () => {});
  await logHandle.close();
  const ready = await waitUntilReady(site.cluster, () => ended.value, deadline);
  if (!ready) {
    child.stdin?.destroy();
    await exited;
    return { output: await linesFrom(options.logFile, logStart) };
  }
  const pid = await postmasterPid(site.cluster.dataFolder);
  if (pid === undefined) throw new Error("a running database server without postmaster.pid");
  return { server: describeServer(site.cluster, { child, pid, exited }) };
}

function describeServer(
  cluster: ClusterFile,
  { child, pid, exited }: { child: ChildProcess; pid: number; exited: Promise<void> },
): EmbeddedServer {
  return {
    ...clusterUrls(cluster),
    appPassword: cluster.appPassword,
    port: cluster.port,
    pid,
    exited,
    stop: async () => {
      child.stdin?.destroy();
      if (process.platform === "win32") child.kill();
      const late = setTimeout(() => signalProcess(pid, "SIGQUIT"), STOP_TIMEOUT_MS);
      await exited;
      clearTimeout(late);
    },
  };
}

/** Addresses of a server by its cluster file. */
export function clusterUrls(cluster: ClusterFile): { ownerUrl: string; adminUrl: string; appUrl: string } {
  const url = (role: string, password: string, database: string) => `postgres://${role}:${password}@127.0.0.1:${cluster.port}/${database}`;
  return {
    ownerUrl: url("slipstream_owner", cluster.ownerPassword, "slipstream"),
    adminUrl: url("postgres", cluster.adminPassword, "postgres"),
    appUrl: url("slipstream_app", cluster.appPassword, "slipstream"),
  };
}

function serverArguments(cluster: ClusterFile, mode: "durable" | "fast"): string[] {
  const sharedBuffersMb = Math.round(Math.min(1024, Math.max(128, totalmem() / 2 ** 20 / 8)));
  const settings: Record<string, string> = {
    port: String(cluster.port),
    // TCP only: the path of a Unix socket may hold some 100 bytes, and a clone's path may be longer.
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "200",
    shared_buffers: `${mode === "fast" ? 128 : sharedBuffersMb}MB`,
    timezone: "UTC",
    log_timezone: "UTC",
    log_line_prefix: "%m [%p] %a ",
    log_min_duration_statement: "1s",
    password_encryption: "scram-sha-256",
    max_wal_size: "2GB",
  };
  const fast = {
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    wal_level: "minimal",
    max_wal_senders: "0",
    autovacuum: "off",
  };
  const all = mode === "fast" ? { ...settings, ...fast } : settings;
  return ["-D", cluster.dataFolder, ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

/** Our own PG* and locale variables must not reach the server. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return {
    NODE_ENV: "production",
    PATH: process.env["PATH"] ?? "/usr/bin:/bin",
    LC_ALL: "C",
    TZ: "UTC",
    ...(process.env["SystemRoot"] ? { SystemRoot: process.env["SystemRoot"] } : {}),
  };
}

/** False when the server ended instead, or was not ready in time. */
async function waitUntilReady(cluster: ClusterFile, hasEnded: () => boolean, deadline: number): Promise<boolean> {
  while (!hasEnded() && performance.now() < deadline) {
    if (await tryPrepare(cluster)) return true;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return false;
}

/** Connects and makes the owner and its database; false while the server does not take connections yet. */
async function tryPrepare(cluster: ClusterFile): Promise<boolean> {
  const client = new pg.Client({ connectionString: clusterUrls(cluster).adminUrl, connectionTimeoutMillis: 5000 });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch {
    await client.end().catch(() => {});
    return false;
  }
  try {
    // A copied data folder has the same port and passwords: make sure that this is ours.
    const { rows } = await client.query<{ folder: string }>("select current_setting('data_directory') as folder");
    if (rows[0]?.folder !== cluster.dataFolder) return false;
    await client.query(`do $$ begin
      if not exists (select 1 from pg_roles where rolname = 'slipstream_owner') then create role slipstream_owner login createrole; end if; end $$`);
    await client.query(`alter role slipstream_owner password ${client.escapeLiteral(cluster.ownerPassword)}`);
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'slipstream'");
    if (!rowCount) await client.query("create database slipstream owner slipstream_owner");
    return true;
  } finally {
    await client.end();
  }
}

function failure(message: string, output: readonly string[]): RemedyError {
  const full = output.some((line) => /No space left on device/i.test(line));
  return new RemedyError(full ? "The disk is full: the database cannot write. Nothing committed is lost." : message, {
    remedy: full
      ? "Free some space (a gigabyte is plenty) and start again."
      : "Run `npm run doctor`. The lines above are the database's own words; DATABASE_URL uses another server.",
    logLines: output.slice(-20),
  });
}

async function run(program: string, args: readonly string[], user: ServerUser): Promise<{ code: number | null; output: string[] }> {
  const child = spawn(program, args, {
    ...runAs(user),
    env: serverEnvironment(),
    cwd: "/",
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve) => {
    child.once("close", resolve);
    child.once("error", (error) => {
      chunks.push(error.message);
      resolve(null);
    });
  });
  return { code, output: chunks.join("").split("\n").filter(Boolean) };
}

async function linesFrom(file: string, start: number): Promise<string[]> {
  const content = await readFile(file);
  return content.subarray(start).toString("utf8").split("\n").filter(Boolean);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
