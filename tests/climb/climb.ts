import { atLocal, DAY_MS, dayOf, HOUR_MS, MINUTE_MS, minutesOfDay } from "#server/sandbox/calendar.ts";
import { SHOP } from "#server/sandbox/shop/settings.ts";
import { replayWithTruth, simulateWithTruth } from "#server/sandbox/truth/simulate-with-truth.ts";
import { sweepAutomations } from "#server/services/automations/sweep-automations.ts";
import { findPlaybook } from "#server/playbooks/index.ts";
import type { Stage } from "#server/domain/automations/stages.ts";
import { connectedShop, type ConnectedShop, type ShopDatabases } from "#tests/connected-shop.ts";
import { runJobs } from "#tests/run-jobs.ts";
import type { Climber } from "./climber.ts";

/** What came of a climb. Days are of the shop; shares are 0..1. */
export type Climbed = {
  backTest: { agreement: number | null; lower: number; n: number; coverage: number };
  /** Days until the gate held, and the answers by which it did. */
  shadow: Passed;
  approve: Passed & { rejected: number };
  auto: { days: number; without: number; with: number; approvals: number; fall: number };
  effects: number;
  wrong: number;
  wrongShare: number;
  budget: number;
  /** Where it stands at the end: an automation may step down by itself. */
  stage: Stage;
  landings: number;
};
type Passed = { days: number; n: number; agreement: number | null; lower: number };

type ClimbPace = {
  /** How often the vendor is looked at while people are at work, in minutes: on the way to auto, and in auto. Where nothing came up, nothing is read. */
  everyMinutes: { before: number; auto: number };
  autoDays: number;
};
/** The vendors' webhooks bring word within the minute. */
const FULL_PACE: ClimbPace = { everyMinutes: { before: 5, auto: 1 }, autoDays: 14 };

// Nobody of the shop or its departments is at work at night: what came up then is looked at in the morning.
const FIRST_AT_WORK_MINUTES = 4 * 60; // Nine in London.
const LAST_AT_WORK_MINUTES = 21 * 60;
const MOST_DAYS_A_STAGE = 40;
const GATE_DAYS = 0.25; // How often somebody looks whether a gate holds.
const AUDIT_JOBS: ReadonlySet<string> = new Set(["build-audit"]);

/**
 * Takes a playbook from draft to auto at a sandbox shop, through every gate, and lets it act for some days. People approve what the
 * hidden policy wants and turn the rest down. The same shop, with the same seed and left to itself, is what it is measured against.
 *
 * @param tell told how far it is, day by day
 * @throws when a gate does not hold within forty days
 */
export async function climb(
  databases: ShopDatabases,
  climber: Climber,
  { pace = FULL_PACE, tell = () => {} }: { pace?: ClimbPace; tell?: (line: string) => void } = {},
): Promise<Climbed> {
  const opened = await connectedShop(databases, { shop: climber.shop, scopes: "full", vendors: climber.vendors });
  try {
    return await climbAt(opened, climber, { pace, tell });
  } finally {
    await opened.close();
  }
}

