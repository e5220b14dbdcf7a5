import { z } from "zod";
import type { Emulator } from "../context.ts";
import { ContractError } from "../http/contract-error.ts";
import { clearCheckpoint, readCheckpoint, writeCheckpoint, type CheckpointValue } from "../store/checkpoints.ts";
import { getConnectionRow, type Connection } from "../store/connections.ts";
import { type Counts, deleteRecords, deleteUnseen, mergeRecords, queryRecords, saveRecords, withMetadata } from "../store/records.ts";
import { callVendor, VendorUnreachable } from "../vendor/request.ts";
import { TokenError } from "../vendor/tokens.ts";
import { cursorOf, parseCursor } from "../store/cursor.ts";
import { HostFailure, type Host } from "./pool.ts";

/** What a run changed, for its status and its webhooks. */
export type RunReport = { counts: Record<string, Counts>; checkpoints: { from: CheckpointValue | null; to: CheckpointValue | null } };

const Batch = z.object({ model: z.string(), records: z.array(z.looseObject({ id: z.string() })) });
const Model = z.object({ model: z.string() });
const Ids = z.object({ model: z.string(), ids: z.array(z.string()) });
const ListPage = z.object({ model: z.string(), cursor: z.string().nullable() });
const Lock = z.object({ key: z.string(), ttlMs: z.number() });
const LockName = z.object({ key: z.string() });
const CheckpointData = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const ProxyConfig = z.looseObject({
  method: z.string().default("GET"),
  endpoint: z.string(),
  params: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
  data: z.unknown().optional(),
  headers: z.record(z.string(), z.unknown()).nullish(),
  retries: z.number().nullish(),
  retryOn: z.array(z.number()).nullish(),
  retryHeader: z.object({ at: z.string().optional(), after: z.string().optional() }).nullish(),
  baseUrlOverride: z.string().nullish(),
  responseType: z.string().nullish(),
});

// Locks outlive a run at most by their time to live; they are for functions of this one process.
const locks = new Map<string, { holder: object; until: number }>();

/**
 * The main thread's side of one run: vendors, records, checkpoints, locks.
 *
 * @param checkpointKey name of the function's progress on this connection
 * @param job number of the run: what a record was last seen by
 */
export function openHost(
  emulator: Emulator,
  connection: Connection,
  checkpointKey: string,
  job: number,
): { host: Host; report: RunReport } {
  const { database } = emulator;
  const report: RunReport = { counts: {}, checkpoints: { from: null, to: null } };
  const holder = {};
  let version = 0;
  const shelf = (model: string) => ({ connection: connection.id, model });
  const trackKey = (model: string) => `${checkpointKey}:trackDeletes:${model}`;

  function count(model: string, counts: Partial<Counts>): true {
    const sum = (report.counts[model] ??= { added: 0, updated: 0, deleted: 0 });
    sum.added += counts.added ?? 0;
    sum.updated += counts.updated ?? 0;
    sum.deleted += counts.deleted ?? 0;
    return true;
  }

  const methods: Record<string, (argument: unknown) => Promise<unknown>> = {
    proxy: (argument) => proxy(emulator, connection, argument),
    log: async () => null,
    batchSave: async (argument) => {
      const { model, records } = Batch.parse(argument);
      return count(model, await saveRecords(database, shelf(model), records, job));
    },
    batchUpdate: async (argument) => {
      const { model, records } = Batch.parse(argument);
      return count(model, await mergeRecords(database, shelf(model), records, job));
    },
    batchDelete: async (argument) => {
      const { model, records } = Batch.parse(argument);
      return count(model, await deleteRecords(database, shelf(model), records, job));
    },
    getRecordsByIds: async (argument) => {
      const { model, ids } = Ids.parse(argument);
      const rows = await queryRecords(database, shelf(model), { modifiedAfter: null, filter: [], cursor: null, ids, limit: ids.length });
      return rows.map(withMetadata);
    },
    listRecords: async (argument) => {
      const { model, cursor } = ListPage.parse(argument);
      const rows = await queryRecords(database, shelf(model), {
        modifiedAfter: null,
        filter: [],
        cursor: cursor === null ? null : parseCursor(cursor),
        ids: [],
        limit: 1000,
      });
      const last = rows.at(-1);
      return {
        records: rows.map(withMetadata),
        next: last && rows.length === 1000 ? cursorOf(last) : null,
      };
    },
    getCheckpoint: async () => {
      const stored = await readCheckpoint(database, connection.id, checkpointKey);
      version = stored?.version ?? 0;
      report.checkpoints.from ??= stored?.value ?? null;
      report.checkpoints.to = stored?.value ?? null;
      return stored?.value ?? null;
    },
    saveCheckpoint: async (argument) => {
      const value = CheckpointData.parse(argument);
      if (version === 0) version = (await readCheckpoint(database, connection.id, checkpointKey))?.version ?? 0;
      if (!(await writeCheckpoint(database, connection.id, checkpointKey, value, version)))
        throw new Error("The checkpoint was saved by another run meanwhile");
      version += 1;
      report.checkpoints.to = value;
      return null;
    },
    clearCheckpoint: async () => {
      await clearCheckpoint(database, connection.id, checkpointKey);
      version = 0;
      report.checkpoints.to = null;
      return null;
    },
    trackDeletesStart: async (argument) => {
      await writeCheckpoint(database, connection.id, trackKey(Model.parse(argument).model), { syncJobId: job }, 0);
      return null;
    },
    trackDeletesEnd: async (argument) => {
      const { model } = Model.parse(argument);
      const start = await readCheckpoint(database, connection.id, trackKey(model));
      if (!start) throw new Error(`No track deletes starting point found for model '${model}'.`);
      const deleted = await deleteUnseen(database, shelf(model), Number(start.value["syncJobId"]));
      await clearCheckpoint(database, connection.id, trackKey(model));
      count(model, { deleted: deleted.length });
      return deleted;
    },
    deleteRecordsFromPreviousExecutions: async (argument) => {
      const { model } = Model.parse(argument);
      const deleted = await deleteUnseen(database, shelf(model), job);
      count(model, { deleted: deleted.length });
      return deleted;
    },
    tryAcquireLock: async (argument) => {
      const { key, ttlMs } = Lock.parse(argument);
      if (key === "") throw new Error("Invalid lock key (must not be empty)");
      if (ttlMs <= 0) throw new Error("Invalid lock ttlMs (must be greater than 0)");
      const held = locks.get(key);
      if (held && held.holder !== holder && held.until > Date.now()) return false;
      locks.set(key, { holder, until: Date.now() + ttlMs });
      return true;
    },
    releaseLock: async (argument) => {
      const { key } = LockName.parse(argument);
      return locks.get(key)?.holder === holder && locks.delete(key);
    },
    releaseAllLocks: async () => {
      for (const [key, lock] of locks) if (lock.holder === holder) locks.delete(key);
      return null;
    },
  };

  return {
    report,
    host: async (method, argument) => {
      const answer = methods[method];
      if (!answer) throw new Error(`nango.${method} is not there`);
      return answer(argument);
    },
  };
}

