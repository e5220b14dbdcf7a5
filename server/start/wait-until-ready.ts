import { RemedyError } from "#db/embedded/remedy-error.ts";
import { lastLines } from "./log-file.ts";

const PATIENCE_MS = 120_000;
const PAUSE_MS = 100;

/** Resolves when the address answers with success. */
export async function waitUntilReady(address: string, { signal, logFile }: { signal: AbortSignal; logFile: string }): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  let last = "no answer yet";
  while (performance.now() < deadline) {
    signal.throwIfAborted();
    try {
      const response = await fetch(address, { signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]), redirect: "manual" });
      const text = await response.text();
      if (response.ok) return;
      last = `${response.status} ${text.slice(0, 300)}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new RemedyError(`The web did not become ready within ${PATIENCE_MS / 1000} s. Its last answer: ${last}`, {
    remedy: `The lines above are its last words; all of them are in ${logFile}. Run \`npm run doctor\`.`,
    logLines: await lastLines(logFile, 20),
  });
}
