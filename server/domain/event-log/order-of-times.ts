import type { NumberedEvents } from "./numbered-events.ts";

/**
 * The order of times as numbers of their places; null when they are in order already. Equal times keep their order. A merge of the stretches
 * that are in order: what was delivered in the order of time costs one look.
 */
export function orderOfTimes(times: Float64Array): Uint32Array | null {
  let ends = endsOfRuns(times);
  if (ends.length <= 1) return null;
  let keys: Float64Array = times;
  let places = Uint32Array.from(times, (_, place) => place);
  let otherKeys: Float64Array = new Float64Array(times.length);
  let otherPlaces = new Uint32Array(times.length);
  while (ends.length > 1) {
    const merged: number[] = [];
    let from = 0;
    for (let run = 0; run < ends.length; run += 2) {
      const middle = ends[run]!;
      const to = ends[run + 1] ?? middle;
      merge(keys, places, { from, middle, to }, otherKeys, otherPlaces);
      merged.push(to);
      from = to;
    }
    const spare = keys === times ? new Float64Array(times.length) : keys;
    [keys, otherKeys] = [otherKeys, spare];
    [places, otherPlaces] = [otherPlaces, places];
    ends = merged;
  }
  return places;
}

function endsOfRuns(times: Float64Array): number[] {
  const ends: number[] = [];
  for (let at = 1; at < times.length; at += 1) if (times[at]! < times[at - 1]!) ends.push(at);
  ends.push(times.length);
  return ends;
}

function merge(
  keys: Float64Array,
  places: Uint32Array,
  { from, middle, to }: { from: number; middle: number; to: number },
  intoKeys: Float64Array,
  intoPlaces: Uint32Array,
): void {
  let left = from;
  let right = middle;
  let at = from;
  while (left < middle && right < to) {
    const next = keys[left]! <= keys[right]! ? left++ : right++;
    intoKeys[at] = keys[next]!;
    intoPlaces[at] = places[next]!;
    at += 1;
  }
  const rest = left < middle ? [left, middle] : [right, to];
  intoKeys.set(keys.subarray(...rest), at);
  intoPlaces.set(places.subarray(...rest), at);
}

type Columns = Pick<NumberedEvents, "caseIx" | "actorIx" | "wordsIx" | "startedAtMs" | "endedAtMs">;

/**
 * Places group by group, those of group -1 first, and in each group in the order of times; equal times keep their order.
 *
 * @returns start: where a group begins, and after the last its end
 */
export function groupedInOrder(times: Float64Array, group: Int32Array, groups: number): { order: Uint32Array; start: Uint32Array } {
  const next = new Uint32Array(groups + 2);
  for (const number of group) next[number + 2]! += 1;
  for (let number = 1; number < next.length; number += 1) next[number]! += next[number - 1]!;
  const start = next.slice(1);
  const order = new Uint32Array(group.length);
  for (let place = 0; place < group.length; place += 1) {
    const number = group[place]! + 1;
    order[next[number]!] = place;
    next[number]! += 1;
  }
  for (let number = 0; number < groups; number += 1) sortByTime(order.subarray(start[number], start[number + 1]), times);
  return { order, start };
}

/** Most groups stand in order as they are. */
function sortByTime(places: Uint32Array, times: Float64Array): void {
  let at = 1;
  while (at < places.length && times[places[at]!]! >= times[places[at - 1]!]!) at += 1;
  if (at >= places.length) return;
  const given = places.slice();
  const order = orderOfTimes(Float64Array.from(given, (place) => times[place]!));
  if (order !== null) for (let to = 0; to < order.length; to += 1) places[to] = given[order[to]!]!;
}

/** The columns with the events in another order. @param order the place of each event in the given columns; startedAtMs null: none has a start */
export function inThisOrder(columns: Omit<Columns, "startedAtMs"> & { startedAtMs: Float64Array | null }, order: Uint32Array): Columns {
  const ints = (column: Int32Array) => {
    const moved = new Int32Array(order.length);
    for (let at = 0; at < order.length; at += 1) moved[at] = column[order[at]!]!;
    return moved;
  };
  const floats = (column: Float64Array) => {
    const moved = new Float64Array(order.length);
    for (let at = 0; at < order.length; at += 1) moved[at] = column[order[at]!]!;
    return moved;
  };
  return {
    caseIx: ints(columns.caseIx),
    actorIx: ints(columns.actorIx),
    wordsIx: ints(columns.wordsIx),
    startedAtMs: columns.startedAtMs === null ? new Float64Array(order.length).fill(Number.NaN) : floats(columns.startedAtMs),
    endedAtMs: floats(columns.endedAtMs),
  };
}

/** Puts places in the order of the texts that stand for them, by code unit. */
export function sortByText(places: Uint32Array, textOfPlace: (place: number) => string): void {
  const texts = new Map(Array.from(places, (place) => [place, textOfPlace(place)] as const));
  places.sort((a, b) => (texts.get(a)! < texts.get(b)! ? -1 : 1));
}