async function proxy(emulator: Emulator, connection: Connection, argument: unknown): Promise<unknown> {
  const config = ProxyConfig.parse(argument);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(config.headers ?? {})) headers[name.toLowerCase()] = String(value);
  const isText = typeof config.data === "string";
  if (config.data !== undefined && config.data !== null && !isText) headers["content-type"] ??= "application/json";
  const body =
    config.data === undefined || config.data === null
      ? null
      : Buffer.from(typeof config.data === "string" ? config.data : JSON.stringify(config.data));
  try {
    const answer = await callVendor(emulator, await getConnectionRow(emulator.database, connection.id), {
      method: config.method.toUpperCase(),
      endpoint: config.endpoint,
      query: queryOf(config.params),
      headers,
      body,
      retries: config.retries ?? 0,
      retryOn: config.retryOn ?? [],
      retryHeader: { at: config.retryHeader?.at ?? null, after: config.retryHeader?.after ?? null },
      baseUrlOverride: config.baseUrlOverride || null,
      caller: "function",
    });
    const data = dataOf(answer.body, config.responseType ?? "json");
    if (answer.status >= 200 && answer.status < 300) {
      return { status: answer.status, statusText: "", headers: answer.headers, data, config: { url: answer.url, method: config.method } };
    }
    throw new HostFailure({ kind: "http", status: answer.status, headers: answer.headers, data, url: answer.url, method: config.method });
  } catch (error) {
    if (error instanceof VendorUnreachable) throw new HostFailure({ kind: "network", code: error.code, message: error.message });
    if (error instanceof TokenError)
      throw new HostFailure({
        kind: "http",
        status: 424,
        headers: {},
        data: { error: { code: "invalid_credentials", message: error.message } },
        url: config.endpoint,
        method: config.method,
      });
    if (error instanceof ContractError)
      throw new HostFailure({
        kind: "http",
        status: error.status,
        headers: {},
        data: error.body,
        url: config.endpoint,
        method: config.method,
      });
    throw error;
  }
}

function queryOf(params: string | Record<string, unknown> | null | undefined): [string, string][] {
  if (typeof params === "string") return [...new URLSearchParams(params)];
  return Object.entries(params ?? {}).flatMap(([name, value]): [string, string][] => {
    if (value === undefined || value === null) return [];
    const items: unknown[] = Array.isArray(value) ? value : [value];
    return items.map((item): [string, string] => [name, typeof item === "string" ? item : JSON.stringify(item)]);
  });
}

function dataOf(body: Buffer, responseType: string): unknown {
  if (responseType === "arraybuffer" || responseType === "stream") return body;
  const text = body.toString("utf8");
  if (responseType === "text" || text === "") return text;
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    // A vendor may say JSON and answer a page in HTML: axios hands over the text, and so do we.
    return text;
  }
}
