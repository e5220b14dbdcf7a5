import { climb, type Climbed } from "#tests/climb/climb.ts";
import { climbers } from "#tests/climb/index.ts";
import { inDatabase } from "./in-database.ts";
import { percent } from "./trial.ts";

const LEAST_FALL = 0.6;

/** Whether a climb is what a playbook has to show: the touches fall, and no more effects are wrong than its budget says. */
const isGoodClimb = ({ auto, wrongShare, budget, stage, effects }: Climbed): boolean =>
  effects > 0 && stage === "auto" && auto.fall >= LEAST_FALL && wrongShare <= budget;

/**
 * Each playbook from draft to auto at a sandbox shop, and then two weeks of it.
 *
 * @param args the name of one playbook, all of them unless told
 * @returns 0 when each got to auto through its gates, spared 60 % of the touches and kept to its error budget
 */
export async function benchClimb([name]: readonly string[]): Promise<number> {
  const chosen = climbers.filter(({ playbook }) => name === undefined || playbook === name);
  if (chosen.length === 0) {
    console.error(`No playbook "${name ?? ""}" climbs: ${climbers.map(({ playbook }) => playbook).join(", ")}.`);
    return 2;
  }
  let code = 0;
  for (const climber of chosen) {
    const began = performance.now();
    try {
      await inDatabase(async (database) => {
        const climbed = await climb({ house: database, nango: { ...database, drop: async () => {} } }, climber, {
          tell: (line) => console.error(`  ${line}`),
        });
        const { backTest, shadow, approve, auto, effects, wrong, wrongShare, budget, stage, landings } = climbed;
        const good = isGoodClimb(climbed);
        if (!good) code = 1;
        console.log(
          `${climber.playbook} at ${climber.shop.seed} (${climber.shop.profile}): ${good ? "held" : "MISSED"}; ` +
            `back-test agrees in ${percent(backTest.agreement)} (from ${percent(backTest.lower)}) of ${backTest.n}, coverage ${percent(backTest.coverage)}; ` +
            `shadow ${shadow.days} days, ${percent(shadow.agreement)} (from ${percent(shadow.lower)}) of ${shadow.n}; ` +
            `approve ${approve.days} days, ${percent(approve.agreement)} (from ${percent(approve.lower)}) of ${approve.n}, ${approve.rejected} turned down; ` +
            `auto ${auto.days} days: touches ${auto.without} -> ${auto.with} (-${percent(auto.fall)}), ${auto.approvals} of them approvals; ` +
            `effects ${effects}, wrong ${wrong} (${percent(wrongShare)}, budget ${percent(budget)}); stands in ${stage}; ` +
            `${landings} landings in ${((performance.now() - began) / 1000).toFixed(0)} s`,
        );
      });
    } catch (error) {
      code = 1;
      console.log(`${climber.playbook}: MISSED; ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return code;
}
