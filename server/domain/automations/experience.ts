/**
 * A number that one record tells of what many have in common: what a label of a service cost, among parcels of one weight and destination.
 * `atMs`: when it came to be.
 */
export type Observation = { group: string; key: string; atMs: number; value: number };

/** The middle of what was observed, of how many, and when the newest of them came to be. */
export type Usual = { value: number; count: number; knownAtMs: number };

/** What the records of all cases told, as it was known at the beginning of a day. */
export type Experience = {
  /** By key, what is usual in a group. A key is missing where fewer than five were observed in the sixty days before that day. */
  usualOf: (group: string, atMs: number) => ReadonlyMap<string, Usual>;
};

const DAY_MS = 86_400_000;
const LOOKS_BACK_MS = 60 * DAY_MS; // Price lists change once or twice a year; what is older misleads more than it tells.
const FEWEST = 5;

/**
 * Makes observations ready to be asked for many moments. Only what came to be before the day (UTC) of a moment counts, so every moment of
 * a day knows the same, and none knows what came later.
 */
export function experienceOf(observations: readonly Observation[]): Experience {
  const byGroup = groupedBy(observations, ({ group }) => group);
  const known = new Map<string, ReadonlyMap<string, Usual>>();
  return {
    usualOf(group, atMs) {
      const day = Math.floor(atMs / DAY_MS);
      const asked = `${day} ${group}`;
      const before = known.get(asked);
      if (before) return before;
      const endMs = day * DAY_MS;
      const recent = (byGroup.get(group) ?? []).filter((one) => one.atMs < endMs && one.atMs >= endMs - LOOKS_BACK_MS);
      const usual = new Map(
        [...groupedBy(recent, ({ key }) => key)].flatMap(([key, own]) => (own.length < FEWEST ? [] : [[key, middleOf(own)]])),
      );
      known.set(asked, usual);
      return usual;
    },
  };
}

function groupedBy<T>(all: readonly T[], nameOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const found = groups.get(nameOf(one));
    if (found) found.push(one);
    else groups.set(nameOf(one), [one]);
  }
  return groups;
}

/** The median; of an even number the lower one, which was really observed. */
function middleOf(observations: readonly Observation[]): Usual {
  const values = observations.map(({ value }) => value).sort((a, b) => a - b);
  const knownAtMs = observations.reduce((newest, { atMs }) => Math.max(newest, atMs), 0);
  return { value: values[Math.ceil(values.length / 2) - 1] ?? 0, count: values.length, knownAtMs };
}
