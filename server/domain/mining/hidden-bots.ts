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

/**
 * Accounts that claim to be people and are not: a name of a service account; a median gap under two seconds; touches that fall on
 * the same second of the minute or at equal gaps; work round the clock and at weekends. Work mostly at night or at weekends is
 * added to other signs and is none by itself. Each sign is given in words; the caller decides whether it is applied.
 *
 * @param clock the zone in which night (22 to 6) and weekends are meant
 * @returns by touches, most first; people with odd hours but no other sign are not in it
 */
export function hiddenBots(columns: EventColumns, clock: ZoneClock): HiddenBot[] {
  const found: HiddenBot[] = [];
  const toTheMinute = cutToTheMinute(columns);
  for (let actor = 0; actor < columns.actors.length; actor += 1) {
    const times: number[] = [];
    for (let at = columns.actorStart[actor]!; at < columns.actorStart[actor + 1]!; at += 1) {
      const i = columns.byActor[at]!;
      if (columns.kind[i] === PERSON) times.push(columns.endedAtMs[i]!);
    }
    if (times.length === 0) continue;
    const reasons = [
      ...nameReason(columns.actors[actor]!),
      ...gapReason(times),
      ...secondReason(times, toTheMinute),
      ...equalGapReason(times),
    ];
    reasons.push(...nightReason(times, clock, reasons.length > 0));
    if (reasons.length > 0) found.push({ actor: columns.actors[actor]!, touches: times.length, reasons });
  }
  return found.sort((a, b) => b.touches - a.touches || (a.actor < b.actor ? -1 : 1));
}

function nameReason(actor: string): string[] {
  const sign = SURE_NAME.exec(actor)?.[2];
  return sign === undefined ? [] : [`the name contains "${sign}", as service accounts do`];
}

function gapReason(times: readonly number[]): string[] {
  if (times.length < FAST_TOUCHES) return [];
  const gaps = times.slice(1).map((time, i) => time - times[i]!);
  const median = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)]!;
  return median < FAST_GAP_MS ? [`half of its ${times.length} touches follow each other within ${(median / 1000).toFixed(1)} seconds`] : [];
}

/** The commonest second, and how likely chance alone would give it as often: union bound over 60 binomial tails. */
function secondReason(times: readonly number[], toTheMinute: boolean): string[] {
  const bySecond = Array.from({ length: 60 }, () => 0);
  for (const time of times) bySecond[Math.floor(time / 1000) % 60]! += 1;
  const most = Math.max(...bySecond);
  const second = bySecond.indexOf(most);
  if ((toTheMinute && second === 0) || most < REGULAR_SHARE * times.length || times.length < 6) return [];
  return 60 * binomialTail(most, times.length, 1 / 60) < REGULAR_CHANCE
    ? [`${most} of its ${times.length} touches fall on second ${second} of the minute`]
    : [];
}

/** A source that cuts times to the minute puts everyone on second 0, which is then no sign of anything. */
function cutToTheMinute(columns: EventColumns): boolean {
  let whole = 0;
  let touches = 0;
  for (let i = 0; i < columns.length; i += 1) {
    if (columns.kind[i] !== PERSON) continue;
    touches += 1;
    if (columns.endedAtMs[i]! % 60_000 === 0) whole += 1;
  }
  return whole >= 0.9 * touches;
}

function binomialTail(least: number, n: number, p: number): number {
  let log = 0;
  for (let i = 1; i <= least; i += 1) log += Math.log((n - least + i) / i);
  log += least * Math.log(p) + (n - least) * Math.log(1 - p);
  // Beyond the first term the tail falls at least by this ratio.
  const ratio = ((n - least) / (least + 1)) * (p / (1 - p));
  return ratio >= 1 ? 1 : Math.exp(log) / (1 - ratio);
}

function equalGapReason(times: readonly number[]): string[] {
  if (times.length < FAST_TOUCHES) return [];
  const counts = new Map<number, number>();
  for (let i = 1; i < times.length; i += 1) {
    const gap = Math.round((times[i]! - times[i - 1]!) / 1000);
    counts.set(gap, (counts.get(gap) ?? 0) + 1);
  }
  const [gap, count] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best));
  return count >= EQUAL_GAPS_SHARE * (times.length - 1) ? [`${count} of its ${times.length - 1} gaps are exactly ${gap} seconds`] : [];
}

function nightReason(times: readonly number[], clock: ZoneClock, suspected: boolean): string[] {
  const parts = times.map((time) => localParts(time, clock));
  const night = parts.filter(({ hour }) => hour >= 22 || hour < 6).length;
  const weekend = parts.filter(({ weekday }) => weekday >= 5).length;
  const hours = new Set(parts.map(({ hour }) => hour)).size;
  const roundTheClock = hours > HOURS_OF_A_PERSON && weekend >= WEEKEND_SHARE * times.length;
  if (roundTheClock) return [`it works in ${hours} of the 24 hours, and ${weekend} of its ${times.length} touches are on weekends`];
  if (!suspected || night + weekend < NIGHT_SHARE * times.length) return [];
  return [`${night} of its ${times.length} touches are at night and ${weekend} on weekends`];
}
