import { packBlock, packTexts, textsOfNames, type BlockWords } from "./event-block.ts";
import type { NumberedEvents } from "./numbered-events.ts";

/** A block as it is kept. ids: of the events by their places, as packTexts; typed null: no event has attributes. */
export type PackedEvents = {
  events: number;
  fromMs: number;
  toMs: number;
  columns: Uint8Array;
  ids: Uint8Array;
  typed: string | null;
};

/**
 * Packs some events of one source.
 *
 * @param order places of the events in the columns, one at least, in the order of compareEvents
 */
export function packedOf(
  events: NumberedEvents,
  order: Uint32Array,
  { idOf, attributesOf }: { idOf: (place: number) => string; attributesOf: (place: number) => string | null },
): PackedEvents {
  const { length } = order;
  const cases = new OwnNumbers(events.cases.length);
  const actors = new OwnNumbers(events.actors.length);
  const words = new OwnNumbers(events.words.length);
  const block = {
    length,
    endedAtMs: new Float64Array(length),
    startedAtMs: new Float64Array(length),
    caseIx: new Int32Array(length),
    actorIx: new Int32Array(length),
    wordsIx: new Int32Array(length),
  };
  for (let at = 0; at < length; at += 1) {
    const place = order[at]!;
    block.endedAtMs[at] = events.endedAtMs[place]!;
    block.startedAtMs[at] = events.startedAtMs[place]!;
    block.caseIx[at] = cases.of(events.caseIx[place]!);
    block.actorIx[at] = events.actorIx[place]! < 0 ? -1 : actors.of(events.actorIx[place]!);
    block.wordsIx[at] = words.of(events.wordsIx[place]!);
  }
  const columns = packBlock({
    ...block,
    startedAtMs: block.startedAtMs.every(Number.isNaN) ? null : block.startedAtMs,
    cases: textsOfNames(cases.numbers.map((number) => events.cases[number]!)),
    actors: actors.numbers.map((number) => events.actors[number]!),
    words: words.numbers.map((number): BlockWords => events.words[number]!),
  });
  const ids = Array.from(order, idOf);
  const typed = ids.flatMap((id, at) => {
    const attributes = attributesOf(order[at]!);
    return attributes === null ? [] : [`[${at},${JSON.stringify(id)},${attributes}]`];
  });
  return {
    events: length,
    fromMs: block.endedAtMs[0]!,
    toMs: block.endedAtMs.at(-1)!,
    columns,
    ids: packTexts(textsOfNames(ids)),
    typed: typed.length === 0 ? null : `[${typed.join(",")}]`,
  };
}

/** Numbers as they are first met. */
class OwnNumbers {
  readonly numbers: number[] = [];
  private readonly places: Int32Array;

  constructor(names: number) {
    this.places = new Int32Array(names).fill(-1);
  }

  of(number: number): number {
    if (this.places[number]! < 0) this.places[number] = this.numbers.push(number) - 1;
    return this.places[number]!;
  }
}
