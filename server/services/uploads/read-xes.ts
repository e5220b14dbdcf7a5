import { LifecyclePairs, transitionOf } from "#server/domain/event-log/lifecycle.ts";
import { xmlItems, type XmlReader } from "./xml-items.ts";

/** The column for the time of the start that belongs to an end; first of a header, and named as the mapping of columns knows it. */
const START_COLUMN = "start timestamp";
const ACTIVITY = "concept:name";
const TIME = "time:timestamp";
const ACTOR = "org:resource";
const INSTANCE = "concept:instance";
const TRANSITION = "lifecycle:transition";
const OF_CASE = "case:";
const ATTRIBUTES = new Set(["string", "date", "int", "float", "boolean", "id"]);

type Values = Map<string, string>;

/** An event of a XES file with the attributes of its trace, named "case:…", in the order of the file; or the end of a trace. */
export type XesItem = { kind: "event"; number: number; line: number; values: Values } | { kind: "end of trace" };

/** Reads XES event by event in bounded memory. Attributes of attributes, lists and extensions are passed over. @throws AppError UPLOAD_UNREADABLE */
export const readXes = (chunks: AsyncIterable<string>): AsyncGenerator<XesItem> => xmlItems(chunks, xesReader());

function xesReader(): XmlReader<XesItem> {
  let found: XesItem[] = [];
  let number = 0;
  const ofTrace: Values = new Map();
  let event: Values | null = null;
  let eventDepth = 0;
  let line = 1;
  let inTrace = false;
  return {
    open({ name, attributes: { key, value }, line: at }, depth) {
      if (depth === 1 && name === "trace") inTrace = true;
      if (name === "event" && depth === (inTrace ? 2 : 1)) {
        event = new Map(ofTrace);
        eventDepth = depth;
        line = at;
      } else if (ATTRIBUTES.has(name) && key !== undefined) {
        if (event && depth === eventDepth + 1) event.set(key, value ?? "");
        else if (!event && inTrace && depth === 2) ofTrace.set(OF_CASE + key, value ?? "");
      }
    },
    close({ name }, _text, depth) {
      if (event && name === "event" && depth === eventDepth) {
        number += 1;
        found.push({ kind: "event", number, line, values: event });
        event = null;
      } else if (inTrace && depth === 1) {
        inTrace = false;
        ofTrace.clear();
        found.push({ kind: "end of trace" });
      }
    },
    take() {
      const taken = found;
      found = [];
      return taken;
    },
  };
}

export type XesRow =
  | { kind: "row"; row: number; line: number; cells: string[] }
  | { kind: "bad"; row: number; line: number; reason: string; cells: string[] }
  /** A step of an activity that another row tells of. */
  | { kind: "joined" };

/**
 * Makes rows of XES events. With `lifecycle` an activity is one row, at its end and with the time of its start; without, every event is.
 * A start that never ends is no row: nobody knows when it was done.
 *
 * @param header as xesHeader gives it
 */
export async function* xesRows(
  items: AsyncIterable<XesItem>,
  { header, lifecycle }: { header: readonly string[]; lifecycle: boolean },
): AsyncGenerator<XesRow> {
  const pairs = new LifecyclePairs<{ row: number; line: number; cells: string[]; time: string }>();
  for await (const item of items) {
    if (item.kind === "end of trace") {
      for (const { row, line, cells } of pairs.left())
        yield { kind: "bad", row, line, cells, reason: "it was started and never completed: when it was done is not known" };
      continue;
    }
    const { number: row, line, values } = item;
    const cells = header.map((name) => values.get(name) ?? "");
    if (!lifecycle) {
      yield { kind: "row", row, line, cells };
      continue;
    }
    const transition = transitionOf(values.get(TRANSITION) ?? "complete");
    const of = { activity: values.get(ACTIVITY) ?? "", instance: values.get(INSTANCE) ?? "", actor: values.get(ACTOR) ?? "" };
    if (transition === "start") pairs.start(of, { row, line, cells, time: values.get(TIME) ?? "" });
    else if (transition === "step") yield { kind: "joined" };
    else {
      const start = pairs.end(of);
      cells[0] = start?.time ?? "";
      yield { kind: "row", row, line, cells };
      if (start) yield { kind: "joined" };
    }
  }
}

/** What a XES file holds: learnt in one pass, before any row is read. */
export class XesSurvey {
  private readonly keys = new Set<string>();
  private readonly transitions = { start: 0, end: 0, step: 0 };
  events = 0;

  add(item: XesItem): void {
    if (item.kind === "end of trace") return;
    this.events += 1;
    for (const key of item.values.keys()) this.keys.add(key);
    this.transitions[transitionOf(item.values.get(TRANSITION) ?? "complete")] += 1;
  }

  /** Whether events are steps of activities: only then does an end say that an activity is done. */
  get lifecycle(): boolean {
    return this.transitions.end > 0 && this.transitions.start + this.transitions.step > 0;
  }

  /** The columns: those of the standard first, then others in the order in which they came. */
  get header(): string[] {
    const first = [`${OF_CASE}${ACTIVITY}`, ACTIVITY, ACTOR, TIME];
    const known = first.filter((key) => this.keys.has(key));
    const others = [...this.keys].filter((key) => !first.includes(key));
    return [...(this.lifecycle ? [START_COLUMN] : []), ...known, ...others];
  }
}
