import type { OpsEvent } from "./event.ts";

/** What columns leave out of each event, by event number: -1 where the event has none. */
export type EventLabels = { roleIx: Int32Array; roles: string[]; sourceIx: Int32Array; sources: string[] };

/** Labels of events that stand in the order of their columns. An event without a source is of source "". */
export function labelsOf(ordered: readonly OpsEvent[]): EventLabels {
  const roles = new Map<string, number>();
  const sources = new Map<string, number>();
  const number = (names: Map<string, number>, name: string) => {
    const known = names.get(name);
    if (known !== undefined) return known;
    names.set(name, names.size);
    return names.size - 1;
  };
  const roleIx = new Int32Array(ordered.length);
  const sourceIx = new Int32Array(ordered.length);
  for (const [i, { role, source = "" }] of ordered.entries()) {
    roleIx[i] = role === undefined ? -1 : number(roles, role);
    sourceIx[i] = number(sources, source);
  }
  return { roleIx, roles: [...roles.keys()], sourceIx, sources: [...sources.keys()] };
}
