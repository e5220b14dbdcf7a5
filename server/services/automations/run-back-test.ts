import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { findBackTest, finishBackTest } from "#db/queries/back-tests.ts";
import { listCasesWith } from "#db/queries/case-histories.ts";
import type { JobContext } from "#server/context.ts";
import { compareVersions } from "#server/domain/automations/compare-versions.ts";
import { byLearning } from "#server/domain/automations/learning.ts";
import { reportOf, type Replayed } from "#server/domain/automations/back-test.ts";
import { judge, pastDecisions, type PastDecision } from "#server/domain/automations/replay.ts";
import { NEEDS_PERSON } from "#server/domain/decisions/rule-table.ts";
import type { Interval } from "#server/domain/interval.ts";
import { AppError } from "#server/errors.ts";
import type { Playbook } from "#server/playbooks/define.ts";
import { ruleEngine } from "#server/playbooks/rule-engine.ts";
import { AuditReport } from "../audit/audit-report.ts";
import type { JobProgress } from "../jobs/run-tracked.ts";
import { eachHistory, sourcesOf } from "./case-reader.ts";
import { loadAutomation, loadRules } from "./load-automation.ts";
import { offerOf } from "./offer-of.ts";

const DAY_MS = 86_400_000;
const OPENED_BEFORE_MS = 30 * DAY_MS; // A case decided in the window may have come up before it.

/**
 * Replays what people decided in a window with the facts of each moment, and compares. Safe to run twice: the later result stands.
 *
 * @throws AppError NOT_FOUND when the back-test or its automation is gone
 */
export async function runBackTest(
  context: JobContext,
  { backTestId }: { backTestId: string },
  progress: JobProgress,
): Promise<{ decisions: number }> {
  const { store, workspaceId, now } = context;
  const { backTest, playbook, table, learned, older, minutesOf } = await store.within({ workspaceId }, async (tx) => {
    const row = await findBackTest(tx, { workspaceId, id: backTestId });
    if (!row) throw new AppError("NOT_FOUND", "The back-test is not there any more.");
    const automation = await loadAutomation(tx, { workspaceId, automationId: row.automationId });
    const { automationId, againstVersion } = row;
    const rules = await loadRules(tx, { workspaceId, automationId, version: row.version });
    const against = againstVersion === null ? null : await loadRules(tx, { workspaceId, automationId, version: againstVersion });
    return {
      backTest: row,
      playbook: automation.playbook,
      table: rules.table,
      learned: rules.learned,
      older: againstVersion === null || against === null ? null : { ...against, version: againstVersion },
      minutesOf: await measuredMinutes(tx, workspaceId, automation.playbook),
    };
  });
  const engine = ruleEngine(table, playbook.facts);
  const olderEngine = older && ruleEngine(older.table, playbook.facts);
  const window = { fromMs: backTest.fromDay.getTime(), toMs: backTest.toDay.getTime() + DAY_MS };
  const replayed: Replayed[] = [];
  const olderReplayed: Replayed[] = [];
  for await (const decision of eachPastDecision(context, { playbook, window, progress })) {
    const values = valuesAt(decision);
    replayed.push(judge(playbook, decision, await engine.decide(values), table));
    if (older && olderEngine) olderReplayed.push(judge(playbook, decision, await olderEngine.decide(values), older.table));
  }
  const against = older && {
    ...compareVersions(olderReplayed, replayed, older.version),
    learnedFrom: older.learned === null ? 0 : byLearning(olderReplayed, older.learned).learnedFrom.decisions,
  };
  const report = { ...reportOf(replayed, minutesOf), learned: learned && byLearning(replayed, learned), against };
  const disagreements = replayed
    .filter(({ decided, people }) => decided !== NEEDS_PERSON && decided !== people)
    .sort((a, b) => b.costMinor - a.costMinor || a.atMs - b.atMs)
    .map(({ caseId, atMs, facts, rowId, decided, people, costMinor }) => ({
      caseId,
      decidedAt: new Date(atMs),
      facts,
      rowId,
      outcome: decided,
      peopleOutcome: people,
      costMinor,
    }));
  await store.within({ workspaceId }, (tx) => finishBackTest(tx, { workspaceId, id: backTestId, report, disagreements, now: now() }));
  return { decisions: report.decisions };
}

/** Every decision that people took in a window on cases of a playbook. */
export async function* eachPastDecision(
  context: Pick<JobContext, "store" | "now" | "workspaceId">,
  { playbook, window, progress }: { playbook: Playbook; window: { fromMs: number; toMs: number }; progress: JobProgress | null },
): AsyncGenerator<PastDecision> {
  const { store, workspaceId } = context;
  for (const source of await sourcesOf(context, playbook)) {
    const span = { from: new Date(window.fromMs - OPENED_BEFORE_MS), to: new Date(window.toMs) };
    const caseIds = await store.within({ workspaceId }, (tx) =>
      listCasesWith(tx, { workspaceId, sourceId: source.sourceId, activities: playbook.opensWith, ...span }),
    );
    let done = 0;
    for await (const histories of eachHistory(context, { playbook, source, caseIds, isLive: false })) {
      for (const history of histories) yield* pastDecisions(playbook, history, window);
      done += histories.length;
      await progress?.report({ rowsDone: done, rowsTotal: caseIds.length });
    }
  }
}

const valuesAt = ({ facts }: PastDecision) => Object.fromEntries(Object.entries(facts).map(([name, { value }]) => [name, value]));

/** Minutes a touch of each outcome takes, as the newest audit measured; null where it did not. */
async function measuredMinutes(
  tx: Parameters<typeof findAuditSnapshot>[0],
  workspaceId: string,
  playbook: Playbook,
): Promise<(outcome: string) => Interval | null> {
  const report = AuditReport.safeParse((await findAuditSnapshot(tx, { workspaceId }))?.report).data;
  const byOutcome = new Map<string, Interval>();
  for (const [outcome, activities] of Object.entries((await offerOf(tx, { workspaceId, playbook })).spares)) {
    const found =
      report?.activities.filter(({ workflow, activity }) => workflow === playbook.workflow && activities.includes(activity)) ?? [];
    if (found.length === 0) continue;
    const sum = (end: keyof Interval) => found.reduce((total, { minutesPerTouch }) => total + minutesPerTouch[end], 0);
    byOutcome.set(outcome, { low: sum("low"), point: sum("point"), high: sum("high") });
  }
  return (outcome) => byOutcome.get(outcome) ?? null;
}
