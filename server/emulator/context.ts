import type { EventEmitter } from "node:events";
import type { Pack } from "./runtime/pack.ts";
import type { FunctionPool } from "./runtime/pool.ts";
import type { Database } from "./store/database.ts";
import type { Seal } from "./store/seal.ts";
import type { Upstreams } from "./vendor/upstreams.ts";

export type EmulatorSettings = {
  /** Bearer token of the API: a UUID v4. */
  secretKey: string;
  /** Key of the webhooks' signatures; differs from the secret key, as with the real Nango. */
  webhookSigningKey: string;
  /** Where webhooks go unless a connection says otherwise; null sends none. */
  webhookUrl: string | null;
  /** Values that functions may read, as set in the real Nango's environment settings. */
  environmentVariables: Readonly<Record<string, string>>;
  /** Waits before the second and third delivery of a webhook. */
  webhookRetryDelaysMs: readonly number[];
  /** First wait of a repeated vendor call, doubled each time. */
  proxyRetryDelayMs: number;
  /** Whether syncs run by their frequency and at once on a new connection. */
  runsSchedule: boolean;
  functionTimeoutMs: number;
  /** After which a vendor's answer is waited for no longer. */
  vendorTimeoutMs: number;
  /** What the connect page names as an example in place of the provider's own, by provider and field: the keys of a sandbox. */
  examples: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** What every part of the emulator works with. `url` is its own address. */
export type Emulator = {
  url: string;
  settings: EmulatorSettings;
  database: Database;
  seal: Seal;
  pack: Pack;
  upstreams: Upstreams;
  pool: FunctionPool;
  /** Names: `ws:<client id>` with the message for a browser that waits for an OAuth flow. */
  events: EventEmitter;
  /** Work that goes on after an answer was given; awaited when the emulator stops. */
  background: (work: Promise<unknown>) => void;
  report: (error: unknown, during: string) => void;
};
