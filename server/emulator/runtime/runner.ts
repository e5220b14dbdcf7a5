import { Nango } from "@nangohq/node";
import { NangoSyncBase, validateCheckpoint } from "@nangohq/runner-sdk";
import type { HostCall, RunRequest } from "./messages.ts";

/** Sends a call to the main thread and waits for its answer. */
export type Ask = (method: HostCall["method"], argument: unknown) => Promise<unknown>;

type Item = { id: string; [key: string]: unknown };
type Props = ConstructorParameters<typeof NangoSyncBase>[0];
type ProxyConfiguration = Parameters<NangoSyncBase["proxy"]>[0];
type ProxyResponse = Awaited<ReturnType<NangoSyncBase["proxy"]>>;
type FetchOptions = Parameters<NangoSyncBase["uncontrolledFetch"]>[0];

const CHUNK = 1000;

/** What a function gets as `nango`: the SDK's base class, with everything that leaves the thread asked of the main one. */
export class Runner extends NangoSyncBase {
  override nango: Nango;
  readonly #ask: Ask;

  constructor(request: RunRequest, ask: Ask) {
    super(propsOf(request));
    this.#ask = ask;
    this.nango = new Nango({ host: request.host, secretKey: request.secretKey });
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the base class has it: a caller's own claim about the vendor
  override async proxy<T>(config: ProxyConfiguration): Promise<ProxyResponse & { data: T }> {
    this.throwIfAbortedOrKilled();
    const answer = await this.#ask("proxy", plain(config));
    // The main thread answers in axios' form.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return answer as ProxyResponse & { data: T };
  }

  override async log(...parts: unknown[]): Promise<void> {
    this.throwIfAbortedOrKilled();
    await this.#ask("log", plain(parts));
  }

  override async triggerSync(
    providerConfigKey: string,
    connectionId: string,
    sync: string | { name: string; variant: string },
    syncMode?: unknown,
  ): Promise<void> {
    this.throwIfAbortedOrKilled();
    const reset = syncMode === true || syncMode === "full_refresh" || syncMode === "full_refresh_and_clear_cache";
    await this.nango.triggerSync(providerConfigKey, [sync], connectionId, {
      reset,
      emptyCache: syncMode === "full_refresh_and_clear_cache",
    });
  }

  override async startSync(
    providerConfigKey: string,
    syncs: (string | { name: string; variant: string })[],
    connectionId?: string,
  ): Promise<void> {
    await this.nango.startSync(providerConfigKey, syncs, connectionId);
  }

  override async uncontrolledFetch(options: FetchOptions): Promise<Response> {
    throw new Error(`The embedded Nango calls the vendors of its map only, not ${options.url.host}.`);
  }

  override async tryAcquireLock(lock: { key: string; ttlMs: number }): Promise<boolean> {
    return (await this.#ask("tryAcquireLock", plain(lock))) === true;
  }
  override async releaseLock(lock: { key: string }): Promise<boolean> {
    return (await this.#ask("releaseLock", plain(lock))) === true;
  }
  override async releaseAllLocks(): Promise<void> {
    await this.#ask("releaseAllLocks", null);
  }

  override async getCheckpoint(): Promise<never> {
    this.throwIfAbortedOrKilled();
    // The base class types it by the function's own schema, which only the function knows.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return (await this.#ask("getCheckpoint", null)) as never;
  }
  override async saveCheckpoint(checkpoint: unknown): Promise<void> {
    this.throwIfAbortedOrKilled();
    await this.#ask("saveCheckpoint", validateCheckpoint(plain(checkpoint)));
    this.throwIfInterrupted();
  }
  override async clearCheckpoint(): Promise<void> {
    await this.#ask("clearCheckpoint", null);
  }

  override batchSave(results: unknown[], model: string): Promise<boolean> {
    return this.#inChunks("batchSave", results, model);
  }
  override batchUpdate(results: unknown[], model: string): Promise<boolean> {
    return this.#inChunks("batchUpdate", results, model);
  }
  override batchDelete(results: unknown[], model: string): Promise<boolean> {
    return this.#inChunks("batchDelete", results, model);
  }
  async #inChunks(method: string, results: unknown[], model: string): Promise<boolean> {
    this.throwIfAbortedOrKilled();
    const items = this.removeMetadata(results.map((result) => Object(result))).map(toItem);
    for (let start = 0; start < items.length; start += CHUNK) {
      await this.#ask(method, { model: this.modelFullName(model), records: items.slice(start, start + CHUNK) });
    }
    return true;
  }

  override async getRecordsByIds<TKey, TModel>(ids: TKey[], model: string): Promise<Map<TKey, TModel>> {
    const found = await this.#ask("getRecordsByIds", { model: this.modelFullName(model), ids: ids.map(String) });
    const byId = new Map(listOf(found).map((record) => [toItem(record).id, record]));
    const keyed = ids.filter((id) => byId.has(String(id))).map((id) => [id, byId.get(String(id))] as const);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return new Map(keyed) as Map<TKey, TModel>;
  }

  override async *listRecords(model: string, options?: { cursor?: string }): AsyncGenerator<never> {
    let cursor: unknown = options?.cursor ?? null;
    do {
      const page = await this.#ask("listRecords", { model: this.modelFullName(model), cursor });
      const { records, next } = Object(page);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      for (const record of listOf(records)) yield record as never;
      cursor = next;
    } while (typeof cursor === "string");
  }

  override async trackDeletesStart(model: string): Promise<void> {
    await this.#ask("trackDeletesStart", { model: this.modelFullName(model) });
  }
  override async trackDeletesEnd(model: string): Promise<{ deletedKeys: string[] }> {
    return { deletedKeys: listOf(await this.#ask("trackDeletesEnd", { model: this.modelFullName(model) })).map(String) };
  }
  override async deleteRecordsFromPreviousExecutions(model: string): Promise<{ deletedKeys: string[] }> {
    return {
      deletedKeys: listOf(await this.#ask("deleteRecordsFromPreviousExecutions", { model: this.modelFullName(model) })).map(String),
    };
  }
  override async setMergingStrategy(merging: { strategy: "ignore_if_modified_after" | "override" }): Promise<void> {
    if (merging.strategy !== "override") throw new Error("The embedded Nango knows only the merging strategy 'override'.");
  }
}

/** Plain data, as it would arrive over HTTP: what cannot be written as JSON is lost here and not later. */
function plain(value: unknown): unknown {
  const copy: unknown = value === undefined ? null : JSON.parse(JSON.stringify(value) ?? "null");
  return copy;
}

function toItem(value: unknown): Item {
  const item: unknown = plain(value);
  if (
    typeof item === "object" &&
    item !== null &&
    "id" in item &&
    (typeof item.id === "string" || typeof item.id === "number") &&
    item.id !== ""
  ) {
    return { ...item, id: String(item.id) };
  }
  throw new Error("A record has no id.");
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function propsOf(request: RunRequest): Props {
  // The SDK's props carry rows of Nango's own database; it reads of them what is given here.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return {
    scriptType: request.type,
    host: request.host,
    secretKey: request.secretKey,
    team: { id: 1, name: "embedded" },
    connectionId: request.connectionId,
    environmentId: request.environmentId,
    environmentName: "dev",
    activityLogId: `run_${request.run}`,
    providerConfigKey: request.providerConfigKey,
    provider: request.provider,
    nangoConnectionId: request.connection,
    syncId: request.syncId ?? undefined,
    syncJobId: request.job,
    syncVariant: request.variant,
    track_deletes: false,
    syncConfig: {
      sync_name: request.name,
      models: request.models,
      models_json_schema: request.jsonSchema,
      version: request.version,
      sdk_version: "0.71.10-zero",
    },
    runnerFlags: { validateActionInput: false, validateActionOutput: false, validateSyncRecords: false, validateSyncMetadata: false },
    logger: { level: "debug" },
    debug: false,
    startedAt: new Date(request.startedAt),
    endUser: null,
    lifecycle: { interruptAfterMs: request.killAfterMs, killAfterMs: request.killAfterMs },
  } as unknown as Props;
}
