/**
 * Names as numbers, found by their bytes: a name that is known already is never made into a text. Numbers count up from 0 in the order in which
 * the names first came.
 */
export class ByteNames {
  count = 0;
  private slots = new Int32Array(1024);
  private hashes = new Int32Array(512);
  private ends = new Uint32Array(513);
  private bytes = new Uint8Array(16_384);

  numberOf(from: Uint8Array, start: number, end: number): number {
    const hash = hashOf(from, start, end);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const number = this.slots[slot]! - 1;
      if (number < 0) return this.add(slot, hash, from, start, end);
      if (this.hashes[number] === hash && this.is(number, from, start, end)) return number;
      slot = (slot + 1) & mask;
    }
  }

  is(number: number, from: Uint8Array, start: number, end: number): boolean {
    const { bytes } = this;
    const begin = this.ends[number]!;
    if (this.ends[number + 1]! - begin !== end - start) return false;
    for (let at = begin, other = start; other < end; at += 1, other += 1) if (bytes[at] !== from[other]) return false;
    return true;
  }

  bytesOf(number: number): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(this.ends[number], this.ends[number + 1]);
  }

  private add(slot: number, hash: number, from: Uint8Array, start: number, end: number): number {
    const number = this.count;
    const begin = this.ends[number]!;
    if (number === this.hashes.length) {
      this.hashes = longer(this.hashes, new Int32Array(2 * number));
      this.ends = longer(this.ends, new Uint32Array(2 * number + 1));
    }
    if (begin + end - start > this.bytes.length)
      this.bytes = longer(this.bytes, new Uint8Array(Math.max(2 * this.bytes.length, begin + end - start)));
    this.hashes[number] = hash;
    this.ends[number + 1] = begin + end - start;
    for (let at = begin, other = start; other < end; at += 1, other += 1) this.bytes[at] = from[other]!;
    this.slots[slot] = number + 1;
    this.count = number + 1;
    if (2 * this.count > this.slots.length) this.spread();
    return number;
  }

  private spread(): void {
    const slots = new Int32Array(2 * this.slots.length);
    const mask = slots.length - 1;
    for (let number = 0; number < this.count; number += 1) {
      let slot = this.hashes[number]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.slots = slots;
  }
}

function longer<T extends Int32Array | Uint32Array | Uint8Array>(column: T, empty: T): T {
  empty.set(column);
  return empty;
}

/** FNV-1a, 32 bits. Source: http://www.isthe.com/chongo/tech/comp/fnv */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash ^ (hash >>> 15);
}
