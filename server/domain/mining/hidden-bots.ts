import { countWords } from "../count-words.ts";
import { localParts, type ZoneClock } from "../event-log/time-zone.ts";
import { PERSON, type EventColumns } from "../event-log/columns.ts";
import type { EventLabels } from "../event-log/labels.ts";

/** An account that claims to be a person and works like a machine, with the reasons in words. */
export type HiddenBot = { actor: string; touches: number; reasons: string[] };

/** One sign is proof enough. */
const SURE_NAME =
  /(^|[^\p{L}])(svc|service[-_. ]?account|bot|robot|automation|automated|integration|webhook|cron|daemon|api[-_. ]?(user|key|client)?|no[-_.]?reply|system)([^\p{L}]|$)/iu;
/** A person needs longer than this between two touches; an account whose median gap is shorter is a machine. */
const FAST_GAP_MS = 2000;
/** Median gaps mean something from this number of touches on. */
const FAST_TOUCHES = 20;
/** As many touches in a minute are two seconds apart: what times that are cut to the minute can show of speed. */
const FAST_A_MINUTE = 60_000 / FAST_GAP_MS;
/** A source has no seconds when this share of all touches in it falls on full minutes. */
const MINUTES_SHARE = 0.9;
/** Chance puts one touch in sixty on a given second: with this share and probability it is a clock. */
const REGULAR_SHARE = 0.5;
const REGULAR_CHANCE = 1e-6;
/** Equal gaps to the second: jobs that run every minute or hour. */
const EQUAL_GAPS_SHARE = 0.8;
const NIGHT_SHARE = 0.5;
/** Nobody works in more hours of the day than this, weekends included. */
const HOURS_OF_A_PERSON = 19;
const WEEKEND_SHARE = 0.2;
/** A person's touches spread over a shift; this share of them in two hours of the day is what a nightly job gives, in whatever zone. */
const NARROW_SHARE = 0.9;
/** One busy morning is two hours of a day, too. */
const NARROW_DAYS = 4;

/** How an account works, in whole numbers that add up over the parts of a log. */
export type Rhythm = {
  touches: number;
  /** Days with a touch, in the zone of the clock. */
  days: number;
  night: number;
  weekend: number;
  byHour: number[];
  bySecond: number[];
  /** Gaps between touches that follow each other, by gapClass. */
  gaps: Map<number, number>;
  bySource: Map<string, Resolution>;
};

