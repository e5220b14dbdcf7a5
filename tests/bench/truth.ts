import { VENDORS, type ShopGiven } from "#tests/connected-shop.ts";
import { auditedShop } from "#tests/truth/audited-shop.ts";
import { linesOf, measureAgainstTruth, type Measured } from "#tests/truth/measure.ts";
import { inDatabase } from "./in-database.ts";

const PROFILES = ["strict", "typical", "sloppy"] as const;
const DRAWS = 10;
// issues of the product: touches, kinds, hours and intervals of an audit that people may believe
const MOST_TOUCH_ERROR = 0.02;
const LEAST_KINDS = 0.99;
const MOST_HOURS_ERROR = 0.15;
const LEAST_WITHIN = 0.95;
const LEAST_COVERED = 0.85;

/**
 * Audits of sandbox shops against what really happened there, each by ten draws of thirty timed items an activity.
 *
 * @param args how many shops, 3 unless told: seeds kept-apart-1, -2, ... with the profiles in turn; then days and orders a day
 * @returns 0 when touches and kinds hold in every shop, hours in 95 % of the draws, and intervals hold the truth in 85 %
 */
export async function benchTruth([shops = "3", days = "14", orders = "300"]: readonly string[]): Promise<number> {
  const all: Measured[] = [];
  for (let number = 1; number <= Number(shops); number += 1) {
    const profile = PROFILES[(number + 1) % PROFILES.length] ?? "typical";
    const shop: ShopGiven = { seed: `kept-apart-${number}`, profile, days: Number(days), ordersPerDay: Number(orders) };
    const began = performance.now();
    await inDatabase(async (database) => {
      const opened = await auditedShop(
        { house: database, nango: { ...database, drop: async () => {} } },
        { shop, scopes: "full", vendors: VENDORS },
      );
      console.log(`${shop.seed}, ${profile}: from the vendors' APIs to the audit in ${((performance.now() - began) / 1000).toFixed(0)} s`);
      try {
        for (let draw = 1; draw <= DRAWS; draw += 1) {
          const { measured } = await measureAgainstTruth(opened, { shop, vendors: VENDORS, draw });
          if (draw === 1) for (const line of measured.flatMap(linesOf)) console.log(`  ${line}`);
          all.push(...measured);
        }
      } finally {
        await opened.close();
      }
    });
  }
  const activities = all.flatMap((one) => one.activities);
  const shareOf = <T>(rows: readonly T[], holds: (row: T) => boolean) => rows.filter(holds).length / rows.length;
  const figures = {
    touches: shareOf(all, ({ touches }) => Math.abs(touches.error) <= MOST_TOUCH_ERROR),
    kinds: shareOf(all, ({ kinds }) => kinds.share >= LEAST_KINDS),
    within15: shareOf(all, ({ hours }) => Math.abs(hours.error) <= MOST_HOURS_ERROR),
    within10: shareOf(all, ({ hours }) => Math.abs(hours.error) <= 0.1),
    covered: shareOf(all, ({ hours }) => hours.covered),
    activitiesCovered: shareOf(activities, ({ covered }) => covered),
  };
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  console.log(
    `${all.length} measurements: touches within 2 % in ${percent(figures.touches)}, kinds right for 99 % in ${percent(figures.kinds)}, hours within 15 % in ${percent(figures.within15)} and within 10 % in ${percent(figures.within10)}`,
  );
  console.log(
    `intervals hold the truth: of the workflows' hours in ${percent(figures.covered)}, of ${activities.length} activities in ${percent(figures.activitiesCovered)}`,
  );
  const ok =
    figures.touches === 1 &&
    figures.kinds === 1 &&
    figures.within15 >= LEAST_WITHIN &&
    figures.covered >= LEAST_COVERED &&
    figures.activitiesCovered >= LEAST_COVERED;
  console.log(`truth: ${ok ? "held" : "MISSED"}`);
  return ok ? 0 : 1;
}
