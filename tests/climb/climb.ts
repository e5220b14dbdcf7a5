import { atLocal, DAY_MS, dayOf, HOUR_MS, MINUTE_MS, minutesOfDay } from "#server/sandbox/calendar.ts";
import type { DepartmentEntry, LedgerEntry } from "#server/sandbox/journal.ts";
import { SHOP, type ShopSettings } from "#server/sandbox/shop/settings.ts";
import { replayWithTruth, simulateWithTruth } from "#server/sandbox/truth/simulate-with-truth.ts";
import { findPlaybook } from "#server/playbooks/index.ts";
import type { AutomationSettings } from "#server/domain/automations/settings.ts";
import type { Stage } from "#server/domain/automations/stages.ts";
import { connectedShop, joinSyncs, type ConnectedShop, type ShopDatabases } from "#tests/connected-shop.ts";
import type { Climber } from "./climber.ts";
import { openWork } from "./people.ts";

/** What came of a climb. Days are of the shop; shares are 0..1. */
export type Climbed = {
  backTest: { agreement: number | null; lower: number; n: number; coverage: number };
  /** Days until the gate held, and the answers by which it did. */
  shadow: Passed;
  approve: Passed & { rejected: number };
  auto: {
    days: number;
    without: number;
    with: number;
    /** Decisions that a person was asked about, by why. */
    asked: Record<string, number>;
    /** Touches that are left, by activity. */
    left: Record<string, number>;
    fall: number;
  };
  effects: number;
  wrong: number;
  wrongShare: number;
  budget: number;
  /** Where it stands at the end: an automation may step down by itself. */
  stage: Stage;
  landings: number;
};
type Passed = { days: number; n: number; agreement: number | null; lower: number };

type Options = {
  /** The playbook's own settings unless said. */
  settings?: AutomationSettings;
  /** Told how far it is, gate by gate and day by day. */
  tell?: (line: string) => void;
  /** A last look at the shop and the house, at the end. */
  inspect?: (connected: ConnectedShop) => Promise<void>;
};

// Nobody of the shop or its departments is at work at night: what came up then is looked at in the morning.
const FIRST_AT_WORK_MINUTES = 4 * 60; // Nine in London.
const LAST_AT_WORK_MINUTES = 21 * 60;
const MOST_DAYS_A_STAGE = 40;
const GATE_DAYS = 0.25; // How often somebody looks whether a gate holds.

/**
 * Takes a playbook from draft to auto at a sandbox shop, through every gate, and lets it act for some days. People approve what the
 * hidden policy wants and turn the rest down. The same shop, with the same seed and left to itself, is what it is measured against.
 *
 * @throws when a gate does not hold within forty days, and when something is written before the stage approve
 */
export async function climb(databases: ShopDatabases, climber: Climber, options: Options = {}): Promise<Climbed> {
  const opened = await connectedShop(databases, { shop: climber.shop, scopes: "full", vendors: climber.vendors });
  try {
    const climbed = await climbAt(opened, climber, options);
    await options.inspect?.(opened);
    return climbed;
  } finally {
    await opened.close();
  }
}

async function climbAt(connected: ConnectedShop, climber: Climber, { settings: ruled, tell = () => {} }: Options): Promise<Climbed> {
  const { owner, sandbox, settings } = connected;
  const work = openWork(connected, climber);
  const time = openTime(connected, climber, work);
  const taken = () => [...sandbox.ledger(), ...sandbox.departmentLedger()].sort((a, b) => a.seq - b.seq);

  await work.jobs();
  const { automationId } = await owner.call((api) => api.automations.create({ playbook: climber.playbook }));
  if (ruled) await owner.call((api) => api.automations.saveSettings({ automationId, settings: ruled, reason: "as the bench asks" }));
  const setStage = (stage: Stage, reason: string) => owner.call((api) => api.automations.setStage({ automationId, stage, reason }));
  const { version } = await owner.call((api) =>
    api.automations.saveVersion({ automationId, baseVersion: 1, table: climber.rules, tests: [], note: "the team's own rules" }),
  );
  await setStage("back-test", "the rules read well");
  const isoDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const window = { fromDay: isoDay(settings.untilMs - settings.days * DAY_MS), toDay: isoDay(settings.untilMs) };
  const { backTestId } = await owner.call((api) => api.automations.runBackTest({ automationId, version, ...window }));
  await work.jobs();
  const { report } = await owner.call((api) => api.automations.backTest({ backTestId }));
  if (!report) throw new Error("the back-test brought no report");
  await setStage("shadow", "it agrees with the past");

  /** Lets days pass until a gate holds. */
  const passGate = async (gate: "approve" | "auto"): Promise<Passed> => {
    const fromMs = time.nowMs();
    for (let day = GATE_DAYS; day <= MOST_DAYS_A_STAGE; day += GATE_DAYS) {
      await time.pass(fromMs + day * DAY_MS);
      const { holds, agreement } = (await owner.call((api) => api.automations.gates({ automationId })))[gate];
      tell(`day ${day} before ${gate}: ${agreement.agreed} of ${agreement.n} alike, ${time.landings()} landings`);
      if (!holds) continue;
      await setStage(gate, "the gate holds");
      return { days: day, n: agreement.n, agreement: agreement.share, lower: agreement.lower };
    }
    const { conditions } = (await owner.call((api) => api.automations.gates({ automationId })))[gate];
    throw new Error(`the gate to ${gate} did not hold in ${MOST_DAYS_A_STAGE} days: ${JSON.stringify(conditions)}`);
  };
  const shadow = await passGate("approve");
  if (taken().length > 0) throw new Error("something was written before the stage approve");
  const approve = { ...(await passGate("auto")), rejected: work.said.rejected };

  work.said.asked.clear();
  time.hurry();
  const { autoDays } = climber.pace;
  const [fromMs, toMs] = [time.nowMs(), time.nowMs() + autoDays * DAY_MS];
  for (let day = Math.min(1, autoDays); time.nowMs() < toMs; day = Math.min(day + 1, autoDays)) {
    await time.pass(fromMs + day * DAY_MS);
    tell(
      `day ${day} in auto: ${taken().length} changes, ${JSON.stringify(Object.fromEntries(work.said.asked))}, ${time.landings()} landings`,
    );
  }
  const { stage } = (await owner.call((api) => api.automations.get({ automationId }))).automation;
  const asked = Object.fromEntries(work.said.asked);
  const measured = measure(climber, { settings, taken: taken(), fromMs, toMs, asked, tell });
  return {
    backTest: { agreement: report.agreement.share, lower: report.agreement.lower, n: report.agreement.n, coverage: report.coverage ?? 0 },
    shadow,
    approve,
    ...measured,
    auto: { days: autoDays, asked, ...measured.auto },
    budget: findPlaybook(climber.playbook)?.errorBudgetShare ?? 0,
    stage,
    landings: time.landings(),
  };
}

