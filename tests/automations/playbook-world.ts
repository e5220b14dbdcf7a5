import { sql } from "kysely";
import type { JobContext } from "#server/context.ts";
import type { AutomationSettings } from "#server/domain/automations/settings.ts";
import { acts, type Stage } from "#server/domain/automations/stages.ts";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { Playbook } from "#server/playbooks/define.ts";
import { NETSUITE_TOKEN } from "#server/sandbox/vendors/netsuite/account.ts";
import { SHIPSTATION_KEY } from "#server/sandbox/vendors/shipstation/account.ts";
import { changeStage } from "#server/services/automations/change-stage.ts";
import { decideCases } from "#server/services/automations/decide-cases.ts";
import { loadAutomation } from "#server/services/automations/load-automation.ts";
import { runEffects } from "#server/services/automations/run-effects.ts";
import { startIngest } from "#server/services/connections/start-ingest.ts";
import { startSandboxNango, type Integration, type SandboxNango, type VendorCall } from "#tests/connections/sandbox-nango.ts";
import type { NangoCall } from "#tests/connections/watched-nango.ts";
import { openTestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";

/** Another app at the vendor; its changes are those of somebody else. */
export const SOMEBODY = { kind: "app", id: 4711, title: "Checker" } as const;
/** Many tests act within one standing minute: budget and brake are another test's business. */
export const UNBRAKED = { callsPerMinute: 6_000, brake: { records: 100_000, moneyMinor: 1e12 } };
const LEASE_IS_OVER_MS = 4 * 60_000;
/** Past every wait before a try is made again. */
const RETRIES_AFTER_MS = 20 * 60_000;
const QUIET_STAGES = ["draft", "back-test", "shadow"] as const;
const DAY_MS = 86_400_000;

export type EffectRow = {
  id: string;
  state: string;
  kind: string;
  caseId: string;
  problem: string | null;
  attempts: number;
  undoes: string | null;
};

/** A change that a vendor took into its ledger: `changed` is false where it was so already. */
type Taken = { by: { id: number }; action: unknown; changed: boolean };

export type PlaybookWorldOptions = {
  playbook: Playbook;
  /** The one that the playbook names, unless another reaches the same system. */
  integration?: Integration;
  table: RuleTable;
  /** Of the sandbox with all its vendors, or the one of another world, for a merchant who begins anew with it. */
  sandbox: NonNullable<Parameters<typeof startSandboxNango>[0]> | SandboxNango;
  /** Syncs of the playbook's integration that bring what it decides on. */
  syncs: readonly string[];
  /** Syncs that are needed once, before the others. */
  syncsAtFirst?: readonly string[];
  /** How long the vendor hides what is newest, in milliseconds. */
  hidesMs?: number;
};

/**
 * A merchant who has connected the sandbox vendor of a playbook, with an automation of it whose rules are the given ones: version 2. The
 * sandbox moves only when it is told to, and so does the house's clock; effects are carried out when a test asks for it.
 */
export async function openPlaybookWorld({
  playbook,
  integration = knownIntegration(playbook.integration),
  table,
  sandbox,
  syncs,
  syncsAtFirst = [],
  hidesMs = 0,
}: PlaybookWorldOptions) {
  const shared = "harness" in sandbox ? sandbox : null;
  const world = shared ?? (await startSandboxNango("harness" in sandbox ? {} : sandbox));
  const house = await openTestHouse({ settings: { nango: world.settings } });
  const owner = await house.ownerOf(`Harbour ${playbook.name}`);
  const { workspaceId } = owner;
  const context: JobContext = { ...house.services, workspaceId, actor: { type: "system", name: "test" } };
  const advance = (ms: number): void => {
    world.sandbox.advance(world.sandbox.shop.state.nowMs + ms);
    house.clock.now = new Date(Math.max(world.sandbox.shop.state.nowMs, house.clock.now.getTime()));
  };
  advance(1_000 + hidesMs);

  const nangoConnectionId = await connect(world, owner, integration);
  const { connectionId } = await owner.call((api) => api.connections.confirm({ integration, nangoConnectionId }));

  /** Brings what is new at the vendor to our copy. */
  async function read(which: readonly string[] = syncs): Promise<void> {
    for (const sync of which) await world.harness.runSync(integration, sync, nangoConnectionId);
    await house.store.within({ workspaceId }, (tx) => startIngest(house.services, tx, { workspaceId, connectionId, actor: context.actor }));
    const ingest = house.jobs.filter(({ name }) => name === "ingest-records").slice(0, 1);
    house.jobs.length = 0;
    await runJobs({ services: house.services, jobs: ingest });
  }
  async function decideAgain(): Promise<void> {
    await decideCases(context, { connectionId });
    house.jobs.length = 0;
  }
  if (syncsAtFirst.length > 0) await read(syncsAtFirst);
  await read();
  const { automationId } = await owner.call((api) => api.automations.create({ playbook: playbook.name }));
  await owner.call((api) => api.automations.saveVersion({ automationId, baseVersion: 1, table, tests: [], note: "for the test" }));
  const set = (change: Partial<AutomationSettings>) =>
    owner.call((api) =>
      api.automations.saveSettings({ automationId, settings: { ...playbook.settings, ...change }, reason: "for the test" }),
    );
  await set(UNBRAKED);

  /**
   * Puts it on a stage past the gates, which have tests of their own. Cases that waited in shadow are decided once more when it acts; here
   * they belong to the test before, and lapse.
   */
  async function put(stage: Stage): Promise<void> {
    const before = await house.store.within({ workspaceId }, async (tx) => {
      const automation = await loadAutomation(tx, { workspaceId, automationId, lock: true });
      if (automation.stage !== stage) await changeStage(context, tx, { automation, stage, reason: "for the test", evidence: null });
      return automation.stage;
    });
    if (acts(before) || !acts(stage)) return;
    await decideAgain();
    await house.store.within({ workspaceId }, async (tx) => {
      await sql`update effect set state = 'expired', settled_at = ${house.services.now()} where state in ('proposed', 'ready')
        and case_id in (select case_id from decision where stage = 'shadow')`.execute(tx);
    });
  }
  /** Brings what is new at the vendor to our copy and decides on it. What was decided is not carried out. */
  async function decide(): Promise<void> {
    await read();
    await decideAgain();
  }
  const run = (by: JobContext = context) => runEffects(by);
  /** Waits for a job that a person began, by doing everything that is enqueued. The audit is another test's business. */
  async function done(jobRunId: string | null): Promise<unknown> {
    await runJobs({ services: house.services, jobs: house.jobs, leaves: new Set(["build-audit"]) });
    return (await owner.call((api) => api.jobs.get({ jobRunId: jobRunId ?? "" }))).result;
  }
  async function backTest(): Promise<unknown> {
    const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
    const nowMs = house.clock.now.getTime();
    const window = { automationId, version: 2, fromDay: day(nowMs - 30 * DAY_MS), toDay: day(nowMs) };
    const { jobRunId } = await owner.call((api) => api.automations.runBackTest(window));
    return done(jobRunId);
  }
  /** Every effect, or those of one case. */
  const effects = (caseId?: string): Promise<EffectRow[]> =>
    house.store.within({ workspaceId }, async (tx) => {
      const { rows } = await sql<EffectRow>`select id, state, kind, case_id as "caseId", problem, attempts, undoes from effect
        ${caseId === undefined ? sql`` : sql`where case_id = ${caseId}`} order by created_at, position, id`.execute(tx);
      return rows;
    });
  /** How often the rules, and not "a person has to look", decided on a case. */
  const decisionsOn = (caseId: string): Promise<number> =>
    house.store.within({ workspaceId }, async (tx) => {
      const { rows } = await sql<{ count: number }>`select count(*)::int as count from decision where case_id = ${caseId}
        and outcome <> ${NEEDS_PERSON}`.execute(tx);
      return rows[0]?.count ?? 0;
    });

  return {
    world,
    house,
    owner,
    workspaceId,
    context,
    connectionId,
    nangoConnectionId,
    automationId,
    advance,
    put,
    set,
    read,
    decide,
    /** Decides on our copy as it is. What was decided is not carried out. */
    decideAgain,
    /** Carries out everything that is due, as one worker does; another context is another worker. */
    run,
    done,
    effects,
    /** Effects of a case but for those that take others back. */
    own: async (caseId: string) => (await effects(caseId)).filter(({ undoes }) => undoes === null),
    decisionsOn,
    /** Past the loan of an effect whose worker died. */
    endLoans: () => house.clock.advance(LEASE_IS_OVER_MS),
    /** Carries out what is due and what is tried again, until the waits of some tries are over. */
    async settle(turns: number): Promise<void> {
      for (let turn = 0; turn < turns; turn += 1) {
        await run();
        house.clock.advance(RETRIES_AFTER_MS);
      }
    },
    /** What the vendors took that was not somebody else's, in order of time. */
    taken: (): Taken[] => [...world.sandbox.ledger(), ...world.sandbox.departmentLedger()].filter(({ by }) => by.id !== SOMEBODY.id),
    /** Takes back everything that the rules did since a moment. */
    async undoVersion(since: Date): Promise<unknown> {
      const { jobRunId } = await owner.call((api) =>
        api.automations.undoVersion({ automationId, version: 2, since, reason: "These rules are wrong." }),
      );
      return done(jobRunId);
    },
    /**
     * Goes through the stages in which nothing may be written, reading, back-testing and deciding in each.
     *
     * @param cases ids of cases on which the rules decide, or what finds them out in the end
     * @returns what went against the silence: calls that write at a vendor's door, actions asked of Nango, cases that were not decided on
     *   once or of which something waits to be done
     */
    async brokenSilence(cases: readonly string[] | (() => Promise<string[]>)): Promise<unknown[]> {
      const since = callsSince(world);
      const broken: unknown[] = [];
      for (const stage of QUIET_STAGES) {
        await put(stage);
        await decide();
        if (stage === "back-test" && (await backTest()) === null) broken.push("there was no back-test");
        await run();
      }
      const { all, thatWrite, actions } = since();
      broken.push(...thatWrite, ...actions);
      if (all === 0) broken.push("no call came to the door at all");
      const caseIds = typeof cases === "function" ? await cases() : cases;
      if (caseIds.length === 0) broken.push("no case was decided on");
      for (const caseId of caseIds) {
        const found = { caseId, decisions: await decisionsOn(caseId), effects: await effects(caseId) };
        if (found.decisions !== 1 || found.effects.length > 0) broken.push(found);
      }
      return broken;
    },
    /** Whether calls of this work that write are seen at the same doors: a silence that they report means something. */
    async isHeard(work: () => Promise<unknown>): Promise<boolean> {
      const since = callsSince(world);
      await work();
      const { thatWrite, actions } = since();
      return thatWrite.length > 0 && actions.length > 0;
    },
    async close(): Promise<void> {
      await house.close();
      if (!shared) await world.stop();
    },
  };
}
export type PlaybookWorld = Awaited<ReturnType<typeof openPlaybookWorld>>;

/** Notes where the doors stand. @returns what tells of the calls since then */
function callsSince({ calls, nangoCalls }: SandboxNango): () => { all: number; thatWrite: VendorCall[]; actions: NangoCall[] } {
  const [atVendor, atNango] = [calls.length, nangoCalls.length];
  return () => ({
    all: calls.length - atVendor,
    thatWrite: calls.slice(atVendor).filter(({ writes, changed }) => writes || changed),
    actions: nangoCalls.slice(atNango).filter(({ action }) => action !== null),
  });
}

function knownIntegration(name: string): Integration {
  if (name === "shopify" || name === "zendesk" || name === "shipstation" || name === "netsuite") return name;
  throw new Error(`the sandbox has no vendor ${name}`);
}

type Owner = Awaited<ReturnType<Awaited<ReturnType<typeof openTestHouse>>["ownerOf"]>>;

/** Connects a vendor as a person does: by its consent page, or where it has none by key and secret. @returns the connection's id at Nango */
async function connect(world: SandboxNango, owner: Owner, integration: Integration): Promise<string> {
  const { sessionToken } = await owner.call((api) => api.connections.begin({ integration }));
  if (integration === "netsuite-tba") {
    const { tokenId, tokenSecret } = NETSUITE_TOKEN;
    return world.enter(sessionToken, integration, { token_id: tokenId, token_secret: tokenSecret });
  }
  if (integration !== "shipstation") return world.consent(sessionToken, "allow", integration);
  return world.enter(sessionToken, integration, { username: SHIPSTATION_KEY.key, password: SHIPSTATION_KEY.secret });
}
