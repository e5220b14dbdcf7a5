import type { Runner } from "./runner.ts";

/** What a function may use of `nango`; everything else is the runner's own business. */
const ALLOWED: ReadonlySet<string> = new Set([
  "proxy", "get", "post", "put", "patch", "delete", "paginate", "getConnection", "getMetadata", "setMetadata", "updateMetadata", "setFieldMapping", "getFieldMapping",
  "getIntegration", "getToken", "getWebhookURL", "getEnvironmentVariables", "getFlowAttributes", "getVariant", "triggerAction", "triggerSync", "startSync",
  "uncontrolledFetch", "tryAcquireLock", "releaseLock", "releaseAllLocks", "getCheckpoint", "saveCheckpoint", "clearCheckpoint", "zodValidateInput", "log", "setLogger",
  "ActionError", "connectionId", "providerConfigKey", "provider", "environmentId", "environmentName", "activityLogId", "syncId", "syncJobId", "nangoConnectionId",
  "batchSave", "batchSend", "batchUpdate", "batchDelete", "getRecordsByIds", "listRecords", "trackDeletesStart", "trackDeletesEnd",
  "deleteRecordsFromPreviousExecutions", "setMergingStrategy", "lastSyncDate", "variant", "modelFullName", "track_deletes",
]); // prettier-ignore

/** The runner with its methods bound and its inner parts out of reach. */
export function facadeOf(runner: Runner): object {
  return new Proxy(Object.create(null), {
    get: (_target, name) => {
      if (typeof name === "symbol" || name === "then") return undefined;
      if (!ALLOWED.has(name)) throw new Error(`Access to '${name}' is not allowed`);
      const value: unknown = Reflect.get(runner, name, runner);
      return typeof value === "function" && name !== "ActionError" ? value.bind(runner) : value;
    },
    set: (_target, name) => {
      throw new Error(`Access to '${String(name)}' is not allowed`);
    },
    has: (_target, name) => typeof name === "string" && ALLOWED.has(name),
  });
}
