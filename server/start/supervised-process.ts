import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { RemedyError } from "#db/embedded/remedy-error.ts";
import { createBackoff, MAX_RESTARTS } from "./backoff.ts";
import { lastLines, openLog } from "./log-file.ts";

const TETHER = new URL("./tether.ts", import.meta.url).href;
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export type ProcessOptions = {
  /** Shown to the person: "web", "worker". */
  name: string;
  /** Absolute path of the script and its arguments. */
  script: string;
  args?: readonly string[];
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** How long it may take to finish what it has begun once asked to stop. */
  drainMs: number;
  /** Writes to the terminal instead of the log. */
  echo?: boolean;
};

export type SupervisedProcess = {
  /** undefined between a death and the next start. */
  pid: () => number | undefined;
  /** Resolves when it has sent the message "ready" for the first time. */
  ready: Promise<void>;
  /** Rejects with a RemedyError when it died too often; never resolves. */
  failed: Promise<never>;
  /** Asks it to stop, waits until it has drained, kills it when it takes too long. */
  stop: () => Promise<void>;
  /** Stops it and starts it again, without counting as a death. */
  restart: () => Promise<void>;
};

/** Starts a Node script that ends with us. */
export async function spawnTethered({
  script,
  args = [],
  env,
  logFile,
  echo = false,
}: Omit<ProcessOptions, "name" | "drainMs">): Promise<ChildProcess> {
  const log = await openLog(logFile);
  try {
    const output = echo ? "inherit" : log.fd;
    // A process group of its own: Ctrl-C at the terminal reaches us alone, and we stop things in order.
    const options = {
      cwd: ROOT,
      env: { ...env, SLIPSTREAM_TETHERED: "1" },
      detached: process.platform !== "win32",
      windowsHide: true,
    } as const;
    return spawn(process.execPath, ["--import", TETHER, script, ...args], { ...options, stdio: ["ignore", output, output, "ipc"] });
  } finally {
    await log.close();
  }
}

/** Keeps a process running: starts it again with growing pauses when it dies, and gives up when it dies too often. */
export async function superviseProcess(
  options: ProcessOptions,
  { say, onPid }: { say: (line: string) => void; onPid: () => Promise<void> },
): Promise<SupervisedProcess> {
  const { name, logFile, drainMs } = options;
  const backoff = createBackoff();
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => {});
  const ready = Promise.withResolvers<void>();
  let child: ChildProcess | undefined;
  let ended: Promise<void> = Promise.resolve();
  let wanted = true;
  let reviving: Promise<void> = Promise.resolve();
  let pause: { timer: NodeJS.Timeout; done: () => void } | undefined;

  async function start(): Promise<void> {
    const startedAt = performance.now();
    const running = await spawnTethered(options);
    child = running;
    running.on("message", (message) => {
      if (message === "ready") ready.resolve();
    });
    ended = new Promise((resolve) => {
      running.once("exit", (code, signal) => {
        child = undefined;
        resolve();
        if (wanted) reviving = revive(performance.now() - startedAt, signal ?? `exit code ${code}`).catch(failure.reject);
      });
      running.once("error", (error) => {
        child = undefined;
        resolve();
        failure.reject(
          new RemedyError(`${name} cannot be started: ${error.message}`, {
            remedy: "Remove node_modules and run `npm start` again.",
            cause: error,
          }),
        );
      });
    });
    await onPid();
  }

  async function revive(ranForMs: number, reason: string): Promise<void> {
    const waitMs = backoff.next(ranForMs);
    if (waitMs === undefined) {
      throw new RemedyError(`${name} ended ${MAX_RESTARTS + 1} times in a row (${reason}).`, {
        remedy: `The lines above are its last words; all of them are in ${logFile}. Nothing committed is lost. Mend the cause, then run \`npm start\`.`,
        logLines: await lastLines(logFile, 20),
      });
    }
    say(`${name} ended (${reason}); starting it again in ${waitMs / 1000} s (${backoff.tries()} of ${MAX_RESTARTS})`);
    await new Promise<void>((done) => {
      pause = { timer: setTimeout(done, waitMs), done };
    });
    pause = undefined;
    if (wanted) await start();
  }

  async function stop(): Promise<void> {
    wanted = false;
    if (pause) {
      clearTimeout(pause.timer);
      pause.done();
    }
    await reviving;
    const running = child;
    if (!running) return;
    running.kill("SIGTERM");
    const late = setTimeout(() => {
      say(`${name} did not finish within ${drainMs / 1000} s and is ended; what it had not committed will be done again`);
      running.kill("SIGKILL");
    }, drainMs);
    await ended;
    clearTimeout(late);
  }

  await start();
  return {
    pid: () => child?.pid,
    ready: ready.promise,
    failed: failure.promise,
    stop,
    restart: async () => {
      await stop();
      wanted = true;
      await start();
    },
  };
}
