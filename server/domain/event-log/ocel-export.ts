import { CASE_QUALIFIER, type OpsEvent } from "./event.ts";
import type { LogObject } from "./object.ts";
import {
  eventPrefix,
  objectPrefix,
  SOURCE_ATTRIBUTE,
  VIEW_ATTRIBUTES,
  viewObject,
  writtenName,
  type OcelEvent,
  type OcelObject,
} from "./ocel.ts";

/** Type of the attributes of a type, by the name under which they are written. OCEL 2.0 knows string, time, integer, float and boolean. */
export type OcelType = { name: string; attributes: { name: string; type: "string" | "time" }[] };

/**
 * An event as OCEL 2.0 has it. The columns of the case view are attributes, so that it reads back as the same event; ids carry the
 * source, as OCEL wants them unique in the file. An event that touches no object touches its case.
 *
 * @param event with its own id, its source, and the name under which its actor leaves the house
 */
export function ocelEvent({ event, source }: { event: OpsEvent; source: string }): OcelEvent {
  const iso = (ms: number) => new Date(ms).toISOString();
  const view: Record<(typeof VIEW_ATTRIBUTES)[number], string | null> = {
    "case id": event.caseId,
    actor: event.actor,
    "actor kind": event.actorKind,
    role: event.role ?? null,
    workflow: event.workflow ?? null,
    "started at": event.startedAtMs === null ? null : iso(event.startedAtMs),
  };
  const attributes = [
    ...Object.entries(view),
    ...Object.entries(event.attributes ?? {}).map(([name, value]) => [writtenName(name), value] as const),
  ]
    .flatMap(([name, value]) => (value === null ? [] : [{ name, value }]))
    .concat({ name: SOURCE_ATTRIBUTE, value: source });
  const objects = event.objects ?? [];
  const relationships =
    objects.length === 0
      ? [{ objectId: viewObject(event.caseId).id, qualifier: CASE_QUALIFIER }]
      : objects.map(({ type, id, qualifier }) => ({ objectId: objectPrefix(source, type) + id, qualifier }));
  return { id: eventPrefix(source) + event.eventId, type: event.activity, time: iso(event.endedAtMs), attributes, relationships };
}

export function ocelObject({ object, source }: { object: LogObject; source: string }): OcelObject {
  const { type, id, changes, relations } = object;
  return {
    id: objectPrefix(source, type) + id,
    type,
    attributes: [
      ...changes.map(({ attribute, atMs, value }) => ({ name: attribute, value, time: new Date(atMs).toISOString() })),
      { name: SOURCE_ATTRIBUTE, value: source, time: new Date(0).toISOString() },
    ],
    relationships: relations.map((other) => ({ objectId: objectPrefix(source, other.type) + other.id, qualifier: other.qualifier })),
  };
}

/** A case as an object, for events that touch none. Read again it is no object, since it has no source. */
export function ocelCase(caseId: string): OcelObject {
  return { ...viewObject(caseId), attributes: [{ name: SOURCE_ATTRIBUTE, value: "", time: new Date(0).toISOString() }], relationships: [] };
}

/** The declaration of an activity: every event has the columns of the case view, whether filled or not. */
export const ocelEventType = (activity: string, attributes: readonly string[]): OcelType => ({
  name: activity,
  attributes: [
    ...VIEW_ATTRIBUTES.map((name) => ({ name, type: name === "started at" ? ("time" as const) : ("string" as const) })),
    ...[...attributes.map(writtenName), SOURCE_ATTRIBUTE].map((name) => ({ name, type: "string" as const })),
  ],
});

export const ocelObjectType = (name: string, attributes: readonly string[]): OcelType => ({
  name,
  attributes: [...attributes, SOURCE_ATTRIBUTE].map((attribute) => ({ name: attribute, type: "string" })),
});

/** The parts of a file in their order; entries are written one after the other, so that a file of any length is never held whole. */
export type OcelWriter = {
  head: (types: { eventTypes: readonly OcelType[]; objectTypes: readonly OcelType[] }) => string;
  object: (object: OcelObject, first: boolean) => string;
  between: () => string;
  event: (event: OcelEvent, first: boolean) => string;
  end: () => string;
};

/** OCEL 2.0 JSON. Source: ocel-standard.org, specification of the JSON format. */
export const ocelJsonWriter: OcelWriter = {
  head: ({ eventTypes, objectTypes }) =>
    `{"objectTypes":${JSON.stringify(objectTypes)},\n"eventTypes":${JSON.stringify(eventTypes)},\n"objects":[`,
  object: (object, first) => (first ? "\n" : ",\n") + JSON.stringify(object),
  between: () => `],\n"events":[`,
  event: (event, first) => (first ? "\n" : ",\n") + JSON.stringify(event),
  end: () => "]}\n",
};

/** OCEL 2.0 XML. Control characters that XML 1.0 cannot hold are left out. Source: ocel-standard.org, specification of the XML format. */
export const ocelXmlWriter: OcelWriter = {
  head: ({ eventTypes, objectTypes }) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<log>\n<object-types>${typesXml("object-type", objectTypes)}</object-types>\n` +
    `<event-types>${typesXml("event-type", eventTypes)}</event-types>\n<objects>`,
  object: ({ id, type, attributes, relationships }) =>
    `\n<object${attribute("id", id)}${attribute("type", type)}>` +
    `<attributes>${attributes.map(({ name, time, value }) => `<attribute${attribute("name", name)}${attribute("time", time)}>${escaped(value)}</attribute>`).join("")}</attributes>` +
    `${linksXml(relationships)}</object>`,
  between: () => "\n</objects>\n<events>",
  event: ({ id, type, time, attributes, relationships }) =>
    `\n<event${attribute("id", id)}${attribute("type", type)}${attribute("time", time)}>` +
    `<attributes>${attributes.map(({ name, value }) => `<attribute${attribute("name", name)}>${escaped(value)}</attribute>`).join("")}</attributes>` +
    `${linksXml(relationships)}</event>`,
  end: () => "\n</events>\n</log>\n",
};

const typesXml = (element: string, types: readonly OcelType[]): string =>
  types
    .map(
      ({ name, attributes }) =>
        `\n<${element}${attribute("name", name)}><attributes>${attributes.map((one) => `<attribute${attribute("name", one.name)}${attribute("type", one.type)}/>`).join("")}</attributes></${element}>`,
    )
    .join("");

const linksXml = (links: OcelEvent["relationships"]): string =>
  `<objects>${links.map(({ objectId, qualifier }) => `<relationship${attribute("object-id", objectId)}${attribute("qualifier", qualifier)}/>`).join("")}</objects>`;

const attribute = (name: string, value: string): string => ` ${name}="${escaped(value)}"`;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  // A parser would make blanks or single line breaks of them.
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

const escaped = (text: string): string =>
  text
    .replaceAll(/\p{Cc}|[\uFFFE\uFFFF]/gu, (control) => (control in ENTITIES || (control >= "\u007F" && control < "\uFFFE") ? control : ""))
    .replaceAll(/[&<>"\t\n\r]/g, (character) => ENTITIES[character]!);
