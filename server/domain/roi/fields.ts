import type { Unit } from "../provenance.ts";
import type { Input } from "./input.ts";
import type { Automation, Scenario } from "./scenario.ts";

/** What an input is called, what it counts and what it may be. */
export type Field = { field: string; title: string; unit: Unit; least: number; most: number };

/** An input of a scenario with its place. `path` is where it stands in the object; `key` does not change when automations are reordered. */
export type NamedInput = Field & { path: string; key: string; automationId: string | null; input: Input };

type UnitName = "money" | "moneyPerHour" | "hours" | "minutes" | "months" | "days" | "share" | "touches";
type Spec<Owner> = {
  field: string;
  title: string;
  unit: UnitName;
  least: number;
  most: number;
  read: (owner: Owner) => Input;
  write: (owner: Owner, input: Input) => Owner;
};

const ANY = Number.MAX_SAFE_INTEGER;

export const SCENARIO_FIELDS: readonly Spec<Scenario>[] = [
  {
    field: "horizonMonths",
    title: "Horizon",
    unit: "months",
    least: 1,
    most: 120,
    read: (s) => s.horizonMonths,
    write: (s, input) => ({ ...s, horizonMonths: input }),
  },
  {
    field: "discountRatePerYear",
    title: "Discount rate a year",
    unit: "share",
    least: 0,
    most: 1,
    read: (s) => s.discountRatePerYear,
    write: (s, input) => ({ ...s, discountRatePerYear: input }),
  },
  {
    field: "volumeGrowthPerYear",
    title: "Volume growth a year",
    unit: "share",
    least: -0.9,
    most: 5,
    read: (s) => s.volumeGrowthPerYear,
    write: (s, input) => ({ ...s, volumeGrowthPerYear: input }),
  },
  {
    field: "workingDaysPerYear",
    title: "Working days a year",
    unit: "days",
    least: 1,
    most: 366,
    read: (s) => s.workingDaysPerYear,
    write: (s, input) => ({ ...s, workingDaysPerYear: input }),
  },
  {
    field: "paidHoursPerDay",
    title: "Paid hours a day",
    unit: "hours",
    least: 0.1,
    most: 24,
    read: (s) => s.paidHoursPerDay,
    write: (s, input) => ({ ...s, paidHoursPerDay: input }),
  },
];

/** The inputs of an automation except those of its ramp. The order is the order of slots in the compiled model. */
export const AUTOMATION_FIELDS: readonly Spec<Automation>[] = [
  spec("volumePerMonth", "Volume a month", "touches", 0, ANY),
  spec("minutesPerTouch", "Minutes per touch", "minutes", 0, 1440),
  spec("automatableShare", "Automatable share", "share", 0, 1),
  spec("overlapShare", "Overlap with other automations", "share", 0, 1),
  spec("loadedRateMinorPerHour", "Loaded rate", "moneyPerHour", 0, ANY),
  captureSpec("redeployedShare", "Redeployed to named work", "share", 1),
  captureSpec("redeployedValueMinorPerHour", "Value of the named work", "moneyPerHour", ANY),
  captureSpec("avoidedHireShare", "Avoided hire", "share", 1),
  captureSpec("overtimeCutShare", "Overtime cut", "share", 1),
  spec("riskFactor", "Risk factor", "share", 0, 1),
  spec("buildCostMinor", "Build cost", "money", 0, ANY),
  spec("licenceMinorPerMonth", "Licence a month", "money", 0, ANY),
  spec("maintenanceHoursPerMonth", "Maintenance a month", "hours", 0, ANY),
  spec("exceptionHoursPerMonth", "Exceptions a month", "hours", 0, ANY),
  spec("reviewHoursPerMonth", "Review a month", "hours", 0, ANY),
  spec("careRateMinorPerHour", "Rate of maintenance, exceptions and review", "moneyPerHour", 0, ANY),
  spec("leakageShare", "Leakage", "share", 0, 1),
  spec("startMonth", "Start month", "months", 0, 120),
];

