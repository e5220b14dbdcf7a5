import { z } from "zod";
import type { Emulator } from "../context.ts";
import { failure, oldFailure, readInput } from "../http/contract-error.ts";
import { ConnectionId, FunctionName, ProviderConfigKey, queryObject } from "../http/fields.ts";
import { jsonBody, type Route } from "../http/server.ts";
import { checkpointKey } from "../runtime/run-function.ts";
import { readCheckpoint } from "../store/checkpoints.ts";
import { type Connection, findConnection } from "../store/connections.ts";
import { countRecords } from "../store/records.ts";
import { lastJob, setFrequency, setPaused, type SyncRow, syncsOf } from "../store/syncs.ts";
import { frequencyMs } from "../syncs/frequency.ts";
import type { SyncRunner } from "../syncs/sync-runner.ts";

const SyncNames = z.array(z.union([FunctionName, z.strictObject({ name: FunctionName, variant: FunctionName })]));
const Selection = { syncs: SyncNames.default([]), provider_config_key: ProviderConfigKey, connection_id: ConnectionId.optional() };
const Trigger = z
  .strictObject({
    ...Selection,
    opts: z.strictObject({ reset: z.boolean().optional(), emptyCache: z.boolean().optional() }).optional(),
    sync_mode: z.enum(["incremental", "full_refresh", "full_refresh_and_clear_cache"]).optional(),
    full_resync: z.boolean().optional(),
  })
  .refine((body) => body.opts === undefined || (body.sync_mode === undefined && body.full_resync === undefined), {
    path: ["sync_mode"],
    message: "sync_mode and opts cannot be used together",
  });
const Choice = z.strictObject(Selection);
const StatusQuery = z.strictObject({ syncs: z.string(), provider_config_key: ProviderConfigKey, connection_id: ConnectionId.optional() });
const FrequencyBody = z.strictObject({
  sync_name: FunctionName,
  sync_variant: FunctionName.optional(),
  provider_config_key: ProviderConfigKey,
  connection_id: ConnectionId,
  frequency: z
    .string()
    .refine((text) => (frequencyMs(text) ?? 0) >= 30_000, "frequency must be at least 30 seconds")
    .nullable(),
});

type Chosen = { connection: Connection; sync: SyncRow };

