import type { EventColumns } from "../event-log/columns.ts";

/** Calls `visit` once for every case with the range of its events in byCase. A case with no events is not visited. */
export function eachCase(columns: EventColumns, visit: (caseNumber: number, from: number, to: number) => void): void {
  for (let number = 0; number < columns.cases.length; number += 1) {
    const from = columns.caseStart[number]!;
    const to = columns.caseStart[number + 1]!;
    if (to > from) visit(number, from, to);
  }
}
