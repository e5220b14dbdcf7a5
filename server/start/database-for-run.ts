import pg from "pg";
import { RemedyError } from "#db/embedded/remedy-error.ts";

/** Addresses of a database that is not ours to start. */
export type ExternalDatabase = { ownerUrl: string; appUrl: string; appPassword: undefined };

const PATIENCE_MS = 30_000;
const APP_ROLE = "slipstream_app";

/**
 * Works out who connects where. Migrations use the owner; web and worker log in as the application role when there is an
 * address for it, and otherwise switch to it as soon as they connect.
 */
export function externalDatabase({
  databaseUrl,
  ownerUrl,
  appUrl,
}: {
  databaseUrl: string;
  ownerUrl?: string | undefined;
  appUrl?: string | undefined;
}): ExternalDatabase {
  return { ownerUrl: ownerUrl ?? databaseUrl, appUrl: appUrl ?? asAppRole(databaseUrl), appPassword: undefined };
}

/** The same address, whose sessions run as the application role. */
export function asAppRole(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  const options = [url.searchParams.get("options"), `-c role=${APP_ROLE}`].filter(Boolean).join(" ");
  url.searchParams.delete("options");
  // Postgres reads a space in an option as %20; URLSearchParams would write "+".
  return `${url.href}${url.search ? "&" : "?"}options=${encodeURIComponent(options)}`;
}

/** Waits until the server answers, as it may be starting beside us. */
export async function waitForDatabase(url: string, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (true) {
    const problem = await tryConnect(url);
    if (!problem) return;
    signal.throwIfAborted();
    const isFinal = "code" in problem && typeof problem.code === "string" && /^(28|3D)/.test(problem.code);
    if (isFinal || performance.now() > deadline) {
      const { hostname, port, pathname } = new URL(url);
      throw new RemedyError(`The database at ${hostname}:${port || 5432}${pathname} cannot be used: ${problem.message}.`, {
        remedy:
          "Check DATABASE_URL and that the server is running and lets this machine in. Without DATABASE_URL, Slipstream starts its own.",
        cause: problem,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function tryConnect(url: string): Promise<Error | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on("error", () => {});
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    await client.end().catch(() => {});
  }
}
