import type { Problem } from "#server/domain/rollout/problem.ts";
import { waitingCurve } from "#server/domain/rollout/worth-curve.ts";

/** A number from 0 to below the given one, from a stream of its own: equal seeds give equal instances on every machine. */
export type Draw = (below: number) => number;

export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    // mulberry32 (Ettinger)
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

type Shape = (count: number, draw: Draw) => number[][];
type Numbers = (item: number, count: number, draw: Draw) => [days: number, worth: number];

const rows = (count: number, before: (item: number) => number[]): number[][] =>
  Array.from({ length: count }, (_, item) => [...new Set(before(item))].filter((needed) => needed >= 0 && needed < item));
const anyOf = (draw: Draw, upTo: number, percent: number) =>
  Array.from({ length: upTo }, (_, other) => other).filter(() => draw(100) < percent);

/** What needs what. Every item needs earlier ones only. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  unrelated: (count) => rows(count, () => []),
  "2 chains": (count) => rows(count, (item) => [item - 2]),
  "6 chains": (count) => rows(count, (item) => [item - 6]),
  "tree that opens": (count, draw) => rows(count, (item) => (item === 0 ? [] : [draw(item)])),
  "tree that closes": (count, draw) => {
    const before: number[][] = rows(count, () => []);
    for (let item = 0; item < count - 1; item += 1) before[item + 1 + draw(Math.min(6, count - 1 - item))]!.push(item);
    return before;
  },
  "series and parallel": (count, draw) => seriesParallel(count, draw),
  "random 3 %": (count, draw) => rows(count, (item) => anyOf(draw, item, 3)),
  "random 10 %": (count, draw) => rows(count, (item) => anyOf(draw, item, 10)),
  "random 40 %": (count, draw) => rows(count, (item) => anyOf(draw, item, 40)),
  "two sides 10 %": (count, draw) => rows(count, (item) => (item < count / 2 ? [] : anyOf(draw, Math.floor(count / 2), 10))),
  "two sides 25 %": (count, draw) => rows(count, (item) => (item < count / 2 ? [] : anyOf(draw, Math.floor(count / 2), 25))),
  "few connectors, many items": (count, draw) => rows(count, (item) => (item < 6 ? [] : [draw(6), draw(6)])),
  "many connectors, few items": (count, draw) => rows(count, (item) => (item < 20 ? [] : [draw(20), draw(20), draw(20), draw(20)])),
};

/** Efforts and weekly values: also such as leave orders hard to tell apart. */
export const NUMBERS: Readonly<Record<string, Numbers>> = {
  mixed: (_, __, draw) => [1 + draw(30), draw(100)],
  ties: (_, __, draw) => [1 + draw(3), draw(3)],
  "one rate": (_, __, draw) => {
    const days = 1 + draw(20);
    return [days, 2 * days];
  },
  "many zeros": (_, __, draw) => [draw(3) === 0 ? 0 : draw(10), draw(3) === 0 ? 0 : draw(10)],
  "enablers worth nothing": (item, count, draw) => [1 + draw(20), item < count / 2 ? 0 : 1 + draw(80)],
  "nothing takes time": (_, __, draw) => [0, draw(5)],
  "rich behind poor": (item, count, draw) => [count - item + draw(4), item + 1 + draw(4)],
};

/** Least waiting with these needs and numbers, one team. */
export function hardInstance(shape: string, numbers: string, count: number, seed: number): Problem {
  const draw = drawFrom(seed);
  const before = SHAPES[shape]!(count, draw);
  const pairs = before.map((_, item) => NUMBERS[numbers]!(item, count, draw));
  return {
    ids: pairs.map((_, item) => String(item)),
    effort: pairs.map(([days]) => days),
    worth: pairs.map(([, worth]) => worth),
    before,
    earliest: pairs.map(() => 0),
    family: pairs.map(() => -1),
    learning: 1,
    pinnedAt: pairs.map(() => -1),
    teams: 1,
    curve: waitingCurve,
  };
}

/** Built from single items by putting two parts one after the other or side by side. */
function seriesParallel(count: number, draw: Draw): number[][] {
  const before: number[][] = Array.from({ length: count }, () => []);
  const build = (from: number, to: number): { sources: number[]; sinks: number[] } => {
    if (to - from === 1) return { sources: [from], sinks: [from] };
    const middle = from + 1 + draw(to - from - 1);
    const left = build(from, middle);
    const right = build(middle, to);
    if (draw(2) === 0) return { sources: [...left.sources, ...right.sources], sinks: [...left.sinks, ...right.sinks] };
    for (const source of right.sources) for (const sink of left.sinks) before[source]!.push(sink);
    return { sources: left.sources, sinks: right.sinks };
  };
  build(0, count);
  return before;
}
