/** Where hours went that an automation returned, as the team entered it. */
export const USES = ["redeployed", "avoided hire", "overtime", "lost"] as const;
export type Use = (typeof USES)[number];

/** Worth in minor units an hour: stated by the team for redeployed hours, the loaded rate for hires and overtime, nothing for lost ones. */
export type HoursUsed = { use: Use; hours: number; minorPerHour: number | null };

export type WhereHoursWent = {
  byUse: readonly { use: Use; hours: number }[];
  enteredHours: number;
  /** Realised hours that nobody has said anything about; 0 where more was entered than realised. */
  notSaidHours: number;
  /** Share of the realised hours that carries money, 0..1; null while nothing is entered or realised. */
  captureShare: number | null;
  /** What a carrying hour is worth, weighted by hours; null while none carries. */
  worthMinorPerHour: number | null;
};

/**
 * Saved time is not cash: only hours that went somewhere carry money. What is entered beyond the realised hours is not counted.
 *
 * @param realisedHours the point of the estimate; not above 0 when nothing was realised
 */
export function whereHoursWent(entries: readonly HoursUsed[], realisedHours: number, loadedRateMinorPerHour: number): WhereHoursWent {
  const byUse = USES.map((use) => ({
    use,
    hours: entries.filter((entry) => entry.use === use).reduce((sum, { hours }) => sum + hours, 0),
  }));
  const enteredHours = byUse.reduce((sum, { hours }) => sum + hours, 0);
  const carrying = entries.filter(({ use }) => use !== "lost");
  const carryingHours = carrying.reduce((sum, { hours }) => sum + hours, 0);
  const worth = carrying.reduce((sum, { use, hours, minorPerHour }) => sum + hours * worthOf(use, minorPerHour, loadedRateMinorPerHour), 0);
  return {
    byUse,
    enteredHours,
    notSaidHours: Math.max(0, realisedHours - enteredHours),
    captureShare: realisedHours <= 0 || enteredHours === 0 ? null : carryingHours / Math.max(realisedHours, enteredHours),
    worthMinorPerHour: carryingHours === 0 ? null : worth / carryingHours,
  };
}

function worthOf(use: Use, stated: number | null, loadedRate: number): number {
  return use === "redeployed" ? (stated ?? 0) : loadedRate;
}
