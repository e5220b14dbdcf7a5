/**
 * Fills `out` with a random permutation of 0..n-1: the same seed and name give the same one on every machine.
 *
 * Fisher and Yates, inside out, on sfc32 (Doty-Humphrey, PractRand). The name gives each input a stream of its own, which it keeps when
 * other inputs come or go: common random numbers.
 * @param seed a whole number, 0..2^32-1
 */
export function fillPermutation(seed: number, name: string, out: Uint16Array): void {
  // FNV-1a spreads the name over 32 bits.
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  let a = seed | 0;
  let b = hash | 0;
  let c = seed ^ hash;
  let counter = 1;
  // The reference implementation throws the first 12 away to mix the seed.
  for (let i = -12; i < out.length; i += 1) {
    const random = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + random) | 0;
    if (i < 0) continue;
    const j = (((random >>> 0) / 4_294_967_296) * (i + 1)) >>> 0;
    out[i] = out[j]!;
    out[j] = i;
  }
}
