/** What has to hold before an automation may climb to a stage. */
export type Gate = {
  /** Lower end of the 95 % Wilson interval of the agreement, 0..1. */
  agreementLower: number;
  /** Decisions that people answered. */
  fewest: number;
  /** Expected cost of wrong decisions per 1,000, in minor units of the workspace's currency. */
  lossPerThousandMinor: number;
};

/** How an automation may act. Data, edited by people and logged. */
export type AutomationSettings = {
  gates: { approve: Gate; auto: Gate };
  /** Acts only after a person says so beyond these, counted over one hour. */
  brake: { records: number; moneyMinor: number };
  /** How long an approval is waited for, and what then: the effect lapses, or it is done. */
  approval: { hours: number; onTimeout: "lapse" | "act" };
  /** Share of cases left to people, so that what the automation brings can be measured; 0..0.5. */
  holdOutShare: number;
  /** Back to shadow when disagreements add up to this (CUSUM, in decisions), or after this many severe errors. */
  demotion: { cusumLimit: number; severeErrors: number };
  /** Calls a minute to one connection, shared by all automations of the workspace. */
  callsPerMinute: number;
};

/** Wilson 0.95 with 200 decisions is what automations.md asks for: 199 of 200 give 0.977, 195 give 0.950. */
export const DEFAULT_SETTINGS: AutomationSettings = {
  gates: {
    approve: { agreementLower: 0.95, fewest: 200, lossPerThousandMinor: 50_000 },
    auto: { agreementLower: 0.95, fewest: 200, lossPerThousandMinor: 50_000 },
  },
  brake: { records: 100, moneyMinor: 2_000_000 },
  approval: { hours: 24, onTimeout: "lapse" },
  holdOutShare: 0,
  demotion: { cusumLimit: 5, severeErrors: 2 },
  callsPerMinute: 60,
};

/** One setting that was changed, by its path, such as "gates.approve.agreementLower". */
export type SettingChange = { setting: string; from: number | string; to: number | string };

/** What differs between two sets of settings, in the order in which they stand. */
export function settingsChanged(before: AutomationSettings, after: AutomationSettings): SettingChange[] {
  const old = new Map(leavesOf(before));
  return leavesOf(after).flatMap(([setting, to]) => {
    const from = old.get(setting);
    return from === undefined || from === to ? [] : [{ setting, from, to }];
  });
}

type Leaf = readonly [path: string, value: number | string];

const leavesOf = (part: object, path = ""): Leaf[] =>
  Object.entries(part).flatMap(([name, value]: [string, unknown]): Leaf[] => {
    const at = path === "" ? name : `${path}.${name}`;
    if (typeof value === "number" || typeof value === "string") return [[at, value]];
    return typeof value === "object" && value !== null ? leavesOf(value, at) : [];
  });
