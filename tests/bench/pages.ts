import { randomBytes } from "node:crypto";
import { newId } from "#db/new-id.ts";
import { createCaller } from "#server/api/root.ts";
import type { RequestContext } from "#server/api/trpc.ts";
import { createAuth } from "#server/auth.ts";
import { createLog } from "#server/log.ts";
import { readSettings } from "#server/settings.ts";
import { buildAudit } from "#server/services/audit/build-audit.ts";
import { benchDatabase, type BenchDatabase } from "./bench-database.ts";
import { verdict, type Bound } from "./incremental.ts";
import { shopWorkspace } from "./shop-log.ts";

const DEFAULT_EVENTS = 10_000_000;
const CALLS = 60;
const MOST_P95_MS = 300;

type Caller = ReturnType<typeof createCaller>;
type Page = { name: string; load: (api: Caller, call: number) => Promise<unknown> };

/**
 * How long the pages of the audit wait for their procedures, called as the pages call them, sixty times each, in a log of ten million events.
 * Drawing what they answer takes the same time in any log and is not in it.
 *
 * @param args number of events, 10,000,000 unless told
 * @returns 0 when the 95th percentile of every page is at most 300 ms, else 1
 */
export async function benchPages(args: readonly string[]): Promise<number> {
  const database = await benchDatabase();
  try {
    return verdict("pages", [await measurePages(database, args[0] === undefined ? DEFAULT_EVENTS : Number(args[0]))]);
  } finally {
    await database.close();
  }
}

/** The 95th percentile of the slowest page. */
export async function measurePages(database: BenchDatabase, events: number): Promise<Bound> {
  const { admin, store } = database;
  const log = await shopWorkspace(admin, { events, newId });
  const secret = randomBytes(32).toString("hex");
  const progress = { report: () => Promise.resolve(), signal: new AbortController().signal };
  const context = { store, workspaceId: log.workspaceId, now: () => new Date(), newId, settings: { secret } };
  for (let made = await auditsOf(database, log.workspaceId); made < 2; made += 1)
    await buildAudit(context, { jobRunId: newId() }, progress);
  const api = createCaller(visitOf(database, { workspaceId: log.workspaceId, secret }));
  console.log(`  ${log.events} events, ${CALLS} calls a page: median, 95th percentile, longest in ms`);
  let slowest = { name: "", p95: 0 };
  for (const { name, load } of await pagesOf(api)) {
    const times: number[] = [];
    for (let call = 0; call < CALLS; call += 1) {
      const from = performance.now();
      await load(api, call);
      times.push(performance.now() - from);
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.ceil(share * CALLS) - 1]!;
    console.log(`  ${name}: ${at(0.5).toFixed(0)}, ${at(0.95).toFixed(0)}, ${at(1).toFixed(0)}`);
    if (at(0.95) >= slowest.p95) slowest = { name, p95: at(0.95) };
  }
  const { name, p95 } = slowest;
  return { name: `95th percentile of the slowest page (${name})`, value: p95, digits: 0, unit: "ms", most: MOST_P95_MS };
}

async function auditsOf({ admin }: BenchDatabase, workspaceId: string): Promise<number> {
  const { rows } = await admin.query<{ made: number }>("select count(*)::int as made from audit_snapshot where workspace_id = $1", [
    workspaceId,
  ]);
  return rows[0]?.made ?? 0;
}

/** A request of the workspace's owner. */
function visitOf({ store, appUrl }: BenchDatabase, { workspaceId, secret }: { workspaceId: string; secret: string }): RequestContext {
  const settings = readSettings({ DATABASE_URL: appUrl, SLIPSTREAM_SECRET: secret });
  const log = createLog({ process: "bench", level: "error" });
  return {
    store,
    queue: { enqueue: () => Promise.resolve(), enqueueHouseJob: () => Promise.resolve() },
    now: () => new Date(),
    newId,
    log,
    settings,
    mail: { send: () => Promise.resolve({ sent: false }) },
    channel: { post: () => Promise.resolve({ posted: false }) },
    auth: createAuth({ store, settings, log }),
    requestId: "bench",
    headers: new Headers(),
    responseHeaders: new Headers(),
    clientAddress: "127.0.0.1",
    fromThisMachine: true,
    fromOtherSite: false,
    user: { id: newId(), name: "Bench", email: "bench@example.com", sessionId: newId() },
    workspace: { id: workspaceId, role: "owner", demo: false },
  };
}

/** What each page of the audit asks for. Deep pages of events begin at places spread over the whole log. */
async function pagesOf(api: Caller): Promise<Page[]> {
  const { audit } = await api.audit.get({});
  if (audit === null) throw new Error("There is no audit to show.");
  const audits = await api.audit.list({});
  const ranked = audit.report.workflows.flatMap(({ workflow }) => workflow ?? []);
  const activities = audit.report.activities.flatMap(({ workflow, activity }) => (workflow === null ? [] : [{ workflow, activity }]));
  const of = <T>(list: readonly T[], call: number): T => list[call % list.length]!;
  const spanMs = audit.to.getTime() - audit.from.getTime();
  const deep = (call: number) => ({ endedAt: new Date(audit.from.getTime() + (spanMs * (call + 1)) / (CALLS + 1)), eventId: "" });
  const workflowPage = (api: Caller, call: number) => Promise.all([api.audit.get({}), api.audit.workflow({ workflow: of(ranked, call) })]);
  return [
    {
      name: "overview",
      load: async (api) => {
        await Promise.all([api.audit.get({}), api.audit.alarms({})]);
        await Promise.all([api.roi.list({}), api.rollout.get({}), api.automations.list({})]);
      },
    },
    { name: "ranking, why this rank", load: (api) => Promise.all([api.audit.get({}), api.audit.digest({})]) },
    { name: "workflow, activities", load: (api) => api.audit.get({}) },
    { name: "workflow, variants, heat map, hand-offs, decisions", load: workflowPage },
    {
      name: "workflow, process map",
      load: async (api, call) => {
        await workflowPage(api, call);
        await api.audit.map({ workflow: of(ranked, call), path: call % 3 === 0 ? null : call % 3, share: 0.9 });
      },
    },
    {
      name: "workflow, evidence",
      load: (api, call) => Promise.all([api.audit.get({}), api.audit.evidence({ workflow: of(ranked, call) })]),
    },
    {
      name: "compare",
      load: async (api) => {
        await api.audit.list({});
        await Promise.all(audits.slice(0, 2).map(({ id }) => api.audit.get({ auditId: id })));
      },
    },
    { name: "events, first page", load: (api) => api.audit.events({ workflow: null, activity: null }) },
    { name: "events, deep page", load: (api, call) => api.audit.events({ workflow: null, activity: null, before: deep(call) }) },
    {
      name: "events of a workflow, deep page",
      load: (api, call) => api.audit.events({ workflow: of(ranked, call), activity: null, before: deep(call) }),
    },
    {
      name: "events of an activity, first page",
      load: (api, call) => api.audit.events(of(activities, call)),
    },
    {
      name: "events of an activity, deep page",
      load: (api, call) => api.audit.events({ ...of(activities, call), before: deep(call) }),
    },
    { name: "calibration", load: (api) => api.samples.plan({ precision: 0.1 }) },
    { name: "accounts", load: (api) => Promise.all([api.audit.get({}), api.actors.list({})]) },
    { name: "workflows", load: (api) => api.workflows.list({}) },
  ];
}
