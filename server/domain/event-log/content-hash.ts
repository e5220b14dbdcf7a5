/**
 * 128-bit hash of texts, as 32 hex digits, for naming rows that have no id of their own. Not for secrets.
 *
 * Four 32-bit lanes are mixed by multiplication and rotation after MurmurHash3 (Austin Appleby, public domain), each with
 * its own constant. The length of every text goes in, so ["ab", "c"] and ["a", "bc"] differ.
 */
export function contentHash(texts: readonly string[]): string {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  let d = 0x7f4a7c15;
  for (const text of texts) {
    for (let i = -1; i < text.length; i += 1) {
      const unit = i < 0 ? text.length ^ 0x5bd1e995 : text.charCodeAt(i);
      a = rotate(a ^ Math.imul(unit + 1, 0xcc9e2d51), 15);
      b = rotate(b ^ Math.imul(unit + 1, 0x1b873593), 13);
      c = rotate(c ^ Math.imul(unit + 1, 0x85ebca6b), 17);
      d = rotate(d ^ Math.imul(unit + 1, 0xc2b2ae35), 19);
      a = (Math.imul(a, 5) + b + 0xe6546b64) | 0;
      b = (Math.imul(b, 9) + c + 0x38495ab5) | 0;
      c = (Math.imul(c, 3) + d + 0x561ccd1b) | 0;
      d = (Math.imul(d, 7) + a + 0x0bcaa747) | 0;
    }
  }
  a = finish(a ^ rotate(d, 7));
  b = finish(b + a);
  c = finish(c + b);
  d = finish(d + c);
  a = finish(a ^ d);
  return hex(a) + hex(b) + hex(c) + hex(d);
}

const rotate = (value: number, bits: number) => (value << bits) | (value >>> (32 - bits));
const hex = (value: number) => (value >>> 0).toString(16).padStart(8, "0");

function finish(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** The id of a row that carries none: the same for rows that are the same to the letter, wherever they stand. */
export const rowId = (cells: readonly string[]): string => `row-${contentHash(cells)}`;

/**
 * As rowId, for rows of which several alike are several things, as equal samples are: from the second on they are numbered. One
 * counter per import: the same rows get the same ids in any order, and an import repeated gives the same ids again.
 */
export function numberedRowIds(): (cells: readonly string[]) => string {
  const seen = new Map<string, number>();
  return (cells) => {
    const id = rowId(cells);
    const number = (seen.get(id) ?? 0) + 1;
    seen.set(id, number);
    return number === 1 ? id : `${id}-${number}`;
  };
}
