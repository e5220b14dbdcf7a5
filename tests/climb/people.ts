import { sweepAutomations } from "#server/services/automations/sweep-automations.ts";
import type { ConnectedShop, Syncs } from "#tests/connected-shop.ts";
import { runJobs } from "#tests/run-jobs.ts";
import type { Climber } from "./climber.ts";

const AUDIT_JOBS: ReadonlySet<string> = new Set(["build-audit"]);

/** What the merchant's people said of proposals so far. */
export type Said = {
  /** Decisions answered, and those of them that were turned down. */
  answered: number;
  rejected: number;
  /** Decisions answered, by why a person was asked: the reason of a brake, or "approval". */
  asked: Map<string, number>;
};

/** The house at work: what arrives is read and decided on, and somebody answers what waits for a person. */
export function openWork({ house, owner, sandbox, sync }: ConnectedShop, climber: Climber) {
  const said: Said = { answered: 0, rejected: 0, asked: new Map() };
  let isWaiting = false;

  const jobs = () => runJobs({ services: house.services, jobs: house.jobs, leaves: AUDIT_JOBS });

  /** Answers every proposal by the hidden policy, and has what was approved carried out. */
  async function answer(): Promise<void> {
    const { rows, states } = await owner.call((api) => api.automations.inbox({ page: 0 }));
    isWaiting = (states["ready"] ?? 0) > 0;
    if (rows.length === 0) return;
    const { yes = [], no = [] } = Object.groupBy(rows, (row) => (climber.isRight(sandbox, row) ? "yes" : "no"));
    const ids = (some: typeof rows) => some.map(({ effectId }) => effectId);
    if (yes.length > 0) await owner.call((api) => api.automations.approve({ effectIds: ids(yes) }));
    if (no.length > 0) await owner.call((api) => api.automations.reject({ effectIds: ids(no), reason: "not what we would do" }));
    const decisions = new Map(rows.map((row) => [row.decisionId, row.brake ?? "approval"]));
    said.answered += decisions.size;
    said.rejected += new Set(no.map(({ decisionId }) => decisionId)).size;
    for (const why of decisions.values()) said.asked.set(why, (said.asked.get(why) ?? 0) + 1);
    await jobs();
    await answer();
  }

  /** What the worker does by the clock, with every job that follows; then somebody answers what waits for a person. */
  async function turn(): Promise<void> {
    const unwell = (await owner.call((api) => api.connections.list({}))).find(({ problem }) => problem !== null);
    if (unwell) throw new Error(`${unwell.name}: ${unwell.problem}`);
    await sweepAutomations(house.services, new AbortController().signal);
    await jobs();
    await answer();
  }

  return {
    said,
    jobs,
    turn,
    /** Whether something is to be carried out as soon as the vendor's calls a minute allow. */
    isWaiting: () => isWaiting,
    /** Brings what is new at the vendor to our copy, decides on it and answers; `byClock`: and does what the worker does by the clock. */
    async land(syncs: Syncs, { byClock }: { byClock: boolean }): Promise<void> {
      await sync(syncs);
      if (byClock) return turn();
      await jobs();
      await answer();
    },
  };
}
