import type { Reading } from "#server/domain/stock/standing.ts";
import type { Converges, KeptInStep } from "../define.ts";
import { DifferenceSeen } from "./records.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

const WAITS_FOR: Readonly<Record<DifferenceSeen["state"], string | null>> = {
  found: "a decision",
  recount_asked: "the warehouse's count",
  recounted: "a decision",
  settled: null,
  stopped: null,
};

/** What the differences of one item at one channel tell, from the oldest on: apart when one is found, together when it is settled. */
function readingsOf(differences: readonly DifferenceSeen[]): { targets: Reading[]; quantities: Reading[] } {
  const [targets, quantities]: [Reading[], Reading[]] = [[], []];
  const tell = (at: string, target: number | null, quantity: number | null) => {
    const atMs = Date.parse(at);
    targets.push({ atMs, value: target });
    quantities.push({ atMs, value: quantity });
  };
  for (const { ledgerQuantity, channelQuantity, countedQuantity, foundAt, settledAt, stoppedAt } of differences) {
    tell(foundAt, ledgerQuantity, channelQuantity);
    const agreed = countedQuantity ?? ledgerQuantity;
    if (settledAt !== null) tell(settledAt, agreed, agreed);
    // Nothing is on sale there until the next publication, whatever the ledger allots.
    else if (stoppedAt !== null) tell(stoppedAt, null, 0);
  }
  return { targets, quantities };
}

function read(cases: readonly unknown[]): KeptInStep[] {
  const byLevel = new Map<string, DifferenceSeen[]>();
  for (const content of cases) {
    const difference = DifferenceSeen.safeParse(content).data;
    if (difference) byLevel.set(difference.levelId, [...(byLevel.get(difference.levelId) ?? []), difference]);
  }
  return [...byLevel].map(([levelId, found]) => {
    const differences = found.toSorted((a, b) => Date.parse(a.foundAt) - Date.parse(b.foundAt));
    const newest = differences.at(-1)!;
    return {
      item: newest.sku ?? newest.itemId,
      channel: newest.channel ?? newest.locationId,
      levelId,
      caseId: `sku:${newest.id}`,
      waitsFor: WAITS_FOR[newest.state],
      ...readingsOf(differences),
    };
  });
}

export const converges: Converges = {
  levelModel: "InventoryLevel",
  openStates: ["found", "recount_asked", "recounted"],
  tolerance: 0,
  delays: {
    seenMs: 15 * MINUTE_MS, // The sync runs every five; the vendor's history tells a change up to ten later.
    decidedMs: 60 * SECOND_MS,
    triedMs: 30 * SECOND_MS,
    failures: 3,
  },
  beyond: "how often the app that compares looks, the warehouse's count, and the wait for a person's approval",
  read,
};
