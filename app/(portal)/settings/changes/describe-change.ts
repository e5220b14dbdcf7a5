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
    if (before === null) return `${inWords(key)}: ${show(after?.[key])}`;
    if (after === null) return `${inWords(key)}: ${show(before[key])}`;
    return `${inWords(key)}: ${show(before[key])} → ${show(after[key])}`;
  });
  return { title: `${verb}: ${noun} ${typeof named === "string" ? named : nounId.slice(0, 8)}`, details };
}

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

/** "minorAnHour" is "minor an hour". */
const inWords = (key: string): string => key.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

function show(value: unknown): string {
  if (value === null || value === undefined || value === "") return "none";
  if (typeof value === "string") return value;
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)} and more` : text;
}
