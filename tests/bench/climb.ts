import { climb, type Climbed } from "#tests/climb/climb.ts";
import type { Climber } from "#tests/climb/climber.ts";
import { climbers } from "#tests/climb/index.ts";
import { inDatabase } from "./in-database.ts";
import { percent } from "./trial.ts";

const LEAST_FALL = 0.6;

/** Whether a climb is what a playbook has to show: the touches fall, and no more effects are wrong than its budget says. */
const isGoodClimb = ({ auto, wrongShare, budget, stage, effects }: Climbed): boolean =>
  effects > 0 && stage === "auto" && auto.fall >= LEAST_FALL && wrongShare <= budget;

/**
 * Each playbook from draft to auto at a sandbox shop, and then some days of it.
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
  const rows: string[][] = [];
  const notes: string[] = [];
  let code = 0;
  for (const climber of chosen) {
    const began = performance.now();
    try {
      await inDatabase(async (database) => {
        const climbed = await climb({ house: database, nango: { ...database, drop: async () => {} } }, climber, {
          tell: (line) => console.error(`  ${climber.playbook}: ${line}`),
        });
        if (!isGoodClimb(climbed)) code = 1;
        rows.push(rowOf(climber, climbed, (performance.now() - began) / 1000));
        notes.push(...notesOf(climber, climbed));
      });
    } catch (error) {
      code = 1;
      notes.push(`${climber.playbook}: MISSED; ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  for (const line of [...asTable([HEAD, ...rows]), "", ...notes]) console.log(line);
  return code;
}

const HEAD = [
  "playbook",
  "shop",
  "verdict",
  "back-test",
  "shadow",
  "approve",
  "auto",
  "touches without",
  "with",
  "fall",
  "effects",
  "wrong",
  "budget",
  "landings",
  "time",
];

function rowOf({ playbook, shop }: Climber, climbed: Climbed, seconds: number): string[] {
  const { backTest, shadow, approve, auto, effects, wrong, wrongShare, budget, stage, landings } = climbed;
  return [
    playbook,
    `${shop.seed} (${shop.profile})`,
    isGoodClimb(climbed) ? "held" : stage === "auto" ? "MISSED" : `MISSED: ${stage}`,
    `${percent(backTest.agreement)} of ${backTest.n}`,
    `${shadow.days} d, ${percent(shadow.agreement)} of ${shadow.n}`,
    `${approve.days} d, ${percent(approve.agreement)} of ${approve.n}`,
    `${auto.days} d`,
    String(auto.without),
    String(auto.with),
    percent(auto.fall),
    String(effects),
    `${wrong} (${percent(wrongShare)})`,
    percent(budget),
    String(landings),
    `${seconds.toFixed(0)} s`,
  ];
}

/** Why touches are left, and why people were asked. */
function notesOf({ playbook }: Climber, { backTest, shadow, approve, auto }: Climbed): string[] {
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .sort(([, a], [, b]) => b - a)
      .map(([what, n]) => `${n} ${what}`)
      .join(", ") || "none";
  return [
    `${playbook}: agreement from ${percent(backTest.lower)}, ${percent(shadow.lower)} and ${percent(approve.lower)} up, coverage of the past ` +
      `${percent(backTest.coverage)}, ${approve.rejected} turned down before auto; touches left: ${list(auto.left)}; asked in auto: ${list(auto.asked)}`,
  ];
}

function asTable(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
