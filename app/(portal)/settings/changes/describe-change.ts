import { minorDigits } from "#server/domain/roi/minor-units.ts";
import { SETTINGS, settingWords } from "../../automations/setting-words.ts";

type Values = Readonly<Record<string, unknown>> | null;

export type ChangeWords = {
  /** What was done to what, "Role of Ada changed". */
  title: string;
  /** Why, in the words of whoever did it; null where nobody was asked. */
  reason: string | null;
  /** One line a value that differs, "role: contributor → admin"; [] when nothing was written down. */
  details: string[];
};

export type Described = {
  noun: string;
  nounId: string;
  verb: string;
  before: Values;
  after: Values;
  thing: { name: string | null };
};

const NAMING = ["name", "email", "role", "fileName", "sourceName", "title", "label", "activity"] as const;
const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*Z$/;
/** Values whose key is ours and no word of a shop. */
const LABELS: Readonly<Record<string, string>> = { effects: "changes at the vendor", minorAnHour: "an hour" };

/** What is said of each thing that is done to each kind of thing. */
const TITLES: Readonly<Record<string, (name: string) => string>> = {
  "decision approve": (name) => `Approved: ${name}`,
  "decision reject": (name) => `Rejected: ${name}`,
  "effect reject": (name) => `Rejected: ${name}`,
  "effect undo": (name) => `Undo asked for: ${name}`,
  "effect redo": (name) => `Another try asked for: ${name}`,
  "effect close reply page": (name) => `Reply page closed: ${name}`,
  "automation create": (name) => `Automation begun: ${name}`,
  "automation save rules": (name) => `Rules saved: ${name}`,
  "automation save settings": (name) => `Gates and limits changed: ${name}`,
  "automation set stage": (name) => `Stage changed: ${name}`,
  "automation pause": (name) => `Stopped: ${name}`,
  "automation resume": (name) => `Let go on: ${name}`,
  "automation stop all": () => "All automations stopped",
  "automation resume all": () => "All automations let run again",
  "automation undo version": (name) => `Undo of a whole version asked for: ${name}`,
  "person join": (name) => `${name} joined`,
  "person change role": (name) => `Role of ${name} changed`,
  "person remove": (name) => `${name} removed`,
  "person leave": (name) => `${name} left`,
  "person make reset link": (name) => `Link to a new password made for ${name}`,
  "invitation create": (name) => `${name} invited`,
  "invitation renew": (name) => `Invitation of ${name} renewed`,
  "invitation revoke": (name) => `Invitation of ${name} revoked`,
  "connection connect": (name) => `${name} connected`,
  "connection connect again": (name) => `${name} connected again`,
  "connection refuse": (name) => `Second connection to ${name} refused`,
  "connection erase": (name) => `${name} disconnected, and its data erased`,
  "connection pause": (name) => `Reading of ${name} paused`,
  "connection resume": (name) => `Reading of ${name} taken up again`,
  "rollout item assign": (name) => `Owner of a step changed: ${name}`,
  "log take back": (name) => `Imported log taken back: ${name}`,
  "import start": (name) => `Import begun: ${name}`,
  "account classify": (name) => `Account ${name} classified`,
  "account release": (name) => `What was said of account ${name} taken back`,
  "workflow reset": (name) => `Workflow put back to how it ships: ${name}`,
  "sample import": () => "Timed samples imported",
};

/** Verbs of things that have no words of their own above. */
const DONE: Readonly<Record<string, string>> = {
  create: "added",
  update: "changed",
  remove: "removed",
  delete: "removed",
  revoke: "revoked",
  restore: "restored",
  discard: "set aside",
  dismiss: "dismissed",
  archive: "archived",
  unarchive: "taken out of the archive",
};

/**
 * One line of the log in words, for whatever kind of thing it is about.
 *
 * @param currency of the workspace, for amounts that stand without one
 * @param people names by the ids of members
 */
