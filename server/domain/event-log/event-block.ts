import { actorKinds, type ActorKind } from "./event.ts";

/** Many short texts in a row, as bytes of UTF-8: text n ends before ends[n]. */
export type Texts = { readonly ends: Uint32Array; readonly bytes: Uint8Array };

/** What is said of an event beside its case, its account and its times, as it is written in the log. */
export type BlockWords = { activity: string; kind: ActorKind; role: string | null; recordedWorkflow: string | null };

/**
 * Events of one source as columns, in the order of compareEvents. Names are numbers into lists of the block's own, so that it can be read by
 * itself. actorIx -1: nobody is named; startedAtMs null: none has a start, NaN: this one has none.
 */
export type EventBlock = {
  readonly length: number;
  readonly endedAtMs: Float64Array;
  readonly startedAtMs: Float64Array | null;
  readonly caseIx: Int32Array;
  readonly actorIx: Int32Array;
  readonly wordsIx: Int32Array;
  readonly cases: Texts;
  readonly actors: readonly string[];
  readonly words: readonly BlockWords[];
};

/** Blocks of another version cannot be read: a migration has them made anew from the log. */
const VERSION = 1;
const ALIGNED = 8;

/** A block as bytes: numbers as the machine has them, low byte first, each column at a multiple of eight. */
export const packBlock = (block: EventBlock): Uint8Array =>
  packed([
    Uint32Array.of(VERSION),
    block.endedAtMs,
    block.startedAtMs ?? new Float64Array(0),
    block.caseIx,
    block.actorIx,
    block.wordsIx,
    block.cases.ends,
    block.cases.bytes,
    packTexts(textsOfNames(block.actors)),
    packTexts(
      textsOfNames(block.words.flatMap((words) => [words.activity, words.kind, marked(words.role), marked(words.recordedWorkflow)])),
    ),
  ]);

/**
 * The block that packBlock wrote, as views of its bytes.
 *
 * @throws when it is of another version
 */
export function unpackBlock(bytes: Uint8Array): EventBlock {
  const [version, endedAtMs, startedAtMs, caseIx, actorIx, wordsIx, caseEnds, caseBytes = NONE, actors = NONE, words = NONE] =
    unpacked(bytes);
  if (uint32s(version)[0] !== VERSION) throw new Error(`A block of events is of version ${uint32s(version)[0]}, not ${VERSION}.`);
  const ended = float64s(endedAtMs);
  const started = float64s(startedAtMs);
  return {
    length: ended.length,
    endedAtMs: ended,
    startedAtMs: started.length === 0 ? null : started,
    caseIx: int32s(caseIx),
    actorIx: int32s(actorIx),
    wordsIx: int32s(wordsIx),
    cases: { ends: uint32s(caseEnds), bytes: caseBytes },
    actors: namesOf(unpackTexts(actors)),
    words: wordsOf(namesOf(unpackTexts(words))),
  };
}

const WORDS = 4;

const wordsOf = (fields: readonly string[]): BlockWords[] =>
  Array.from({ length: fields.length / WORDS }, (_, number) => {
    const [activity = "", kind, role = "", recordedWorkflow = ""] = fields.slice(WORDS * number, WORDS * (number + 1));
    return { activity, kind: KINDS.get(kind) ?? "unknown", role: unmarked(role), recordedWorkflow: unmarked(recordedWorkflow) };
  });

const KINDS: ReadonlyMap<string | undefined, ActorKind> = new Map(actorKinds.map((kind) => [kind, kind]));

/** Tells what is not said from an empty text. */
const marked = (text: string | null) => (text === null ? "" : `=${text}`);
const unmarked = (text: string) => (text === "" ? null : text.slice(1));

export const packTexts = ({ ends, bytes }: Texts): Uint8Array => packed([ends, bytes]);

export function unpackTexts(written: Uint8Array): Texts {
  const [ends, bytes = NONE] = unpacked(written);
  return { ends: uint32s(ends), bytes };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function textsOfNames(names: readonly string[]): Texts {
  const ends = new Uint32Array(names.length);
  let bytes = new Uint8Array(16 * names.length + 16);
  let end = 0;
  for (const [number, name] of names.entries()) {
    const most = end + 3 * name.length; // A code unit takes three bytes at most.
    if (most > bytes.length) {
      const longer = new Uint8Array(2 * most);
      longer.set(bytes);
      bytes = longer;
    }
    end += encoder.encodeInto(name, bytes.subarray(end)).written;
    ends[number] = end;
  }
  return { ends, bytes: bytes.slice(0, end) };
}

export const startOfText = ({ ends }: Texts, number: number): number => (number === 0 ? 0 : ends[number - 1]!);

export const textOf = (texts: Texts, number: number): string =>
  decoder.decode(texts.bytes.subarray(startOfText(texts, number), texts.ends[number]));

const namesOf = (texts: Texts): string[] => Array.from(texts.ends, (_, number) => textOf(texts, number));

type Section = Uint8Array | Uint32Array | Int32Array | Float64Array;

const aligned = (length: number) => Math.ceil(length / ALIGNED) * ALIGNED;

/** Sections behind each other, after a list of how many there are and how long each is. */
function packed(sections: readonly Section[]): Uint8Array {
  const head = aligned(4 * (1 + sections.length));
  const bytes = new Uint8Array(sections.reduce((sum, { byteLength }) => sum + aligned(byteLength), head));
  const list = new Uint32Array(bytes.buffer, 0, 1 + sections.length);
  list[0] = sections.length;
  let at = head;
  for (const [number, { buffer, byteOffset, byteLength }] of sections.entries()) {
    list[1 + number] = byteLength;
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += aligned(byteLength);
  }
  return bytes;
}

/** The sections as views of the bytes, which are copied only where they do not begin at a multiple of eight. */
function unpacked(written: Uint8Array): Uint8Array[] {
  const bytes = written.byteOffset % ALIGNED === 0 ? written : new Uint8Array(written);
  const count = new Uint32Array(bytes.buffer, bytes.byteOffset, 1)[0]!;
  const lengths = new Uint32Array(bytes.buffer, bytes.byteOffset + 4, count);
  let at = aligned(4 * (1 + count));
  return Array.from(lengths, (length) => {
    const section = bytes.subarray(at, at + length);
    at += aligned(length);
    return section;
  });
}

const NONE = new Uint8Array(0);
const float64s = ({ buffer, byteOffset, byteLength }: Uint8Array = NONE) => new Float64Array(buffer, byteOffset, byteLength / 8);
const int32s = ({ buffer, byteOffset, byteLength }: Uint8Array = NONE) => new Int32Array(buffer, byteOffset, byteLength / 4);
const uint32s = ({ buffer, byteOffset, byteLength }: Uint8Array = NONE) => new Uint32Array(buffer, byteOffset, byteLength / 4);
