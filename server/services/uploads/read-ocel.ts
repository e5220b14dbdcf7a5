import * as z from "zod";
import { AppError } from "#server/errors.ts";
import type { OcelEvent, OcelObject } from "#server/domain/event-log/ocel.ts";
import { jsonElements } from "./json-elements.ts";
import { xmlItems, type XmlReader } from "./xml-items.ts";

export type OcelFormat = "ocel-json" | "ocel-xml";

/** An entry of an OCEL file, in the order of the file. `number` counts events, and objects, from 1. */
export type OcelItem =
  | { kind: "event"; number: number; line: number; event: OcelEvent }
  | { kind: "object"; number: number; line: number; object: OcelObject }
  | { kind: "bad"; number: number; line: number; reason: string }
  /** An attribute that the events of a type may have, declared before any has it. */
  | { kind: "attribute"; name: string };

/**
 * Reads OCEL 2.0 entry by entry in bounded memory. Values of any type come as text.
 *
 * @throws AppError UPLOAD_UNREADABLE with the line when the file is broken, or is OCEL 1.0
 */
export const readOcel = (chunks: AsyncIterable<string>, format: OcelFormat): AsyncGenerator<OcelItem> =>
  format === "ocel-json" ? ocelJson(chunks) : xmlItems(chunks, ocelXml());

const Text = z.string();
const Value = z
  .union([z.string(), z.number(), z.boolean(), z.null(), z.undefined()])
  .transform((value) => (value === null || value === undefined ? "" : String(value)));
const Link = z.object({
  objectId: Text,
  qualifier: z
    .string()
    .nullish()
    .transform((text) => text ?? ""),
});
const some = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((list) => list ?? []);
const JsonEvent = z.object({
  id: Text,
  type: Text,
  time: Text,
  attributes: some(z.object({ name: Text, value: Value })),
  relationships: some(Link),
});
const JsonObject = z.object({
  id: Text,
  type: Text,
  attributes: some(
    z.object({
      name: Text,
      value: Value,
      time: z
        .string()
        .nullish()
        .transform((text) => text ?? ""),
    }),
  ),
  relationships: some(Link),
});
const JsonType = z.object({ attributes: some(z.object({ name: Text })) });

async function* ocelJson(chunks: AsyncIterable<string>): AsyncGenerator<OcelItem> {
  let events = 0;
  let objects = 0;
  for await (const { array, value, line } of jsonElements(chunks)) {
    if (array === "events") {
      events += 1;
      const event = plainEvent(value) ?? JsonEvent.safeParse(value);
      yield event.success
        ? { kind: "event", number: events, line, event: event.data }
        : { kind: "bad", number: events, line, reason: `it is no OCEL event: ${wrongIn(event.error)}` };
    } else if (array === "objects") {
      objects += 1;
      const parsed = JsonObject.safeParse(value);
      yield parsed.success
        ? { kind: "object", number: objects, line, object: parsed.data }
        : { kind: "bad", number: objects, line, reason: `object ${objects} is no OCEL object: ${wrongIn(parsed.error)}` };
    } else if (array === "eventTypes") {
      for (const { name } of JsonType.safeParse(value).data?.attributes ?? []) yield { kind: "attribute", name };
    }
  }
}

/** An event whose values are texts already, which is nearly every one: a schema takes ten times as long, and there may be millions. */
function plainEvent(value: unknown): { success: true; data: OcelEvent } | null {
  return isPlainEvent(value) ? { success: true, data: value } : null;
}

function isPlainEvent(value: unknown): value is OcelEvent {
  if (typeof value !== "object" || value === null) return false;
  const { id, type, time, attributes, relationships }: Partial<Record<keyof OcelEvent, unknown>> = value;
  return (
    typeof id === "string" &&
    typeof type === "string" &&
    typeof time === "string" &&
    haveTexts(attributes, "name", "value") &&
    haveTexts(relationships, "objectId", "qualifier")
  );
}

const haveTexts = (list: unknown, first: string, second: string): boolean =>
  Array.isArray(list) &&
  list.every((entry: unknown) => {
    if (typeof entry !== "object" || entry === null) return false;
    const fields: Record<string, unknown> = { ...entry };
    return typeof fields[first] === "string" && typeof fields[second] === "string";
  });

function wrongIn({ issues }: z.ZodError): string {
  const [first] = issues;
  return first && first.path.length > 0 ? `${first.path.join(".")}: ${first.message}` : (first?.message ?? "it cannot be read");
}

export const oldOcel = () =>
  new AppError("UPLOAD_UNREADABLE", "The file is OCEL 1.0. Save it as OCEL 2.0 (every current tool can) and upload that.");

/** Elements of OCEL 2.0 XML: log > events > event > attributes > attribute, and > objects > relationship; objects alike. */
function ocelXml(): XmlReader<OcelItem> {
  let found: OcelItem[] = [];
  let section = "";
  const count = { event: 0, object: 0 };
  let entry: { id: string; type: string; time: string; line: number } | null = null;
  let attributes: { name: string; value: string; time: string }[] = [];
  let relationships: { objectId: string; qualifier: string }[] = [];
  return {
    open({ name, attributes: has, line }, depth) {
      if (depth === 1) section = name;
      else if (depth === 2 && (section === "events" || section === "objects") && (name === "event" || name === "object")) {
        if (has["id"] === undefined && has["type"] === undefined) throw oldOcel();
        entry = { id: has["id"] ?? "", type: has["type"] ?? "", time: has["time"] ?? "", line };
        attributes = [];
        relationships = [];
      } else if (depth === 4 && section === "event-types" && name === "attribute" && has["name"])
        found.push({ kind: "attribute", name: has["name"] });
      else if (entry && depth === 4 && (name === "relationship" || name === "object"))
        relationships.push({ objectId: has["object-id"] ?? "", qualifier: has["qualifier"] ?? "" });
    },
    close({ name, attributes: has }, text, depth) {
      if (!entry) return;
      if (depth === 4 && name === "attribute") attributes.push({ name: has["name"] ?? "", value: text, time: has["time"] ?? "" });
      if (depth !== 2) return;
      const { line, ...head } = entry;
      if (section === "events") {
        count.event += 1;
        found.push({ kind: "event", number: count.event, line, event: { ...head, attributes, relationships } });
      } else {
        count.object += 1;
        const { id, type } = head;
        found.push({ kind: "object", number: count.object, line, object: { id, type, attributes, relationships } });
      }
      entry = null;
    },
    take() {
      const taken = found;
      found = [];
      return taken;
    },
  };
}
