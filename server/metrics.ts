import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { countJobRunsByState } from "#db/queries/job-metrics.ts";
import type { Store } from "#db/client.ts";

export type Metrics = {
  registry: Registry;
  /** Notes an answered request; the path is its first segments only, so that ids do not become labels. */
  observeRequest: (request: { method: string; path: string; status: number; seconds: number }) => void;
};

/** The numbers of one web process and of the queue it shares, in the Prometheus text format. */
export function createMetrics({ store }: { store: Store }): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "slipstream_http_request_seconds",
    help: "Time from the first byte of a request to the last of its answer",
    labelNames: ["method", "route", "status"],
    buckets: [0.01, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  });
  const connections = new Gauge({
    name: "slipstream_database_connections",
    help: "Connections of this process's pool",
    labelNames: ["state"],
    registers: [],
    collect() {
      const { pool } = store;
      this.set({ state: "open" }, pool.totalCount);
      this.set({ state: "idle" }, pool.idleCount);
      this.set({ state: "waited for" }, pool.waitingCount);
    },
  });
  const queue = new Gauge({
    name: "slipstream_queue_jobs",
    help: "Jobs in the queue by name and state, those kept after their end included",
    labelNames: ["job", "state"],
    registers: [],
    async collect() {
      this.reset();
      for (const { name, state, count } of await countJobRunsByState(store.db)) this.set({ job: name, state }, count);
    },
  });
  registry.registerMetric(connections);
  registry.registerMetric(queue);
  return {
    registry,
    observeRequest: ({ method, path, status, seconds }) =>
      requests.observe({ method, route: routeOf(path), status: String(status) }, seconds),
  };
}

const KNOWN = new Set(["api", "audit", "health", "imports", "metrics", "overview", "settings", "sign-in", "set-up", "_next"]);

/** The page or door a path belongs to. Anything else is "other": whoever asks for nonsense must not make new labels. */
function routeOf(path: string): string {
  const [first = "", second = ""] = path.split("?")[0]!.split("/").filter(Boolean);
  if (first === "") return "/";
  if (!KNOWN.has(first)) return "other";
  return first === "api" && /^[a-z]+$/.test(second) ? `/api/${second}` : `/${first}`;
}