/** Every input of the ramp, in the order of slots in the compiled model. */
export function rampFields(automation: Automation): readonly Spec<Automation>[] {
  const { ramp } = automation;
  if (ramp.kind === "table") {
    return ramp.shares.map((share, index) => ({
      field: `ramp.shares.${index}`,
      title: `Ramp, month ${index + 1}`,
      unit: "share",
      least: 0,
      most: 1,
      read: () => share,
      write: (owner, input) => ({ ...owner, ramp: { ...ramp, shares: ramp.shares.with(index, input) } }),
    }));
  }
  if (ramp.kind === "exponential") {
    return [
      {
        field: "ramp.tauMonths",
        title: "Ramp: time constant",
        unit: "months",
        least: 0.01,
        most: 120,
        read: () => ramp.tauMonths,
        write: (owner, input) => ({ ...owner, ramp: { ...ramp, tauMonths: input } }),
      },
    ];
  }
  return [
    {
      field: "ramp.missingAtFirst",
      title: "Ramp: missing in the first month",
      unit: "share",
      least: 0,
      most: 1,
      read: () => ramp.missingAtFirst,
      write: (owner, input) => ({ ...owner, ramp: { ...ramp, missingAtFirst: input } }),
    },
    {
      field: "ramp.learningRate",
      title: "Ramp: what each doubling leaves",
      unit: "share",
      least: 0.01,
      most: 1,
      read: () => ramp.learningRate,
      write: (owner, input) => ({ ...owner, ramp: { ...ramp, learningRate: input } }),
    },
  ];
}

/** All inputs of the cash flow: those of the scenario, then those of each automation with its ramp. */
export function inputsOf(scenario: Scenario): NamedInput[] {
  const named = <Owner>(spec: Spec<Owner>, owner: Owner, prefix: string, automationId: string | null): NamedInput => ({
    field: spec.field,
    title: spec.title,
    unit: unitOf(spec.unit, scenario.currency),
    least: spec.least,
    most: spec.most,
    path: prefix + spec.field,
    key: `${automationId ?? "scenario"}/${spec.field}`,
    automationId,
    input: spec.read(owner),
  });
  return [
    ...SCENARIO_FIELDS.map((field) => named(field, scenario, "", null)),
    ...scenario.automations.flatMap((automation, index) =>
      [...AUTOMATION_FIELDS, ...rampFields(automation)].map((field) => named(field, automation, `automations.${index}.`, automation.id)),
    ),
  ];
}

/** The scenario with one input replaced, found by its key; unchanged when no input has that key. */
export function withInput(scenario: Scenario, key: string, input: Input): Scenario {
  const own = SCENARIO_FIELDS.find((spec) => `scenario/${spec.field}` === key);
  if (own) return own.write(scenario, input);
  return {
    ...scenario,
    automations: scenario.automations.map((automation) => {
      const field = [...AUTOMATION_FIELDS, ...rampFields(automation)].find((spec) => `${automation.id}/${spec.field}` === key);
      return field ? field.write(automation, input) : automation;
    }),
  };
}

function unitOf(name: UnitName, currency: string): Unit {
  if (name === "touches") return { kind: "count", of: "touches" };
  if (name === "money" || name === "moneyPerHour") return { kind: name, currency };
  return { kind: name };
}

type InputFieldOf<Owner> = { [Key in keyof Owner]: Owner[Key] extends Input ? Key : never }[keyof Owner] & string;

function spec(field: InputFieldOf<Automation>, title: string, unit: UnitName, least: number, most: number): Spec<Automation> {
  return { field, title, unit, least, most, read: (owner) => owner[field], write: (owner, input) => ({ ...owner, [field]: input }) };
}

function captureSpec(field: InputFieldOf<Automation["capture"]>, title: string, unit: UnitName, most: number): Spec<Automation> {
  return {
    field: `capture.${field}`,
    title,
    unit,
    least: 0,
    most,
    read: (owner) => owner.capture[field],
    write: (owner, input) => ({ ...owner, capture: { ...owner.capture, [field]: input } }),
  };
}