/** Touches in a source, and those of them at second 0 and millisecond 0: all are where it cuts times to the minute. */
export type Resolution = { touches: number; toTheMinute: number };

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
export function rhythms(
  columns: EventColumns,
  { sourceIx, sources }: Pick<EventLabels, "sourceIx" | "sources">,
  clock: ZoneClock,
  lastTouches: Map<string, number> = new Map(),
): Map<string, Rhythm> {
  const found = new Map<string, Rhythm>();
  for (let actor = 0; actor < columns.actors.length; actor += 1) {
    let rhythm: Rhythm | undefined;
    const name = columns.actors[actor]!;
    let lastDay = Number.NaN;
    let lastMs = lastTouches.get(name) ?? Number.NaN;
    for (let at = columns.actorStart[actor]!; at < columns.actorStart[actor + 1]!; at += 1) {
      const i = columns.byActor[at]!;
      if (columns.kind[i] !== PERSON) continue;
      rhythm ??= emptyRhythm();
      const ms = columns.endedAtMs[i]!;
      const { day, hour, weekday } = localParts(ms, clock);
      rhythm.touches += 1;
      if (day !== lastDay) rhythm.days += 1;
      lastDay = day;
      addResolution(rhythm.bySource, sources[sourceIx[i]!]!, { touches: 1, toTheMinute: ms % 60_000 === 0 ? 1 : 0 });
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

function addResolution(to: Map<string, Resolution>, source: string, { touches, toTheMinute }: Resolution): void {
  const sum = to.get(source);
  if (sum === undefined) to.set(source, { touches, toTheMinute });
  else {
    sum.touches += touches;
    sum.toTheMinute += toTheMinute;
  }
}

const emptyRhythm = (): Rhythm => ({
  touches: 0,
  days: 0,
  night: 0,
  weekend: 0,
  byHour: Array.from({ length: 24 }, () => 0),
  bySecond: Array.from({ length: 60 }, () => 0),
  gaps: new Map(),
  bySource: new Map(),
});

/**
 * Accounts that claim to be people and are not: a name of a service account; a median gap under two seconds; touches that fall on
 * the same second of the minute or at equal gaps; work round the clock and at weekends. Full minutes, and work mostly at night, at
 * weekends or always at the same hours, are no signs by themselves: full minutes at such hours are one. In a source that cuts times to
 * the minute full minutes say nothing. Each sign is given in words; the caller decides whether it is applied.
 *
 * @param labels the sources of the events, by the event numbers of the columns
 * @param clock the zone in which night (22 to 6) and weekends are meant
 * @returns by touches, most first; people with odd hours but no other sign are not in it
 */
export const hiddenBots = (columns: EventColumns, labels: EventLabels, clock: ZoneClock): HiddenBot[] =>
  botsByRhythm(rhythms(columns, labels, clock));

/** As hiddenBots, from the rhythms of all accounts. */
export function botsByRhythm(all: ReadonlyMap<string, Rhythm>): HiddenBot[] {
  const withoutSeconds = sourcesWithoutSeconds(all);
  const found = [...all].flatMap(([actor, rhythm]): HiddenBot[] => {
    const cut = cutTouches(rhythm, withoutSeconds);
    const roundTheClock = roundTheClockReason(rhythm);
    const signs = [...nameReason(actor), ...gapReason(rhythm, cut), ...secondReason(rhythm), ...equalGapReason(rhythm), ...roundTheClock];
    const fullMinutes = fullMinuteReason(rhythm, cut);
    const oddHours = roundTheClock.length > 0 ? [] : oddHoursReason(rhythm);
    const hours = fullMinutes.length > 0 && oddHours.length === 0 ? narrowHoursReason(rhythm) : oddHours;
    const isBot = signs.length > 0 || (fullMinutes.length > 0 && hours.length > 0);
    return isBot ? [{ actor, touches: rhythm.touches, reasons: [...signs, ...fullMinutes, ...hours] }] : [];
  });
  return found.sort((a, b) => b.touches - a.touches || (a.actor < b.actor ? -1 : 1));
}

function sourcesWithoutSeconds(all: ReadonlyMap<string, Rhythm>): Set<string> {
  const sums = new Map<string, Resolution>();
  for (const { bySource } of all.values()) for (const [source, resolution] of bySource) addResolution(sums, source, resolution);
  return new Set([...sums].flatMap(([source, { touches, toTheMinute }]) => (toTheMinute >= MINUTES_SHARE * touches ? [source] : [])));
}

/** The account's touches in sources without seconds. */
function cutTouches({ bySource }: Rhythm, withoutSeconds: ReadonlySet<string>): Resolution {
  const cut = [...bySource].filter(([source]) => withoutSeconds.has(source)).map(([, resolution]) => resolution);
  const sum = (figure: keyof Resolution) => cut.reduce((total, resolution) => total + resolution[figure], 0);
  return { touches: sum("touches"), toTheMinute: sum("toTheMinute") };
}

function nameReason(actor: string): string[] {
  const sign = SURE_NAME.exec(actor)?.[2];
  return sign === undefined ? [] : [`the name contains "${sign}", as service accounts do`];
}

function gapReason({ touches, gaps }: Rhythm, cut: Resolution): string[] {
  if (touches < FAST_TOUCHES) return [];
  if (cut.touches > touches / 2) {
    // Touches of one minute have no gap there: only how many fall into it says how fast they were.
    const minutes = touches - (gaps.get(0) ?? 0);
    return touches >= FAST_A_MINUTE * minutes ? [`its ${countWords(touches)} touches fall into ${countWords(minutes)} minutes`] : [];
  }
  const fast = [...gaps].filter(([gap]) => gap >= 0).sort(([a], [b]) => a - b);
  let left = Math.floor((touches - 1) / 2) + 1;
  for (const [gap, count] of fast) {
    left -= count;
    if (left <= 0) return [`half of its ${countWords(touches)} touches follow each other within ${(gap / 1000).toFixed(1)} seconds`];
  }
  return [];
}

/** The commonest second that is not 0. */
function secondReason({ touches, bySecond }: Rhythm): string[] {
  const most = Math.max(...bySecond.slice(1));
  return regular(most, touches) ? [secondInWords(most, touches, bySecond.indexOf(most, 1))] : [];
}

/** Second 0, of the touches in sources that have seconds. */
function fullMinuteReason({ touches, bySecond }: Rhythm, cut: Resolution): string[] {
  const [full, of] = [bySecond[0]! - cut.toTheMinute, touches - cut.touches];
  return regular(full, of) ? [secondInWords(full, of, 0)] : [];
}

const secondInWords = (count: number, touches: number, second: number) =>
  `${countWords(count)} of its ${countWords(touches)} touches fall on second ${second} of the minute`;

/** How likely chance alone would give one second as often: union bound over 60 binomial tails. */
const regular = (count: number, touches: number) =>
  touches >= 6 && count >= REGULAR_SHARE * touches && 60 * binomialTail(count, touches, 1 / 60) < REGULAR_CHANCE;

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

function roundTheClockReason({ touches, weekend, byHour }: Rhythm): string[] {
  const hours = byHour.filter((count) => count > 0).length;
  if (hours <= HOURS_OF_A_PERSON || weekend < WEEKEND_SHARE * touches) return [];
  return [`it works in ${hours} of the 24 hours, and ${countWords(weekend)} of its ${countWords(touches)} touches are on weekends`];
}

function oddHoursReason({ touches, night, weekend }: Rhythm): string[] {
  if (night + weekend < NIGHT_SHARE * touches) return [];
  return [`${countWords(night)} of its ${countWords(touches)} touches are at night and ${countWords(weekend)} on weekends`];
}

function narrowHoursReason({ touches, days, byHour }: Rhythm): string[] {
  const counts = byHour.map((count, hour) => count + byHour[(hour + 1) % 24]!);
  const most = Math.max(...counts);
  const from = counts.indexOf(most);
  if (days < NARROW_DAYS || most < NARROW_SHARE * touches) return [];
  return [`${countWords(most)} of its ${countWords(touches)} touches on ${days} days are between ${from}:00 and ${(from + 2) % 24}:00`];
}
