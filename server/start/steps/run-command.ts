import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { FAILED, PASSED, type Step } from "./step.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

const running = new Set<ChildProcess>();

/** Runs a program of node_modules at the terminal. Resolves to its exit code; 1 when it was ended or could not run. */
export function runCommand(program: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  const path = `${join(ROOT, "node_modules", ".bin")}${delimiter}${process.env["PATH"] ?? ""}`;
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, PATH: path, ...env },
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  running.add(child);
  return new Promise((resolve) => {
    const end = (code: number | null) => {
      running.delete(child);
      resolve(code ?? 1);
    };
    child.once("error", (error) => {
      process.stderr.write(`${program}: ${error.message}\n`);
      end(1);
    });
    child.once("exit", end);
  });
}

/** A step that is one program: it holds or it does not. */
export function commandStep(name: string, title: string, ...commands: readonly (readonly [string, ...string[]])[]): Step {
  return {
    name,
    title,
    run: async () => {
      for (const [program, ...args] of commands) if ((await runCommand(program, args)) !== 0) return FAILED;
      return PASSED;
    },
  };
}

/** Ends what is running when we are asked to end, and ends us. */
export function endWithCommands(): void {
  const end = (signal: NodeJS.Signals) => {
    for (const child of running) child.kill(signal);
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, end);
  process.once("disconnect", () => end("SIGTERM"));
  process.channel?.unref();
}
