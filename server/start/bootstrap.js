// Runs on whatever Node >= 20 is installed: installs what is missing, then hands over to the pinned Node.
// Plain JavaScript without packages, because nothing is installed yet.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  rmSync,
  writeFileSync,
  statSync,
  statfsSync,
} from "node:fs";
import { constants as osConstants } from "node:os";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const VERBS = ["start", "test", "check", "doctor", "console", "db", "db-types", "docs", "import", "lock", "reset-link", "seed"];
const OLDEST_NODE = 20;
// Runs TypeScript files directly, without a flag.
const OLDEST_NODE_FOR_TYPESCRIPT = [22, 18];
const INSTALL_NEEDS_MB = 1500;

/** A message for the person at the terminal, with what to do. */
class Stop extends Error {
  constructor(message, remedy) {
    super(message);
    this.remedy = remedy;
  }
}

await main().catch((error) => {
  if (!(error instanceof Stop)) throw error;
  process.stderr.write(`\n✗ ${error.message}\n  ${error.remedy.replaceAll("\n", "\n  ")}\n`);
  process.exitCode = 1;
});

async function main() {
  const [verb, ...args] = process.argv.slice(2);
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    throw new Stop(
      `Slipstream needs Node ${OLDEST_NODE} or newer; this is ${process.version}.`,
      "Install a current Node from https://nodejs.org and run the command again.",
    );
  }
  if (!VERBS.includes(verb)) throw new Stop(`There is no command "${verb ?? ""}".`, `Use one of: ${VERBS.join(", ")}.`);
  if (!isInstalled()) {
    if (verb === "start") await refuseTakenPort(args);
    await withInstallLock(async () => isInstalled() || (await install()));
  }
  const node = findNode();
  process.exitCode = await handOver(node, [join(root, "server", "start", `${verb}.ts`), ...args]);
}

/** A port that was asked for and is taken is worth no installation; start.ts looks again, and at more. */
async function refuseTakenPort(args) {
  const at = args.indexOf("--port");
  const port = Number(at < 0 ? process.env.PORT : args[at + 1]);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return;
  const server = createServer();
  const taken = await new Promise((resolve) => {
    server.once("error", ({ code }) => resolve(code === "EADDRINUSE"));
    server.listen({ port, host: process.env.HOST ?? "127.0.0.1", exclusive: true }, () => server.close(() => resolve(false)));
  });
  if (taken)
    throw new Stop(
      `Port ${port} is taken by another program.`,
      `Stop that program (\`lsof -i :${port}\` names it), or choose another port: npm start -- --port ${port + 1}`,
    );
}

/** Whether node_modules holds what the lock file asks for: by our own stamp, or by what npm wrote down itself. */
function isInstalled() {
  const wanted = lockHash();
  if (readStamp() === wanted) return true;
  const lock = readJson(join(root, "package-lock.json"));
  const installed = readJson(join(root, "node_modules", ".package-lock.json"));
  if (!lock || !installed) return false;
  const asLocked = Object.entries(lock.packages).every(([path, { version, optional, peer, link }]) => {
    if (path === "" || link || !path.includes("node_modules/")) return true;
    const found = installed.packages[path];
    return found ? found.version === version : Boolean(optional || peer);
  });
  if (asLocked) writeStamp(wanted);
  return asLocked;
}

function lockHash() {
  const text = readFileSync(join(root, "package-lock.json"));
  return createHash("sha256").update(text).update(`${process.platform}-${process.arch}`).digest("hex");
}

function stampFile() {
  return join(root, "node_modules", ".slipstream-install");
}

function readStamp() {
  try {
    return readFileSync(stampFile(), "utf8");
  } catch {
    return undefined;
  }
}

