import { readConnectors } from "./read-connectors.ts";

/** `npm run bench -- NAME ARGS`. Each measurement is loaded only when asked for and answers with the exit code. */
export const benches: Record<string, (args: readonly string[]) => Promise<number>> = {
  rollout: async (args) => (await import("./rollout.ts")).benchRollout(args),
  rebuild: async (args) => (await import("./rebuild.ts")).benchRebuild(args),
  "audit-speed": async (args) => (await import("./audit-speed.ts")).benchAuditSpeed(args),
  ingest: async (args) => (await import("./ingest.ts")).benchIngest(args),
  incremental: async (args) => (await import("./incremental.ts")).benchIncremental(args),
  "back-fill": async (args) => (await import("./back-fill.ts")).benchBackFill(args),
  pages: async (args) => (await import("./pages.ts")).benchPages(args),
  effort: async (args) => (await import("./effort.ts")).benchEffort(args),
  decision: async (args) => {
    readConnectors();
    return (await import("./decision.ts")).benchDecision(args);
  },
  "back-test": async () => show(await (await import("./back-test.ts")).benchBackTest()),
  routing: async () => {
    readConnectors();
    return show(await (await import("./routing.ts")).benchRouting());
  },
  orders: async () => {
    readConnectors();
    return show(await (await import("./orders.ts")).benchOrders());
  },
  carrier: async () => {
    readConnectors();
    return show(await (await import("./carrier.ts")).benchCarrier());
  },
  inventory: async () => {
    readConnectors();
    return show(await (await import("./inventory.ts")).benchInventory());
  },
  climb: async (args) => {
    readConnectors();
    return (await import("./climb.ts")).benchClimb(args);
  },
  returns: async () => {
    readConnectors();
    return show(await (await import("./returns.ts")).benchReturns());
  },
  "supplier-po": async () => {
    readConnectors();
    return show(await (await import("./supplier-po.ts")).benchSupplierPo());
  },
  truth: async (args) => (await import("./truth.ts")).benchTruth(args),
  roi: async () => show((await import("./roi.ts")).benchRoi()),
};

function show({ lines, ok }: { lines: readonly string[]; ok: boolean }): number {
  for (const line of lines) console.log(line);
  return ok ? 0 : 1;
}

const [benchName = "", ...args] = process.argv.slice(2);
const bench = benches[benchName];
if (bench === undefined) {
  console.error(`Usage: npm run bench -- NAME ARGS, where NAME is one of: ${Object.keys(benches).join(", ")}`);
  process.exitCode = 2;
} else process.exitCode = await bench(args);
