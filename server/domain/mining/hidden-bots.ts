import { countWords } from "../count-words.ts";
import { localParts, type ZoneClock } from "../event-log/time-zone.ts";
import { PERSON, type EventColumns } from "../event-log/columns.ts";

/** An account that claims to be a person and works like a machine, with the reasons in words. */
export type HiddenBot = { actor: string; touches: number; reasons: string[] };

/** One sign is proof enough. */
const SURE_NAME =
  /(^|[^\p{L}])(svc|service[-_. ]?account|bot|robot|automation|automated|integration|webhook|cron|daemon|api[-_. ]?(user|key|client)?|no[-_.]?reply|system)([^\p{L}]|$)/iu;
/** A person needs longer than this between two touches; an account whose median gap is shorter is a machine. */
const FAST_GAP_MS = 2000;
/** Median gaps mean something from this number of touches on. */
const FAST_TOUCHES = 20;
/** Chance puts one touch in sixty on a given second: with this share and probability it is a clock. */
const REGULAR_SHARE = 0.5;
const REGULAR_CHANCE = 1e-6;
/** Equal gaps to the second: jobs that run every minute or hour. */
const EQUAL_GAPS_SHARE = 0.8;
const NIGHT_SHARE = 0.5;
/** Nobody works in more hours of the day than this, weekends included. */
const HOURS_OF_A_PERSON = 19;
const WEEKEND_SHARE = 0.2;

/** How an account works, in whole numbers that add up over the parts of a log. */
export type Rhythm = {
  touches: number;
  /** Touches at second 0 and millisecond 0: what a source that cuts times to the minute gives. */
  toTheMinute: number;
  night: number;
  weekend: number;
  byHour: number[];
  bySecond: number[];
  /** Gaps between touches that follow each other, by gapClass. */
  gaps: Map<number, number>;
};

const LONGEST_SECOND_GAP = 3600;
const LONGEST_MINUTE_GAP = 1440;
const OTHER_GAP = -1;

/**
 * A gap as it is kept: below two seconds in milliseconds by the tenth of a second; then -1000 - seconds up to an hour, and up to a
 * day where it is a whole minute; -1 for all others, which no clock makes.
 */
function gapClass(ms: number): number {
  if (ms < FAST_GAP_MS) return Math.floor(ms / 100) * 100;
  const seconds = Math.round(ms / 1000);
  if (seconds <= LONGEST_SECOND_GAP || (seconds % 60 === 0 && seconds <= LONGEST_MINUTE_GAP * 60)) return -1000 - seconds;
  return OTHER_GAP;
}

const secondsOf = (gap: number) => -1000 - gap;

/**
 * The rhythm of each account's touches; accounts without touches are not in it.
 *
 * @param lastTouches when accounts had their last touch before these columns; brought up to date
 */
export function rhythms(columns: EventColumns, clock: ZoneClock, lastTouches: Map<string, number> = new Map()): Map<string, Rhythm> {
  const found = new Map<string, Rhythm>();
  for (let actor = 0; actor < columns.actors.length; actor += 1) {
    let rhythm: Rhythm | undefined;
    const name = columns.actors[actor]!;
    let lastMs = lastTouches.get(name) ?? Number.NaN;
    for (let at = columns.actorStart[actor]!; at < columns.actorStart[actor + 1]!; at += 1) {
      const i = columns.byActor[at]!;
      if (columns.kind[i] !== PERSON) continue;
      rhythm ??= emptyRhythm();
      const ms = columns.endedAtMs[i]!;
      const { hour, weekday } = localParts(ms, clock);
      rhythm.touches += 1;
      if (ms % 60_000 === 0) rhythm.toTheMinute += 1;
      if (hour >= 22 || hour < 6) rhythm.night += 1;
      if (weekday >= 5) rhythm.weekend += 1;
      rhythm.byHour[hour]! += 1;
      rhythm.bySecond[Math.floor(ms / 1000) % 60]! += 1;
      if (!Number.isNaN(lastMs)) {
        const gap = gapClass(ms - lastMs);
        rhythm.gaps.set(gap, (rhythm.gaps.get(gap) ?? 0) + 1);
      }
      lastMs = ms;
    }
    if (rhythm === undefined) continue;
    found.set(name, rhythm);
    lastTouches.set(name, lastMs);
  }
  return found;
}

const emptyRhythm = (): Rhythm => ({
  touches: 0,
  toTheMinute: 0,
  night: 0,
  weekend: 0,
  byHour: Array.from({ length: 24 }, () => 0),
  bySecond: Array.from({ length: 60 }, () => 0),
  gaps: new Map(),
});

