import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import vm from "node:vm";

/** The packages that a function may load at run time; with the prefix node: they are refused, as on the real runner. */
const PACKAGES: ReadonlySet<string> = new Set(["url", "crypto", "zod", "nango", "unzipper", "soap", "botbuilder"]);

/** Compiled files of this thread by path, each as of when it was last written: compiling one takes longer than most webhooks' functions run. */
const scripts = new Map<string, { writtenMs: number; script: vm.Script }>();

function scriptOf(file: string): vm.Script {
  const writtenMs = statSync(file).mtimeMs;
  const known = scripts.get(file);
  if (known?.writtenMs === writtenMs) return known.script;
  const script = new vm.Script(readFileSync(file, "utf8"), { filename: file });
  scripts.set(file, { writtenMs, script });
  return script;
}

const hostRequire = createRequire(import.meta.url);

function requireListed(name: string): unknown {
  if (!PACKAGES.has(name)) throw new Error(`Module '${name}' is not allowed`);
  return hostRequire(name);
}

const silent = () => {};
const CONSOLE = { log: silent, info: silent, warn: silent, error: silent, debug: silent, trace: silent };

/**
 * Runs a compiled file in a context that has the language and the few names a real runner gives, and nothing else:
 * no fetch, no TextEncoder, no structuredClone, no process, no clearTimeout, no code from strings.
 *
 * @returns what the file exports as default; its form is not checked here
 */
export function loadInSandbox(file: string): unknown {
  const loaded: { exports: Record<string, unknown> } = { exports: {} };
  const names: Record<string, unknown> = Object.assign(Object.create(null), {
    module: loaded,
    exports: loaded.exports,
    require: requireListed,
    console: CONSOLE,
    Buffer,
    setTimeout: (callback: () => void, milliseconds: number) => {
      setTimeout(callback, milliseconds);
    },
    URL,
    URLSearchParams,
  });
  const context = vm.createContext(names, { codeGeneration: { strings: false, wasm: false } });
  scriptOf(file).runInContext(context);
  return loaded.exports["default"];
}
