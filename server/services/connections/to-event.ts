import type * as z from "zod";
import { OpsEvent as OpsEventRecord } from "#connectors/records/ops-event.ts";
import { CASE_QUALIFIER, type ActorKind, type EvidenceAttributes, type ObjectLink, type OpsEvent } from "#server/domain/event-log/event.ts";

type Recorded = z.infer<typeof OpsEventRecord>;

/** To which workflow a case of each kind belongs, until a workspace defines it otherwise. */
const WORKFLOW_OF_CASE = {
  order: "order-exceptions",
  sku: "inventory-sync",
  purchase_order: "supplier-po",
  return: "returns",
  ticket: "ticket-routing",
  shipment: "carrier-choice",
} as const satisfies Record<Recorded["caseType"], string>;

/** What the source itself does is its own automation. That it was the source is kept among the attributes. */
const kindOf = (kind: Recorded["actorKind"]): ActorKind => (kind === "system" ? "rule" : kind);

/**
 * An event as a connector delivered it, as the event log keeps it; null when it cannot be read.
 * Names of cases carry their kind, since vendors count orders and tickets from one alike.
 */
export function toEvent(record: unknown): OpsEvent | null {
  const parsed = OpsEventRecord.safeParse(record);
  if (!parsed.success) return null;
  const event = parsed.data;
  const endedAtMs = Date.parse(event.endedAt);
  const startedAtMs = event.startedAt === null ? null : Date.parse(event.startedAt);
  if (Number.isNaN(endedAtMs) || Number.isNaN(startedAtMs ?? 0)) return null;
  const { actorId, tool } = event;
  const evidence: EvidenceAttributes = {
    grade: event.grade,
    recordedKind: event.actorKind,
    sourceAction: clean(event.sourceAction),
    sourceType: clean(event.sourceType),
    ...(actorId === null ? {} : { actorId: clean(actorId) }),
    ...(tool === null ? {} : { tool: clean(tool) }),
  };
  return {
    eventId: clean(event.id),
    caseId: clean(`${event.caseType}:${event.caseId}`),
    activity: clean(event.activity),
    actor: cleanOrNull(actorOf(event)),
    actorKind: kindOf(event.actorKind),
    startedAtMs,
    endedAtMs,
    workflow: WORKFLOW_OF_CASE[event.caseType],
    attributes: { ...attributesOf(event.details ?? []), ...evidence }, // No detail may pass for evidence.
    objects: linksOf(event),
  };
}

/** By which name an actor goes: the number of a system's own account, such as -4, says nothing to anybody, what it worked through does. */
function actorOf({ actorName, actorId, actorKind, tool }: Recorded): string | null {
  if (actorKind === "system") return actorName ?? tool;
  return actorName ?? actorId ?? (actorKind === "person" || actorKind === "unknown" ? null : tool);
}

/** The number by which people call the event's case, where the case is another system's record; null: the case is named already. */
export const caseNumberOf = (record: unknown): string | null => OpsEventRecord.safeParse(record).data?.caseNumber ?? null;

/** What the event touches, its case among it even where the connector lists only the others. */
function linksOf({ caseType, caseId, objects }: Recorded): ObjectLink[] {
  const others = objects.filter(({ type, id }) => type !== caseType || id !== caseId);
  return [
    { type: caseType, id: clean(caseId), qualifier: CASE_QUALIFIER },
    ...others.map(({ type, id }) => ({ type: clean(type), id: clean(id), qualifier: "" })),
  ];
}

/** Details by their names; several of one name stand together, as the source listed them. */
function attributesOf(details: readonly { name: string; value: string }[]): Record<string, string> {
  const byName = new Map<string, string[]>();
  for (const { name, value } of details) byName.set(name, [...(byName.get(name) ?? []), value]);
  return Object.fromEntries([...byName].map(([name, values]) => [clean(name), clean(values.join(", "))]));
}

/** Postgres holds no NUL and no half of a surrogate pair. */
const clean = (text: string): string => text.toWellFormed().replaceAll("\0", "\uFFFD");
const cleanOrNull = (text: string | null): string | null => (text === null ? null : clean(text));