export function describeChange(
  { noun, nounId, verb, before, after, thing }: Described,
  { currency, people }: { currency: string; people: Readonly<Record<string, string>> },
): ChangeWords {
  const name = thing.name ?? nameIn(after ?? before) ?? nameIn(before) ?? (ID.test(nounId) ? `${noun} ${nounId.slice(0, 8)}` : nounId);
  const title = TITLES[`${noun} ${verb}`]?.(name) ?? `${firstUp(noun)} ${DONE[verb] ?? verb}: ${name}`;
  const [old, now] = [leavesOf(before), leavesOf(after)];
  const keys = [...new Set([...old.keys(), ...now.keys()])].filter((key) => key !== "reason" && !isNaming(key, name, before, after));
  const say = (key: string, values: Values, leaves: Leaves): string =>
    shown(key, leaves.get(key), { currency: currencyIn(values) ?? currency, people });
  const details = keys.flatMap((key) => {
    if (before === null) return [`${labelOf(key)}: ${say(key, after, now)}`];
    if (after === null) return [`${labelOf(key)}: ${say(key, before, old)}`];
    if (same(old.get(key), now.get(key))) return [];
    return [`${labelOf(key)}: ${say(key, before, old)} → ${say(key, after, now)}`];
  });
  const reason = after?.["reason"] ?? null;
  return { title, reason: typeof reason === "string" && reason !== "" ? reason : null, details };
}

function nameIn(values: Values): string | null {
  const found = NAMING.map((key) => values?.[key]).find((value) => typeof value === "string" && value !== "");
  return typeof found === "string" ? found : null;
}

/** The title says it already, and it did not change. */
const isNaming = (key: string, name: string, before: Values, after: Values): boolean =>
  (before?.[key] ?? after?.[key]) === name && (before === null || after === null) && NAMING.some((known) => known === key);

type Leaves = ReadonlyMap<string, unknown>;

/** Every value with its path, however deep it lies, so that each change is a line of its own and none is cut. */
function leavesOf(values: Values): Leaves {
  const walk = (value: unknown, path: string): [string, unknown][] => {
    if (Array.isArray(value) && value.some((item) => typeof item === "object" && item !== null))
      return value.flatMap((item, at) => walk(item, `${path}.${at + 1}`));
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return Object.entries(value).flatMap(([key, inner]) => walk(inner, path === "" ? key : `${path}.${key}`));
    return [[path, value]];
  };
  return new Map(values === null ? [] : walk(values, ""));
}

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);
const firstUp = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
const settingOf = (key: string) => (key.startsWith("settings.") ? SETTINGS[key.slice("settings.".length)] : undefined);

function labelOf(key: string): string {
  const setting = settingOf(key);
  return setting ? setting[0] : key.split(".").map(inWords).join(", ");
}

/** "workingDaysAYear" is "working days a year"; an amount is called by what it is, not by its unit, and a person not by an id. */
const inWords = (key: string): string =>
  (LABELS[key] ?? key.replace(/Minor$/, "").replace(/UserId$/, ""))
    .replaceAll(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, " ")
    .toLowerCase();

function currencyIn(values: Values): string | null {
  const currency = values?.["currency"];
  return typeof currency === "string" ? currency : null;
}

function shown(key: string, value: unknown, { currency, people }: { currency: string; people: Readonly<Record<string, string>> }): string {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return "none";
  const setting = settingOf(key);
  if (typeof value === "number" && (setting?.[1] === "money" || /(^|\.)minor[A-Z]|Minor$/.test(key))) return amount(value, currency);
  if (setting && (typeof value === "number" || typeof value === "string")) return settingWords(value, setting[1]);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return people[value] ?? (INSTANT.test(value) ? `${value.slice(0, 16).replace("T", " ")} UTC` : value);
  return Array.isArray(value) ? value.map(String).join("; ") : JSON.stringify(value);
}

function amount(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  const places = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${currency} ${(minor / 10 ** digits).toLocaleString("en-US", places)}`;
}
