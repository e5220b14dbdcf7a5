/** The faults of reliability.md that touch effects, by their numbers there. */
const TOUCH_EFFECTS: Readonly<Record<number, string>> = {
  1: "death while records land",
  2: "death between the vendor's acceptance and our commit",
  4: "Postgres restarts in mid-transaction",
  8: "two workers take one job",
  9: "clock jump of a day, and as local clocks do",
  10: "SIGTERM drains",
  11: "one webhook 1,000 times at once",
  12: "shuffled order",
  13: "one missing",
  14: "a day late",
  16: "replay of a valid one",
  26: "429 storm",
  27: "5xx and time-out, before and after success",
  28: "slow-loris",
  29: "token expires, is revoked",
  30: "scope removed",
  31: "quota shared by two automations",
  32: "another tenant's record",
  33: "two rules ping-pong",
  34: "rule edited in flight",
  35: "approval after the order changed",
  36: "undo after a later edit",
  37: "mass-action brake",
  38: "kill switch",
};

/** Counts what was really injected, by the number of the fault and by how. */
export function faultCounts() {
  const counts = new Map<number, Map<string, number>>(Object.keys(TOUCH_EFFECTS).map((number) => [Number(number), new Map()]));
  const totalOf = (number: number): number => [...(counts.get(number)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  return {
    note(this: void, number: number, how: string): void {
      const of = counts.get(number);
      if (!of) throw new Error(`fault ${number} is none that touches effects`);
      of.set(how, (of.get(how) ?? 0) + 1);
    },
    /** A table to print: each fault with its injections, and under it by how. */
    lines: (): string[] =>
      [...counts].flatMap(([number, of]) => [
        `${String(number).padStart(3)} ${String(totalOf(number)).padStart(7)}  ${TOUCH_EFFECTS[number] ?? ""}`,
        ...[...of].map(([how, count]) => `    ${String(count).padStart(7)}    ${how}`),
      ]),
    /** Faults that were injected less often. */
    fewerThan: (least: number): string[] =>
      [...counts.keys()].filter((number) => totalOf(number) < least).map((number) => `${number}: ${totalOf(number)}`),
  };
}

export type FaultCounts = ReturnType<typeof faultCounts>;
