export type EffectStanding = { state: string; undoes: string | null; errorClass: string | null };

/** What tells most of a decision whose changes stand differently: what went wrong, what waits, and only then what is over. */
const BY_WEIGHT = ["failed", "refused", "proposed", "running", "ready", "expired", "done", "undone"];

/** How the changes of a decision stand as a whole; null where it wanted none. Those that take others back are told by what they take back. */
export function changeStanding(effects: readonly EffectStanding[]): { state: string; errorClass: string | null } | null {
  const own = effects.filter(({ undoes }) => undoes === null);
  const [first] = own.toSorted((a, b) => BY_WEIGHT.indexOf(a.state) - BY_WEIGHT.indexOf(b.state));
  return first ? { state: first.state, errorClass: first.errorClass } : null;
}
