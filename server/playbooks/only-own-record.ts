import type { EffectKind } from "./define.ts";

const ANOTHER = "The vendor answered with another record than the one asked for: nothing was changed.";

/**
 * Effects that are put off where a look brought another record than the effect is about: what was decided on one must not be done to
 * another, however alike they are, and nothing that it shows tells whether an earlier try was carried out.
 *
 * @param idOf the id of the record in the answer of a look. @throws ZodError when it is none of the look's
 */
export const onlyOwnRecord = (
  kinds: Readonly<Record<string, EffectKind>>,
  idOf: (seen: unknown) => string,
): Readonly<Record<string, EffectKind>> =>
  Object.fromEntries(
    Object.entries(kinds).map(([name, kind]): [string, EffectKind] => [
      name,
      {
        ...kind,
        prepare: (given) => (idOf(given.seen) === given.subject.id ? kind.prepare(given) : { step: "look again", why: ANOTHER }),
      },
    ]),
  );
