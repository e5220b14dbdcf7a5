import type { CaseHistory, Facts } from "#server/domain/automations/case-history.ts";
import type { ActionCall, Alteration, EffectInput, EffectKind, Plan, PlannedEffect } from "../define.ts";
import { onlyOwnRecord } from "../only-own-record.ts";
import { ASK_RECOUNT, KEEP_CHANNEL, SET_TO_LEDGER, STOP_SELLING } from "./outcomes.ts";
import { DifferenceSeen, isCounted, LevelSeen, type CountedLevel } from "./records.ts";

/**
 * What a decision on a level rests on: the units put aside and those being counted. What is for sale moves with every order, and the changes
 * here are right however much was sold meanwhile.
 */
export const fingerprint = ({ safetyStock, qualityControl }: LevelSeen): string =>
  JSON.stringify({ aside: safetyStock, counting: qualityControl });

export const fingerprintNow = (seen: unknown): string => fingerprint(LevelSeen.parse(seen));

/** The difference in the form of our newest copy. */
const newestDifference = ({ records }: CaseHistory): DifferenceSeen | null =>
  DifferenceSeen.safeParse(records.findLast(({ model }) => model === "StockDifference")?.content).data ?? null;

/** The level of a difference; null where our copy has none that tells what is put aside, or where two systems name one alike. */
function levelOf({ linked }: CaseHistory, { levelId, itemId }: DifferenceSeen): CountedLevel | null {
  const found = linked.flatMap(({ by, content }) => {
    const level = by === levelId ? LevelSeen.safeParse(content).data : undefined;
    return level?.itemId === itemId && isCounted(level) ? [level] : [];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** What an outcome changes; null while our copies of the difference, of its time line and of its level do not tell the same. */
export function plan({ outcome, history, facts }: { outcome: string; history: CaseHistory; facts: Facts }): Plan | null {
  const difference = newestDifference(history);
  if (difference === null || difference.state !== facts["situation"]?.value) return null;
  const level = levelOf(history, difference);
  // The units of the difference are put aside when it is found, and again when they were counted. Where others are as well, or these are gone,
  // the copies are of different moments, or somebody has to see whose they are.
  if (level === null || level.safetyStock !== difference.unitsApart) return null;
  const cost = level.unitCost;
  const unitsAtRisk = outcome === ASK_RECOUNT ? 0 : difference.unitsApart; // Counted, they stay off sale as they are.
  return {
    effects: effectsOf(outcome, difference, level),
    riskMinor: cost === null ? null : cost.amountMinor * unitsAtRisk,
    currency: cost?.currency ?? null,
    fingerprint: fingerprint(level),
  };
}

function effectsOf(outcome: string, difference: DifferenceSeen, level: CountedLevel): PlannedEffect[] {
  const { id, levelId, itemId, locationId, unitsApart: units, direction } = difference;
  const effect = (kind: string, leaves: Leaves, more: { reason: string; atMost?: number }): PlannedEffect[] => [
    { kind, subject: { type: "stock level", id: levelId }, input: { itemId, locationId, document: id, units, leaves, ...more } },
  ];
  const rest: Leaves = { aside: level.safetyStock - units, counting: level.qualityControl };
  if (outcome === ASK_RECOUNT)
    return effect("send to recount", { ...rest, counting: rest.counting + units }, { reason: "quality_control" });
  if (outcome === STOP_SELLING) return effect("stop selling", { ...rest, aside: null }, { reason: "safety_stock" });
  if (outcome !== SET_TO_LEDGER && outcome !== KEEP_CHANNEL) return [];
  const reason = difference.state === "recounted" ? "cycle_count_available" : "correction";
  const isTakenOff = (direction === "above") === (outcome === SET_TO_LEDGER);
  if (isTakenOff) return effect("take off", rest, { reason });
  return effect("put on sale", rest, {
    reason,
    atMost: outcome === SET_TO_LEDGER ? difference.ledgerQuantity : difference.channelQuantity,
  });
}

/** How the level stands once a change is made; null where that is not known beforehand. */
type Leaves = { aside: number | null; counting: number };

type Change = {
  title: string;
  /** What is known of it beforehand; what is on sale moves with every order, so of that only the units are. */
  alters: (given: { units: number; atMost: number | null; aside: number | null; counting: number | null }) => Alteration[];
  call: (level: CountedLevel, units: number) => { action: string; input: EffectInput };
  /** The change that takes this one back. */
  back: string | null;
};

const [ON_SALE, ASIDE, COUNTING] = ["available", "safety_stock", "quality_control"];
type Expected = { from: number | null; to: number | null };
const move = (from: string | undefined, to: string | undefined, quantity: number | null, expected: Expected): ActionCall => ({
  action: "move-stock",
  input: { from, to, quantity, expectedQuantity: expected.from, expectedToQuantity: expected.to },
});
const adjust = (changeBy: number, { safetyStock }: CountedLevel): ActionCall => ({
  action: "adjust-stock",
  input: { state: ASIDE, changeBy, expectedQuantity: safetyStock },
});

const counted = (units: number): string => (units === 1 ? "1 unit" : `${units} units`);
const asideLine = (before: number | null, after: number | null, otherwise: string): Alteration => ({
  what: "Put aside",
  before: before === null ? null : counted(before),
  after: after === null ? otherwise : counted(after),
});

/**
 * What is put aside moves with nothing but a decision, so it is expected as it was seen. What is on sale moves with every order: it is expected
 * only where it is raised, which must not come on top of what somebody else raised.
 */
const changes: Readonly<Record<string, Change>> = {
  "take off": {
    title: "Take the units off the channel",
    alters: ({ units, aside }) => [asideLine(aside === null ? null : aside + units, aside, `${counted(units)} fewer`)],
    call: (level, units) => adjust(-units, level),
    back: "put aside again",
  },
  "put aside again": {
    title: "Put the units aside again",
    alters: ({ units, aside }) => [asideLine(aside === null ? null : aside - units, aside, `${counted(units)} more`)],
    call: (level, units) => adjust(units, level),
    back: null,
  },
  "put on sale": {
    title: "Put the units on sale",
    alters: ({ units, aside, atMost }) => [
      asideLine(aside === null ? null : aside + units, aside, `${counted(units)} fewer`),
      { what: "On sale", before: null, after: `${counted(units)} more${atMost === null ? "" : `, to ${atMost} at most`}` },
    ],
    call: ({ safetyStock, available }, units) => move(ASIDE, ON_SALE, units, { from: safetyStock, to: available }),
    back: "take from sale",
  },
  "take from sale": {
    title: "Take the units from sale",
    alters: ({ units }) => [
      { what: "On sale", before: null, after: `${counted(units)} fewer` },
      { what: "Put aside", before: null, after: `${counted(units)} more` },
    ],
    call: (_level, units) => move(ON_SALE, ASIDE, units, { from: null, to: null }),
    back: null,
  },
  "send to recount": {
    title: "Ask for a recount",
    alters: ({ units, aside, counting }) => [
      asideLine(aside === null ? null : aside + units, aside, `${counted(units)} fewer`),
      {
        what: "Being counted",
        before: counting === null ? null : counted(counting - units),
        after: counting === null ? `${counted(units)} more` : counted(counting),
      },
    ],
    call: ({ safetyStock }, units) => move(ASIDE, COUNTING, units, { from: safetyStock, to: null }),
    back: "call off the recount",
  },
  "call off the recount": {
    title: "Call off the recount",
    alters: ({ units }) => [
      { what: "Being counted", before: null, after: `${counted(units)} fewer` },
      { what: "Put aside", before: null, after: `${counted(units)} more` },
    ],
    call: ({ qualityControl }, units) => move(COUNTING, ASIDE, units, { from: qualityControl, to: null }),
    back: null,
  },
  "stop selling": {
    title: "Stop selling there",
    alters: () => [
      { what: "On sale", before: "what is there then", after: "none" },
      { what: "Put aside", before: null, after: "all that was on sale, besides what is aside already" },
    ],
    call: () => move(ON_SALE, ASIDE, null, { from: null, to: null }),
    back: "sell again",
  },
  // How many were on sale when it was done, only the level tells: all that is aside beyond what was there before.
  "sell again": {
    title: "Sell there again",
    alters: ({ units }) => [
      { what: "On sale", before: "none", after: "all that was put aside to stop it" },
      { what: "Put aside", before: null, after: `${counted(units)}, as before` },
    ],
    call: ({ safetyStock, available }, units) => move(ASIDE, ON_SALE, safetyStock - units, { from: safetyStock, to: available }),
    back: null,
  },
};

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const countOf = (value: unknown): number | null => (typeof value === "number" ? value : null);

function isLeft(level: CountedLevel, input: EffectInput): boolean {
  const leaves = Object(input["leaves"]);
  const aside = countOf(leaves.aside);
  return (aside === null ? level.available === 0 : level.safetyStock === aside) && level.qualityControl === countOf(leaves.counting);
}

const CHANGED = "The units put aside were decided on or changed after this was decided.";
const RAISED = "The channel was raised after this was decided: with these units it would show more than was counted.";
const look: EffectKind["look"] = ({ input }) => ({
  action: "read-stock",
  input: { itemId: textOf(input["itemId"]), locationId: textOf(input["locationId"]) },
});

function kindOf({ title, alters, call, back }: Change): EffectKind {
  const stopsSelling = back === "sell again";
  return {
    title,
    alters({ input }) {
      const leaves = Object(input["leaves"]);
      const known = { aside: countOf(leaves.aside), counting: countOf(leaves.counting) };
      return alters({ units: countOf(input["units"]) ?? 0, atMost: countOf(input["atMost"]), ...known });
    },
    look,
    prepare({ subject, input, seen, decided, key, inDoubt }) {
      const level = LevelSeen.parse(seen);
      if (!isCounted(level)) return { step: "refuse", why: "The channel does not tell any more what is put aside there." };
      // Units that are gone tell who took them only where we may have been the one: taken off and put on sale leave the same behind.
      if (inDoubt && isLeft(level, input)) return { step: "already done" };
      if (stopsSelling && level.available === 0) return { step: "already done" };
      if (decided !== null && decided !== fingerprint(level)) return { step: "refuse", why: CHANGED };
      const units = countOf(input["units"]) ?? 0;
      const atMost = countOf(input["atMost"]);
      if (atMost !== null && level.available + units > atMost) return { step: "refuse", why: RAISED };
      const { action, input: asked } = call(level, units);
      const { itemId, locationId, document, reason } = input;
      const leaves: Leaves = { aside: level.safetyStock, counting: level.qualityControl };
      const before = stopsSelling ? level.safetyStock : units;
      return {
        step: "act",
        call: { action, input: { itemId, locationId, ...asked, reason, documentUri: document, key } },
        inverse: back === null ? null : { kind: back, subject, input: { itemId, locationId, document, reason, leaves, units: before } },
      };
    },
  };
}

const kinds = Object.fromEntries(Object.entries(changes).map(([name, change]) => [name, kindOf(change)]));

export const effects = onlyOwnRecord(kinds, (seen) => LevelSeen.parse(seen).id);
