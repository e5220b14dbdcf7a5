import { spawn, type ChildProcess } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isAlive, signalProcess } from "#db/embedded/running-process.ts";
import { readClusterFile } from "#db/embedded/cluster-file.ts";
import { postmasterPid } from "#db/embedded/leftover-server.ts";
import { dataFolderAt, readRunning } from "#server/start/data-folder.ts";

const START = fileURLToPath(new URL("./stand-ins/start.ts", import.meta.url));

/** One `npm start`, with small stand-ins for web and worker. */
export type Run = {
  pid: number;
  output: () => string;
  /** Resolves when the output has matched; rejects when the run ended before. */
  saw: (pattern: RegExp) => Promise<string>;
  /** The address it printed. */
  url: () => Promise<string>;
  ended: Promise<{ code: number | null; output: string }>;
  stop: () => Promise<{ code: number | null; output: string }>;
};

/** A data folder in a place of its own and what runs on it. Its path has spaces and letters beyond ASCII. */
export class Installation {
  readonly home: string;
  readonly path: string;
  readonly #runs: ChildProcess[] = [];

  private constructor(home: string) {
    this.home = home;
    this.path = join(home, "größe und データ");
  }

  static async make(): Promise<Installation> {
    const home = await mkdtemp(join(tmpdir(), "slipstream fault "));
    // As root, Postgres runs as another user, who may pass through: otherwise the data would go to a folder outside.
    await chmod(home, 0o711);
    return new Installation(home);
  }

  start(args: readonly string[] = [], extra: Record<string, string> = {}): Run {
    const { PORT: _port, DATABASE_URL: _url, SLIPSTREAM_URL: _public, ...env } = process.env;
    const child = spawn(process.execPath, [START, ...args], {
      env: { ...env, SLIPSTREAM_DATA: this.path, ...extra },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#runs.push(child);
    return runOf(child);
  }

  /** Process numbers of web, worker and the database server, as far as they are known. */
  async processes(): Promise<Record<"web" | "worker" | "database", number | undefined>> {
    const running = await readRunning(dataFolderAt(this.path));
    const find = (name: string) => running?.processes.find((each) => each.name === name)?.pid;
    const cluster = await readClusterFile(join(this.path, "postgres"));
    return { web: find("web"), worker: find("worker"), database: cluster && (await postmasterPid(cluster.dataFolder)) };
  }

  /** Ends whatever a failed test left and removes the folder. */
  async remove(): Promise<void> {
    const { web, worker, database } = await this.processes();
    for (const child of this.#runs) child.kill("SIGKILL");
    for (const pid of [web, worker, database]) if (pid) signalProcess(pid, "SIGKILL");
    await eventually(() => [web, worker, database].every((pid) => !pid || !isAlive(pid)));
    await rm(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Polls until the condition holds; the test's own time limit ends it otherwise. A condition that throws does not hold yet. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (true) {
    const holds = await Promise.resolve()
      .then(condition)
      .catch(() => false);
    if (holds) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function writeNote(url: string, text: string): Promise<boolean> {
  const response = await fetch(`${url}/notes/${text}`, { method: "POST" });
  return response.ok && (await response.text()) === "committed";
}

export async function notesAt(url: string): Promise<unknown> {
  const response = await fetch(`${url}/notes`);
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

function runOf(child: ChildProcess): Run {
  let output = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => child.once("close", (code) => resolve({ code, output })));
  const saw = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(output);
        if (match) {
          listeners.delete(look);
          resolve(match[1] ?? match[0]);
        }
      };
      listeners.add(look);
      look();
      void ended.then(() => reject(new Error(`ended before ${pattern}:\n${output}`)));
    });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    saw,
    url: () => saw(/is ready: (\S+)/),
    ended,
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}
