/** What the main thread asks a worker to run. Everything is plain data. */
export type RunRequest = {
  run: number;
  file: string;
  /** webhook: a sync's onWebhook, with the vendor's payload as input. */
  type: "sync" | "action" | "on-event" | "webhook";
  name: string;
  variant: string;
  input: unknown;
  host: string;
  secretKey: string;
  environmentId: number;
  connectionId: string;
  connection: number;
  providerConfigKey: string;
  provider: string;
  syncId: string | null;
  job: number;
  models: string[];
  jsonSchema: unknown;
  version: string;
  startedAt: string;
  killAfterMs: number;
};

/** How a run ended. */
export type RunOutcome = { ok: true; output: unknown } | { ok: false; failure: RunFailure };

/** Why a run failed, as the API tells it. */
export type RunFailure = {
  code: string;
  message: string | null;
  payload: unknown;
  upstream: { status: number; headers: Record<string, string>; body: unknown } | null;
};

/** A function's call for something that only the main thread has: the database, the vendors, the locks. */
export type HostCall = { run: number; call: number; method: string; argument: unknown };
export type HostAnswer = { call: number; ok: true; value: unknown } | { call: number; ok: false; error: HostError };

/** A vendor's answer that is an error, or any other failure of a host call. */
export type HostError =
  | { kind: "http"; status: number; headers: Record<string, string>; data: unknown; url: string; method: string }
  | { kind: "network"; code: string; message: string }
  | { kind: "plain"; message: string };

export type ToWorker = { type: "run"; request: RunRequest } | { type: "answer"; run: number; answer: HostAnswer };
export type FromWorker =
  | { type: "started"; run: number }
  | { type: "call"; call: HostCall }
  | { type: "done"; run: number; outcome: RunOutcome };