function writeStamp(hash) {
  try {
    writeFileSync(stampFile(), hash);
  } catch {
    // A read-only node_modules only means that the next start compares again.
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

async function install() {
  checkWritable();
  const { bavail, bsize } = statfsSync(root);
  const freeMb = (bavail * bsize) / 2 ** 20;
  if (freeMb < INSTALL_NEEDS_MB) {
    throw new Stop(
      `The disk is nearly full: ${Math.round(freeMb)} MB free, about ${INSTALL_NEEDS_MB} MB needed.`,
      "Free some space and run the command again.",
    );
  }
  const startedAt = performance.now();
  const seconds = () => `${Math.round((performance.now() - startedAt) / 1000)} s`;
  process.stdout.write("Installing packages (once, one to two minutes) ...\n");
  const beat = setInterval(() => process.stdout.write(`  still installing, ${seconds()}\n`), 15_000);
  // No install scripts: some npm versions run them, others ask first. What they would do for us is done where it is needed.
  const options = ["--include=dev", "--include=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  let { code, output } = await npm(["ci", ...options]);
  if (code !== 0 && /EUSAGE/.test(output)) {
    process.stdout.write("  package-lock.json lacks packages that package.json asks for; installing those too\n");
    ({ code, output } = await npm(["install", "--no-save", ...options]));
  }
  clearInterval(beat);
  if (code !== 0) throw installFailure(output);
  writeStamp(lockHash());
  process.stdout.write(`Packages installed in ${seconds()}.\n`);
}

function checkWritable() {
  const uid = process.getuid?.();
  const places = [root, join(root, "node_modules"), join(root, "node_modules", ".bin")].filter((place) => existsSync(place));
  for (const place of places) {
    try {
      accessSync(place, constants.W_OK);
    } catch {
      const owner = statSync(place).uid;
      throw new Stop(
        `No permission to write to ${place} (it belongs to user ${owner}, you are ${uid}).`,
        `Run as its owner, or: sudo chown -R "$(id -un)" "${root}"`,
      );
    }
  }
}

function installFailure(output) {
  const has = (pattern) => pattern.test(output);
  const lines = output.split("\n").filter((line) => /^npm error \S/.test(line) && !/complete log of this run/.test(line));
  const shown = (lines.length > 0 ? lines : output.trim().split("\n")).slice(0, 12).join("\n");
  if (has(/ENOSPC|no space left/i))
    return new Stop("The disk became full while packages were installed.", "Free about 2 GB and run the command again.");
  if (has(/EACCES|EPERM/))
    return new Stop(
      `npm was not allowed to write.\n${shown}`,
      `Run as the owner of the clone, or: sudo chown -R "$(id -un)" "${root}" ~/.npm`,
    );
  if (has(/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i)) {
    return new Stop(
      `npm could not reach the package registry.\n${shown}`,
      "Check the network. Behind a proxy: npm config set https-proxy http://host:port. Then run the command again.",
    );
  }
  return new Stop(
    `npm could not install the packages.\n${shown}`,
    "Run `npm ci` to see all of its output, mend what it names and run the command again.",
  );
}

/** npm as it was called, or the one on the path. */
function npm(args) {
  const script = process.env.npm_execpath;
  const viaScript = script && /npm-cli\.[cm]?js$/.test(script);
  const [program, programArgs] = viaScript ? [process.execPath, [script, ...args]] : ["npm", args];
  // npm ci removes node_modules, and with it the Node that runs us when npm put that one first on the path.
  const options = { cwd: root, stdio: ["ignore", "pipe", "pipe"], shell: !viaScript && process.platform === "win32" };
  return new Promise((resolve) => {
    const child = spawn(program, programArgs, options);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (chunk) => (output += chunk));
    child.once("error", (error) => resolve({ code: 1, output: `${error.message}\nIs npm installed?` }));
    child.once("close", (code) => resolve({ code, output }));
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => child.kill(signal));
  });
}

/** Lets one install run at a time. The lock names its process, so that one left by a killed install is taken over. */
async function withInstallLock(work) {
  const folder = join(root, ".slipstream");
  checkWritable();
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const lock = join(folder, "install.lock");
  let saidSo = false;
  while (!tryLock(lock)) {
    if (!saidSo) process.stdout.write("Another command is installing packages; waiting for it ...\n");
    saidSo = true;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function tryLock(lock) {
  if (createAlone(lock)) return true;
  if (holderLives(lock)) return false;
  // Only one process may judge and remove a stale lock, or the second would remove the first one's new lock.
  const judge = `${lock}.stale`;
  if (!createAlone(judge)) {
    if (!holderLives(judge)) rmSync(judge, { force: true });
    return false;
  }
  try {
    if (!holderLives(lock)) rmSync(lock, { force: true });
    return createAlone(lock);
  } finally {
    rmSync(judge, { force: true });
  }
}

function createAlone(file) {
  let handle;
  try {
    handle = openSync(file, "wx");
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw new Stop(`Cannot write ${file}: ${error.message}`, `Run as the owner of the clone, or: sudo chown -R "$(id -un)" "${root}"`);
  }
  writeFileSync(handle, `${process.pid} ${startMark(process.pid)}`);
  closeSync(handle);
  return true;
}

function holderLives(file) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return false;
  }
  // Created a moment ago and not written yet: younger than any crash we could tell from.
  if (text === "") return performance.timeOrigin + performance.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < 5000;
  const [pid, mark] = text.split(" ");
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  return startMark(Number(pid)) === mark;
}

/** The kernel's start time of a process, which tells it from a later one of the same number. "" where the system does not say. */
function startMark(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return "";
  }
}

/** The pinned Node from node_modules, or the machine's own when that cannot run here and this one is new enough. */
function findNode() {
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const pinned = join(root, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(pinned) && spawnSync(pinned, ["--version"]).status === 0) return pinned;
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE_FOR_TYPESCRIPT;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return process.execPath;
  throw new Stop(
    `The pinned Node (${name}) does not run on this machine, and its own (${process.version}) is older than ${OLDEST_NODE_FOR_TYPESCRIPT.join(".")}.`,
    "Install a current Node from https://nodejs.org (on a slim Linux: a glibc one), then run the command again.",
  );
}

/** Runs the command in the given Node, passing signals on. The channel tells it when we are killed. */
function handOver(node, args) {
  const env = {
    ...process.env,
    PATH: `${join(root, "node_modules", ".bin")}${process.platform === "win32" ? ";" : ":"}${process.env.PATH ?? ""}`,
  };
  const child = spawn(node, args, { cwd: root, env, stdio: ["inherit", "inherit", "inherit", "ipc"] });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  whenCallerIsGone(() => child.kill("SIGTERM"));
  return new Promise((resolve) => {
    child.once("error", (error) => {
      process.stderr.write(`\n✗ ${node} could not run: ${error.message}\n  Remove node_modules and run the command again.\n`);
      resolve(1);
    });
    child.once("exit", (code, signal) => {
      if (signal) process.stderr.write(`\n✗ Slipstream was ended by ${signal}. Nothing committed is lost; run the command again.\n`);
      resolve(signal ? 128 + (osConstants.signals[signal] ?? 0) : code);
    });
  });
}

/** npm passes SIGTERM on to the shell between it and us, which ends without telling us: then our parent is another process. */
function whenCallerIsGone(act) {
  if (!process.env.npm_lifecycle_event || process.platform === "win32") return;
  const caller = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === caller) return;
    clearInterval(look);
    act();
  }, 500);
  look.unref();
}