/** Lets time pass at the shop, and lands what comes up. */
function openTime(connected: ConnectedShop, climber: Climber, work: ReturnType<typeof openWork>) {
  const { house, sandbox } = connected;
  const { withNews, hourly } = climber.syncs;
  const hasNews = climber.watch(sandbox);
  const meanwhile = climber.outside?.(connected) ?? (async () => false);
  const nowMs = () => sandbox.shop.state.nowMs;
  const all = joinSyncs(withNews, hourly);
  let [landings, hourMs] = [0, 0];
  let everyMinutes = climber.pace.everyMinutes.before;

  function nextMs(): number {
    const minutes = minutesOfDay(SHOP.zone, nowMs());
    const today = dayOf(SHOP.zone, nowMs());
    if (work.isWaiting()) return nowMs() + MINUTE_MS;
    if (minutes < FIRST_AT_WORK_MINUTES) return atLocal(SHOP.zone, today, FIRST_AT_WORK_MINUTES);
    if (minutes >= LAST_AT_WORK_MINUTES) return atLocal(SHOP.zone, today + 1, FIRST_AT_WORK_MINUTES);
    return nowMs() + everyMinutes * MINUTE_MS;
  }

  return {
    nowMs,
    landings: () => landings,
    /** From now on the vendor is looked at as soon as an installation would. */
    hurry() {
      everyMinutes = climber.pace.everyMinutes.auto;
    },
    async pass(untilMs: number): Promise<void> {
      while (nowMs() < untilMs) {
        sandbox.advance(Math.min(untilMs, nextMs()));
        house.clock.now = new Date(nowMs());
        const isHour = nowMs() >= hourMs + HOUR_MS; // For what time alone brought about.
        const [news, others] = [hasNews(), await meanwhile()];
        if (isHour || news) {
          landings += 1;
          if (isHour) hourMs = nowMs();
          await work.land(isHour ? all : withNews, { byClock: isHour || others || work.isWaiting() });
        } else if (others || work.isWaiting()) await work.turn();
      }
    },
  };
}

type Ran = {
  settings: ShopSettings;
  taken: readonly (LedgerEntry | DepartmentEntry)[];
  fromMs: number;
  toMs: number;
  asked: Readonly<Record<string, number>>;
  tell: (line: string) => void;
};

/** Holds what the vendor took against the hidden policy, and the touches against those of the same shop left to itself. */
function measure(climber: Climber, { settings, taken, fromMs, toMs, asked, tell }: Ran) {
  let [effects, wrong] = [0, 0];
  const helped = replayWithTruth(settings, taken, toMs, (world, entry) => {
    const right = entry.changed ? climber.isRightChange(world, entry) : null;
    if (right === null) return;
    effects += 1;
    if (right) return;
    wrong += 1;
    tell(`wrong: ${new Date(entry.atMs).toISOString()} ${JSON.stringify(entry.action)}`);
  });
  const alone = simulateWithTruth(settings);
  alone.advance(toMs);
  const within = (truth: typeof alone) => climber.touches(truth).filter(({ endMs }) => endMs >= fromMs && endMs < toMs);
  const [without, still] = [within(alone).length, within(helped)];
  const left: Record<string, number> = {};
  for (const { activity } of still) left[activity] = (left[activity] ?? 0) + 1;
  // What a brake left to a person is a touch as well.
  const touches = Object.values(asked).reduce((sum, n) => sum + n, still.length);
  return {
    auto: { without, with: touches, left, fall: 1 - touches / without },
    effects,
    wrong,
    wrongShare: effects === 0 ? 0 : wrong / effects,
  };
}
