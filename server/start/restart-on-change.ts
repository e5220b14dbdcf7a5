import { watch } from "node:fs";
import { fileURLToPath } from "node:url";
import type { SupervisedProcess } from "./supervised-process.ts";

const FOLDERS = ["server", "db", "connectors"];
const SETTLE_MS = 200;

/** Restarts the worker when its sources change; the pages reload by themselves. Returns how to stop watching. */
export function restartOnChange(worker: SupervisedProcess | undefined, say: (line: string) => void): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let busy = Promise.resolve();
  const changed = (file: string | null) => {
    if (!file || !/\.(ts|json|sql)$/.test(file) || /\.test\.ts$|(^|\/)start\//.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      say(`${file} changed: restarting the worker`);
      busy = busy.then(() => worker?.restart());
    }, SETTLE_MS);
  };
  const watchers = FOLDERS.map((name) =>
    watch(fileURLToPath(new URL(`../../${name}`, import.meta.url)), { recursive: true }, (_event, file) => changed(file)),
  );
  return async () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
    await busy;
  };
}
