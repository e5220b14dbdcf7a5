import { minorDigits } from "#server/domain/roi/minor-units.ts";

type Values = Readonly<Record<string, unknown>> | null;

export type ChangeWords = {
  /** What was done to what, "change role of person Ada". */
  title: string;
  /** One line a value that differs, "role: contributor → admin"; [] when nothing was written down. */
  details: string[];
};

const NAMING = ["name", "email", "role", "fileName", "sourceName", "title", "label"] as const;

/** One line of the log in words, for whatever kind of thing it is about. */
export function describeChange({
  noun,
  nounId,
  verb,
  before,
  after,
}: {
  noun: string;
  nounId: string;
  verb: string;
  before: Values;
  after: Values;
}): ChangeWords {
  const known = after ?? before ?? {};
  const named = NAMING.map((key) => known[key]).find((value) => typeof value === "string" && value !== "");
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const changed = keys.filter((key) => before === null || after === null || !same(before[key], after[key]));
  const details = changed.map((key) => {
    const shown = (values: Values) => amount(key, values) ?? show(values?.[key]);
    if (before === null) return `${inWords(key)}: ${shown(after)}`;
    if (after === null) return `${inWords(key)}: ${shown(before)}`;
    return `${inWords(key)}: ${shown(before)} → ${shown(after)}`;
  });
  return { title: `${verb}: ${noun} ${typeof named === "string" ? named : nounId.slice(0, 8)}`, details };
}

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

/** "workingDaysAYear" is "working days a year"; an amount is called by what it is, not by its unit. */
const inWords = (key: string): string =>
  (key === "minorAnHour" ? "an hour" : key.replace(/Minor$/, ""))
    .replaceAll(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, " ")
    .toLowerCase();

/** Amounts stand in minor units with their currency beside them. */
function amount(key: string, values: Values): string | null {
  const [value, currency] = [values?.[key], values?.["currency"]];
  if (typeof value !== "number" || typeof currency !== "string" || !/^minor[A-Z]|Minor$/.test(key)) return null;
  const digits = minorDigits(currency);
  return `${currency} ${(value / 10 ** digits).toFixed(digits)}`;
}

function show(value: unknown): string {
  if (value === null || value === undefined || value === "") return "none";
  if (typeof value === "string") return value;
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)} and more` : text;
}