/**
 * Accounts that claim to be people and are not: a name of a service account; a median gap under two seconds; touches that fall on
 * the same second of the minute or at equal gaps; work round the clock and at weekends. Work mostly at night or at weekends is
 * added to other signs and is none by itself. Each sign is given in words; the caller decides whether it is applied.
 *
 * @param clock the zone in which night (22 to 6) and weekends are meant
 * @returns by touches, most first; people with odd hours but no other sign are not in it
 */
export const hiddenBots = (columns: EventColumns, clock: ZoneClock): HiddenBot[] => botsByRhythm(rhythms(columns, clock));

/** As hiddenBots, from the rhythms of all accounts. */
export function botsByRhythm(all: ReadonlyMap<string, Rhythm>): HiddenBot[] {
  const rows = [...all.values()];
  const sum = (figure: (rhythm: Rhythm) => number) => rows.reduce((total, rhythm) => total + figure(rhythm), 0);
  // A source that cuts times to the minute puts everyone on second 0, which is then no sign of anything.
  const toTheMinute = sum((rhythm) => rhythm.toTheMinute) >= 0.9 * sum((rhythm) => rhythm.touches);
  const found = [...all].flatMap(([actor, rhythm]): HiddenBot[] => {
    const reasons = [...nameReason(actor), ...gapReason(rhythm), ...secondReason(rhythm, toTheMinute), ...equalGapReason(rhythm)];
    reasons.push(...nightReason(rhythm, reasons.length > 0));
    return reasons.length > 0 ? [{ actor, touches: rhythm.touches, reasons }] : [];
  });
  return found.sort((a, b) => b.touches - a.touches || (a.actor < b.actor ? -1 : 1));
}

function nameReason(actor: string): string[] {
  const sign = SURE_NAME.exec(actor)?.[2];
  return sign === undefined ? [] : [`the name contains "${sign}", as service accounts do`];
}

function gapReason({ touches, gaps }: Rhythm): string[] {
  if (touches < FAST_TOUCHES) return [];
  const fast = [...gaps].filter(([gap]) => gap >= 0).sort(([a], [b]) => a - b);
  let left = Math.floor((touches - 1) / 2) + 1;
  for (const [gap, count] of fast) {
    left -= count;
    if (left <= 0) return [`half of its ${countWords(touches)} touches follow each other within ${(gap / 1000).toFixed(1)} seconds`];
  }
  return [];
}

/** The commonest second, and how likely chance alone would give it as often: union bound over 60 binomial tails. */
function secondReason({ touches, bySecond }: Rhythm, toTheMinute: boolean): string[] {
  const most = Math.max(...bySecond);
  const second = bySecond.indexOf(most);
  if ((toTheMinute && second === 0) || most < REGULAR_SHARE * touches || touches < 6) return [];
  return 60 * binomialTail(most, touches, 1 / 60) < REGULAR_CHANCE
    ? [`${countWords(most)} of its ${countWords(touches)} touches fall on second ${second} of the minute`]
    : [];
}

function binomialTail(least: number, n: number, p: number): number {
  let log = 0;
  for (let i = 1; i <= least; i += 1) log += Math.log((n - least + i) / i);
  log += least * Math.log(p) + (n - least) * Math.log(1 - p);
  // Beyond the first term the tail falls at least by this ratio.
  const ratio = ((n - least) / (least + 1)) * (p / (1 - p));
  return ratio >= 1 ? 1 : Math.exp(log) / (1 - ratio);
}

function equalGapReason({ touches, gaps }: Rhythm): string[] {
  if (touches < FAST_TOUCHES) return [];
  const [gap, count] = [...gaps].reduce((best, entry) => (entry[1] > best[1] ? entry : best));
  if (gap >= OTHER_GAP || count < EQUAL_GAPS_SHARE * (touches - 1)) return [];
  return [`${countWords(count)} of its ${countWords(touches - 1)} gaps are exactly ${secondsOf(gap)} seconds`];
}

function nightReason({ touches, night, weekend, byHour }: Rhythm, suspected: boolean): string[] {
  const hours = byHour.filter((count) => count > 0).length;
  const roundTheClock = hours > HOURS_OF_A_PERSON && weekend >= WEEKEND_SHARE * touches;
  if (roundTheClock)
    return [`it works in ${hours} of the 24 hours, and ${countWords(weekend)} of its ${countWords(touches)} touches are on weekends`];
  if (!suspected || night + weekend < NIGHT_SHARE * touches) return [];
  return [`${countWords(night)} of its ${countWords(touches)} touches are at night and ${countWords(weekend)} on weekends`];
}
