import { normalQuantile } from "../effort/normal-quantile.ts";
import { seededRandom } from "../effort/random.ts";
import type { Interval } from "../interval.ts";
import type { WorkflowAudit } from "./audit.ts";
import { lacksEvidence } from "./rank.ts";

/** Ranks that a workflow takes in 90 % of the draws, and the share of draws (0..1) in which it stands first. */
export type RankRange = { workflow: string; low: number; high: number; first: number };

const DRAWS = 2000;
const Z = normalQuantile(0.95);

/**
 * How far the ranking can be trusted: parametric bootstrap. In each draw the drag of every ranked workflow comes from the lognormal,
 * and its rules-basedness from the normal distribution, that its 90 % interval describes; the draws are ranked by drag x
 * rules-basedness x automatable share, those without known decisions by drag below the others.
 *
 * @returns one row per ranked workflow, in the order given; [] when none is ranked
 */
export function rankRanges(workflows: readonly WorkflowAudit[], seed = 1): RankRange[] {
  const ranked = workflows.filter((row) => row.workflow !== null && !lacksEvidence(row));
  const random = seededRandom(seed);
  const ranks = ranked.map(() => [] as number[]);
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const drawn = ranked.map(({ drag, decisions }) => {
      const money = drawLognormal(drag.totalMinor, random);
      const rules = decisions === null ? 1 : drawNormal(decisions.rulesBasedness, random) * decisions.automatableShare;
      return { scored: decisions !== null, worth: money * Math.max(0, rules) };
    });
    for (const [k, own] of drawn.entries()) ranks[k]!.push(1 + drawn.filter((other, j) => isBefore(other, own, j < k)).length);
  }
  return ranked.map(({ workflow }, k) => {
    const sorted = ranks[k]!.toSorted((a, b) => a - b);
    return {
      workflow: workflow ?? "",
      low: sorted[Math.floor(0.05 * DRAWS)]!,
      high: sorted[Math.ceil(0.95 * DRAWS) - 1]!,
      first: sorted.filter((rank) => rank === 1).length / DRAWS,
    };
  });
}

type Drawn = { scored: boolean; worth: number };

const isBefore = (other: Drawn, own: Drawn, isListedFirst: boolean): boolean =>
  other.scored === own.scored ? other.worth > own.worth || (other.worth === own.worth && isListedFirst) : other.scored;

function drawLognormal({ low, point, high }: Interval, random: () => number): number {
  if (point <= 0) return 0;
  const z = drawStandard(random);
  const end = z < 0 ? Math.max(low, point / 1000) : Math.max(high, point);
  return point * Math.exp((Math.abs(z) / Z) * Math.log(end / point));
}

function drawNormal({ low, point, high }: Interval, random: () => number): number {
  const z = drawStandard(random);
  return point + (z / Z) * (z < 0 ? point - low : high - point);
}

const drawStandard = (random: () => number) => normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, random())));