async function climbAt(
  { house, owner, sandbox, settings, sync }: ConnectedShop,
  climber: Climber,
  { pace, tell }: { pace: ClimbPace; tell: (line: string) => void },
): Promise<Climbed> {
  const nowMs = () => sandbox.shop.state.nowMs;
  const hasNews = climber.watch(sandbox);
  const judged = { seen: 0, effects: 0, wrong: 0 };
  let [landings, landedMs, waiting, answered, rejected] = [0, 0, false, 0, 0];

  const jobs = async () => {
    await runJobs({ services: house.services, jobs: house.jobs, leaves: AUDIT_JOBS });
  };
  /** Brings what is new at the vendor to our copy and runs every job that follows; then somebody answers what waits for a person. */
  const land = async () => {
    landings += 1;
    landedMs = nowMs();
    await sync();
    await sweepAutomations(house.services, new AbortController().signal);
    await jobs();
    await answer();
    judge();
  };
  const answer = async () => {
    const { rows, states } = await owner.call((api) => api.automations.inbox({ page: 0 }));
    waiting = (states["ready"] ?? 0) > 0;
    if (rows.length === 0) return;
    const [yes, no] = [true, false].map((right) =>
      rows.filter((row) => climber.isRight(sandbox, row) === right).map(({ effectId }) => effectId),
    );
    const decisions = (ids: readonly string[] = []) =>
      new Set(rows.filter(({ effectId }) => ids.includes(effectId)).map((row) => row.decisionId)).size;
    if (yes && yes.length > 0) await owner.call((api) => api.automations.approve({ effectIds: yes }));
    if (no && no.length > 0) await owner.call((api) => api.automations.reject({ effectIds: no, reason: "not what we would do" }));
    answered += decisions(yes) + decisions(no);
    rejected += decisions(no);
    await jobs();
    await answer();
  };
  const taken = () => [...sandbox.ledger(), ...sandbox.departmentLedger()].sort((a, b) => a.seq - b.seq);
  /** Holds what the vendor has just taken from us against the hidden policy. */
  const judge = () => {
    const ledger = taken();
    for (const entry of ledger.slice(judged.seen)) {
      const right = entry.changed ? climber.isRightChange(sandbox, entry) : null;
      if (right === null) continue;
      judged.effects += 1;
      if (!right) judged.wrong += 1;
    }
    judged.seen = ledger.length;
  };
  const pass = async (untilMs: number, everyMinutes: number) => {
    while (nowMs() < untilMs) {
      const minutes = minutesOfDay(SHOP.zone, nowMs());
      const today = dayOf(SHOP.zone, nowMs());
      const nextMs =
        minutes < FIRST_AT_WORK_MINUTES
          ? atLocal(SHOP.zone, today, FIRST_AT_WORK_MINUTES)
          : minutes >= LAST_AT_WORK_MINUTES
            ? atLocal(SHOP.zone, today + 1, FIRST_AT_WORK_MINUTES)
            : nowMs() + everyMinutes * MINUTE_MS;
      sandbox.advance(Math.min(untilMs, nextMs));
      house.clock.now = new Date(nowMs());
      const news = hasNews();
      // Once an hour for what time alone brought about.
      if (news || waiting || nowMs() >= landedMs + HOUR_MS) await land();
    }
  };

  await jobs();
  const { automationId } = await owner.call((api) => api.automations.create({ playbook: climber.playbook }));
  const setStage = (stage: Stage, reason: string) => owner.call((api) => api.automations.setStage({ automationId, stage, reason }));
  const { version } = await owner.call((api) =>
    api.automations.saveVersion({ automationId, baseVersion: 1, table: climber.rules, tests: [], note: "the team's own rules" }),
  );
  await setStage("back-test", "the rules read well");
  const isoDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const window = { fromDay: isoDay(settings.untilMs - settings.days * DAY_MS), toDay: isoDay(settings.untilMs) };
  const { backTestId } = await owner.call((api) => api.automations.runBackTest({ automationId, version, ...window }));
  await jobs();
  const { report } = await owner.call((api) => api.automations.backTest({ backTestId }));
  if (!report) throw new Error("the back-test brought no report");
  await setStage("shadow", "it agrees with the past");

  /** Lets days pass until a gate holds. */
  const passGate = async (gate: "approve" | "auto"): Promise<Passed> => {
    const fromMs = nowMs();
    for (let day = GATE_DAYS; day <= MOST_DAYS_A_STAGE; day += GATE_DAYS) {
      await pass(fromMs + day * DAY_MS, pace.everyMinutes.before);
      const { holds, agreement } = (await owner.call((api) => api.automations.gates({ automationId })))[gate];
      tell(`day ${day} before ${gate}: ${agreement.agreed} of ${agreement.n} alike, ${landings} landings`);
      if (!holds) continue;
      await setStage(gate, "the gate holds");
      return { days: day, n: agreement.n, agreement: agreement.share, lower: agreement.lower };
    }
    const { conditions } = (await owner.call((api) => api.automations.gates({ automationId })))[gate];
    throw new Error(`the gate to ${gate} did not hold in ${MOST_DAYS_A_STAGE} days: ${JSON.stringify(conditions)}`);
  };
  const shadow = await passGate("approve");
  if (taken().length > 0) throw new Error("something was written before the stage approve");
  const approve = { ...(await passGate("auto")), rejected };

  answered = 0;
  const [fromMs, toMs] = [nowMs(), nowMs() + pace.autoDays * DAY_MS];
  for (let day = 1; day <= pace.autoDays; day += 1) {
    await pass(fromMs + day * DAY_MS, pace.everyMinutes.auto);
    tell(`day ${day} in auto: ${judged.effects} changes, ${judged.wrong} wrong, ${landings} landings`);
  }
  const { stage } = (await owner.call((api) => api.automations.get({ automationId }))).automation;
  const alone = simulateWithTruth(settings);
  alone.advance(toMs);
  const within = (ends: readonly number[]) => ends.filter((endMs) => endMs >= fromMs && endMs < toMs).length;
  const without = within(climber.touches(alone));
  // What a brake left to a person is a touch as well.
  const left = within(climber.touches(replayWithTruth(settings, taken(), toMs))) + answered;
  const { effects, wrong } = judged;
  return {
    backTest: { agreement: report.agreement.share, lower: report.agreement.lower, n: report.agreement.n, coverage: report.coverage ?? 0 },
    shadow,
    approve,
    auto: { days: pace.autoDays, without, with: left, approvals: answered, fall: 1 - left / without },
    effects,
    wrong,
    wrongShare: effects === 0 ? 0 : wrong / effects,
    budget: findPlaybook(climber.playbook)?.errorBudgetShare ?? 0,
    stage,
    landings,
  };
}
