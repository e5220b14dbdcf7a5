import { setTimeout as wait } from "node:timers/promises";
import type { Emulator } from "../context.ts";
import type { Connection } from "../store/connections.ts";
import { isLoopbackUrl } from "../vendor/upstreams.ts";
import { signatures, stableJson } from "./sign.ts";

const TIMEOUT_MS = 20_000;

/**
 * Sends one webhook in the background: once, and twice more after a network error or a 5xx. A restart loses what was not delivered,
 * as with the real server; receivers have to sweep.
 *
 * @param connection whose own address, if it has one, is used instead of the general one; null for a failed first authorisation
 */
export function deliver(
  emulator: Emulator,
  connection: Pick<Connection, "webhook_url_override"> | null,
  content: unknown,
  headers: Record<string, string> = {},
): void {
  const url = connection?.webhook_url_override ?? emulator.settings.webhookUrl;
  if (!url) return;
  if (!isLoopbackUrl(url)) {
    emulator.report(new Error(`Webhooks go to this machine only, not to ${new URL(url).host}`), "webhook");
    return;
  }
  emulator.background(attempt(emulator, url, stableJson(content), headers));
}

async function attempt(emulator: Emulator, url: string, body: string, headers: Record<string, string>): Promise<void> {
  for (const delay of [...emulator.settings.webhookRetryDelaysMs, null]) {
    if (
      await isTaken(url, body, { ...headers, "content-type": "application/json", ...signatures(emulator.settings.webhookSigningKey, body) })
    )
      return;
    if (delay === null) break;
    await wait(delay);
  }
  emulator.report(new Error(`A webhook to ${url} was not taken`), "webhook");
}

/** Whether nothing more is to be done: taken, or refused for good. */
async function isTaken(url: string, body: string, headers: Record<string, string>): Promise<boolean> {
  try {
    const response = await fetch(url, { method: "POST", body, headers, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
    await response.arrayBuffer();
    return response.status < 500;
  } catch {
    return false;
  }
}
