import { monthOf } from "./case-totals.ts";
import { STARTS } from "./order-volume.ts";
import { SOURCE_DAYS } from "./source-coverage.ts";
import { splitKey, type Totals } from "./totals.ts";

// What is kept by day, and where its keys have the day. The names of the first two end in the month.
const DAY_OF_KEY: readonly [prefix: string, dayOf: (key: string) => number][] = [
  ["roll-ups ", (key) => Number.parseInt(key, 10)],
  ["weeks ", (key) => Number(splitKey(key)[1])],
  [STARTS, (key) => Number(splitKey(key)[2])],
  ["orders", (key) => Number(splitKey(key)[1])],
  [SOURCE_DAYS, (key) => Number(splitKey(key)[1])],
];

/**
 * What totals say up to the end of a day: days and weeks that begin after it are left out, so that one event dated in seventy years
 * neither stretches the window of the log nor counts as work that was done. What is kept of whole cases, accounts and sources stays as it
 * is: it has no day, and data quality tells of all that came in.
 *
 * @param lastDay days since 1970-01-01 in the workspace's zone
 * @returns new totals that share their rows with those given, for reading
 */
export function totalsUntil(totals: Totals, lastDay: number): Totals {
  const month = monthOf(lastDay);
  return new Map(
    [...totals].map(([part, rows]) => {
      const [prefix, dayOf] = DAY_OF_KEY.find(([name]) => part.startsWith(name)) ?? [];
      // Whole months before need no look at their rows, and a log has years of them.
      if (prefix === undefined || dayOf === undefined || (prefix.endsWith(" ") && part.slice(prefix.length) < month)) return [part, rows];
      return [part, new Map([...rows].filter(([key]) => dayOf(key) <= lastDay))];
    }),
  );
}
