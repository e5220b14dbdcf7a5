import { RemedyError } from "#db/embedded/remedy-error.ts";

/** Writes an error to the terminal: what its process said last, what happened, what to do. */
export function reportError(error: unknown): void {
  const lines =
    error instanceof RemedyError
      ? [...error.logLines.map((line) => `  | ${line}`), "", `✗ ${error.message}`, `  ${error.remedy}`]
      : ["", "✗ Slipstream found a fault of its own:", String(error instanceof Error ? error.stack : error)];
  process.stderr.write(`${lines.join("\n")}\n`);
}