export function syncRoutes(emulator: Emulator, runner: SyncRunner): Route[] {
  const { database, pack } = emulator;

  async function connectionsOf(key: string, connectionId: string | undefined): Promise<Connection[]> {
    if (connectionId === undefined)
      return database.query<Connection>("select * from nango.connection where provider_config_key = $1 order by id", [key]);
    const found = await findConnection(database, key, connectionId);
    return found ? [found] : [];
  }

  async function choose(key: string, connectionId: string | undefined, names: z.infer<typeof SyncNames>): Promise<Chosen[]> {
    const wanted = names.map((name) => (typeof name === "string" ? { name, variant: "base" } : name));
    const chosen: Chosen[] = [];
    for (const connection of await connectionsOf(key, connectionId)) {
      for (const sync of await syncsOf(database, connection.id)) {
        if (wanted.length === 0 || wanted.some(({ name, variant }) => name === sync.name && variant === sync.variant))
          chosen.push({ connection, sync });
      }
    }
    return chosen;
  }

  async function require(body: {
    provider_config_key: string;
    connection_id?: string | undefined;
    syncs: z.infer<typeof SyncNames>;
  }): Promise<Chosen[]> {
    const chosen = await choose(body.provider_config_key, body.connection_id, body.syncs);
    if (chosen.length === 0) throw oldFailure(400, "no_syncs_found", "No syncs found given the inputs.");
    return chosen;
  }

  /** How syncs stand. The records of a connection are counted once, whatever number of its syncs is asked about. */
  async function statusesOf(chosen: readonly Chosen[]): Promise<Record<string, unknown>[]> {
    const counts = new Map<number, ReturnType<typeof countRecords>>();
    return Promise.all(
      chosen.map(async (one) => {
        const { id } = one.connection;
        const counting = counts.get(id) ?? countRecords(database, id);
        counts.set(id, counting);
        return statusOf(one, await counting);
      }),
    );
  }

  async function statusOf({ connection, sync }: Chosen, counts: ReadonlyMap<string, number>): Promise<Record<string, unknown>> {
    const definition = pack.findSync(connection.provider_config_key, sync.name);
    const job = await lastJob(database, sync.id);
    const checkpoint = await readCheckpoint(database, connection.id, checkpointKey("sync", sync.name, sync.variant));
    const isRunning = runner.isRunning(sync.id);
    const hasFailed = job?.status === "ERROR";
    return {
      id: sync.id,
      connection_id: connection.connection_id,
      name: sync.name,
      variant: sync.variant,
      type: job?.type ?? "INITIAL",
      ...(job?.finished_at ? { finishedAt: new Date(job.finished_at).toISOString() } : {}),
      nextScheduledSyncAt: sync.paused || sync.next_run_at === null ? null : new Date(sync.next_run_at).toISOString(),
      status: isRunning ? "RUNNING" : sync.paused ? "PAUSED" : hasFailed ? "ERROR" : "SUCCESS",
      frequency: sync.frequency ?? definition?.runs ?? null,
      latestResult: job?.result ?? {},
      latestExecutionStatus: job === null ? null : isRunning ? "RUNNING" : hasFailed ? "STOPPED" : "SUCCESS",
      recordCount: Object.fromEntries((definition?.output ?? []).map((model) => [model, counts.get(model) ?? 0])),
      checkpoint: checkpoint?.value ?? null,
    };
  }

  const setRunning =
    (paused: boolean): Route["answer"] =>
    async (call) => {
      for (const { sync } of await require(readInput("body", Choice, jsonBody(call)))) await setPaused(database, sync.id, paused);
      return { status: 200, body: { success: true } };
    };

  return [
    {
      method: "POST",
      path: "/sync/trigger",
      access: "secret",
      answer: async (call) => {
        const body = readInput("body", Trigger, jsonBody(call));
        const reset = body.opts?.reset ?? (body.full_resync === true || body.sync_mode?.startsWith("full_refresh") === true);
        const emptyCache = reset && (body.opts?.emptyCache ?? body.sync_mode === "full_refresh_and_clear_cache");
        for (const { sync } of await require(body)) emulator.background(runner.run(sync, { reset, emptyCache }));
        return { status: 200, body: { success: true } };
      },
    },
    { method: "POST", path: "/sync/pause", access: "secret", answer: setRunning(true) },
    { method: "POST", path: "/sync/start", access: "secret", answer: setRunning(false) },
    {
      method: "GET",
      path: "/sync/status",
      access: "secret",
      answer: async (call) => {
        const query = readInput("query_params", StatusQuery, queryObject(call.query));
        if (query.connection_id !== undefined && !(await findConnection(database, query.provider_config_key, query.connection_id)))
          throw failure(400, "invalid_body", "Connection not found");
        const chosen = await choose(query.provider_config_key, query.connection_id, query.syncs === "*" ? [] : query.syncs.split(","));
        return { status: 200, body: { syncs: await statusesOf(chosen) } };
      },
    },
    {
      method: "PUT",
      path: "/sync/update-connection-frequency",
      access: "secret",
      answer: async (call) => {
        const body = readInput("body", FrequencyBody, jsonBody(call));
        const name = { name: body.sync_name, variant: body.sync_variant ?? "base" };
        const [chosen] = await require({ ...body, syncs: [name] });
        if (chosen) await setFrequency(database, chosen.sync.id, body.frequency);
        const shown = body.frequency ?? pack.findSync(body.provider_config_key, body.sync_name)?.runs ?? "";
        return { status: 200, body: { frequency: shown.replace(/^every /, "") } };
      },
    },
    {
      method: "GET",
      path: "/scripts/config",
      access: "secret",
      answer: async () => ({
        status: 200,
        body: pack.integrations.map(({ providerConfigKey, syncs, actions, onEventScripts }) => ({
          providerConfigKey,
          provider: providerConfigKey,
          syncs: syncs.map((sync) => ({ ...sync, returns: sync.output, sdk_version: "0.71.10-zero" })),
          actions: actions.map((action) => ({ ...action, sdk_version: "0.71.10-zero" })),
          "on-events": Object.entries(onEventScripts).flatMap(([event, names]) => names.map((name) => ({ event, name }))),
        })),
      }),
    },
    {
      method: "GET",
      path: "/environment-variables",
      access: "secret",
      answer: async () => ({
        status: 200,
        body: Object.entries(emulator.settings.environmentVariables).map(([name, value]) => ({ name, value })),
      }),
    },
  ];
}
