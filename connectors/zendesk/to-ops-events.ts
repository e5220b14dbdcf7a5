import * as z from "zod";
import { toUtc } from "../kit/time.js";
import { toCode } from "../kit/words.js";
import type { OpsEvent } from "../records/ops-event.js";
import type { People, Person } from "./people.js";

const Text = z.union([z.string(), z.number()]).transform(String);
const Via = z.looseObject({
  channel: Text.nullish(),
  source: z
    .looseObject({
      from: z.looseObject({ id: Text.nullish(), title: z.string().nullish() }).nullish(),
      rel: z.string().nullish(),
    })
    .nullish(),
});
const Entry = z.looseObject({
  type: z.string(),
  via: Via.nullish(),
  field_name: z.string().nullish(),
  value: z.unknown(),
  previous_value: z.unknown(),
  public: z.boolean().nullish(),
  macro_title: z.string().nullish(),
});
/** One save of a ticket as Zendesk keeps it. */
export const Audit = z.object({
  id: Text,
  ticket_id: Text,
  created_at: z.string(),
  author_id: z.number().nullish(),
  via: Via.nullish(),
  metadata: z.looseObject({ system: z.looseObject({ client: z.string().nullish() }).nullish() }).nullish(),
  events: z.array(z.unknown()).nullish(),
});
export type Audit = z.infer<typeof Audit>;
type Via = z.infer<typeof Via>;
type Entry = z.infer<typeof Entry>;
type Actor = Pick<OpsEvent, "actorKind" | "actorId" | "actorName" | "tool" | "grade">;

/** What changes a ticket. Everything else in an audit (mails to people, ratings, escapes of SLA targets) is nobody's step on it. */
const STEPS: ReadonlySet<string> = new Set(["Create", "Change", "Comment", "VoiceComment", "ChatStartedEvent", "ChatEndedEvent"]);
const COMMENTS: ReadonlySet<string> = new Set(["Comment", "VoiceComment"]);

// The names stand in payloads, the labels in exports, the numbers in older rows.
const RULE: ReadonlySet<string> = new Set(["rule", "8"]);
const API: ReadonlySet<string> = new Set(["api", "web_service", "5"]);
const SIDE_EFFECT: ReadonlySet<string> = new Set([
  "linked_problem",
  "group_deletion",
  "user_change",
  "user_deletion",
  "group_change",
  "resource_push",
  "system",
  "9",
  "10",
  "11",
  "12",
  "13",
  "14",
]);
const BY_HAND: ReadonlySet<string> = new Set([
  "web",
  "web_form",
  "0",
  "mobile",
  "mobile_sdk",
  "email",
  "mail",
  "4",
  "chat",
  "native_messaging",
  "messaging",
  "phone",
  "voice",
  "sms",
  "merge",
  "19",
  "batch",
  "20",
]);
const FULFILMENT = /fulfil|warehouse|shipping|logistic|3pl|dispatch/i;

/**
 * Who acted in a part of a save: a rule, even when a person's save fired it; then the system; then programs, which sign with the person
 * whose token they have; then what follows from something else; then customers; then staff. A deleted author stays unknown.
 */
export function actorOf(audit: Audit, via: Via | null, entries: readonly Entry[], people: People): Actor {
  const channel = toCode(via?.channel ?? "");
  const author = audit.author_id ?? null;
  const nobody = { actorId: null, actorName: null, tool: null, grade: "A" } as const;
  if (RULE.has(channel)) {
    const { from, rel } = via?.source ?? {};
    return { actorKind: "rule", actorId: from?.id ?? null, actorName: from?.title ?? null, tool: rel ?? null, grade: "A" };
  }
  if (author === -1) return { ...nobody, actorKind: "system" };
  const person: Person | undefined = author === null ? undefined : people.get(author);
  const named = { actorId: author === null ? null : String(author), actorName: person?.name ?? null };
  const client = audit.metadata?.system?.client ?? null;
  if (API.has(channel)) {
    // An agent's app within the page writes through the API with the agent's own browser: less sure than the page itself.
    const isBrowser = client !== null && /^mozilla\//i.test(client);
    if (isBrowser && person?.role === "staff") return { ...named, actorKind: "person", tool: "an app in the page", grade: "B" };
    if (isBrowser && person?.role === "end-user") return { ...nobody, actorKind: "customer" };
    return { ...named, actorKind: "app", tool: client ?? "API", grade: "A" };
  }
  if (SIDE_EFFECT.has(channel)) return { ...nobody, actorKind: "system" };
  if (person?.role === "end-user") return { ...nobody, actorKind: "customer" };
  if (person?.role === "staff" && BY_HAND.has(channel)) {
    const macro = entries.find(({ type }) => type === "AgentMacroReference")?.macro_title ?? null;
    return { ...named, actorKind: "person", tool: macro === null ? channel : `macro: ${macro}`, grade: "A" };
  }
  return { actorKind: "unknown", actorId: named.actorId, actorName: null, tool: channel === "" ? null : channel, grade: "C" };
}

/** A save as events: what its author did, and what each rule did within it. Nothing for a save in which nobody took a step. */
export function toOpsEvents(audit: Audit, people: People, groups: ReadonlyMap<string, string>): OpsEvent[] {
  const parts = new Map<string, { via: Via | null; entries: Entry[] }>();
  for (const row of audit.events ?? []) {
    const { data: entry } = Entry.safeParse(row);
    if (!entry) continue;
    const via = entry.via ?? audit.via ?? null;
    const isRule = RULE.has(toCode(via?.channel ?? ""));
    const key = isRule ? `:rule:${via?.source?.from?.id ?? ""}` : "";
    const part = parts.get(key) ?? { via, entries: [] };
    part.entries.push(entry);
    parts.set(key, part);
  }
  return [...parts].flatMap(([key, { via, entries }]) => {
    const steps = entries.filter(({ type }) => STEPS.has(type));
    if (steps.length === 0) return [];
    const actor = actorOf(audit, via, entries, people);
    const details = detailsOf(steps, groups);
    return [
      {
        id: `audit:${audit.id}${key}`,
        caseType: "ticket",
        caseId: audit.ticket_id,
        activity: activityOf(steps, actor, groups),
        sourceAction: sourceActionOf(steps),
        sourceType: "ticket_audit",
        endedAt: toUtc(audit.created_at),
        startedAt: null,
        ...actor,
        objects: [{ type: "ticket", id: audit.ticket_id }],
        ...(details.length > 0 ? { details } : {}),
      },
    ];
  });
}

/** The step that tells most: an answer before a transfer, a transfer before a change of priority. */
function activityOf(steps: readonly Entry[], { actorKind, tool }: Actor, groups: ReadonlyMap<string, string>): string {
  const change = (field: string): Entry | undefined => steps.find(({ type, field_name: name }) => type === "Change" && name === field);
  const comment = steps.find(({ type }) => COMMENTS.has(type));
  const isFirst = steps.some(({ type }) => type === "Create");
  if (actorKind === "customer") return isFirst ? "write in" : comment ? "write again" : "change ticket";
  if (isFirst) return "open ticket";
  if (comment?.public) return "answer customer";
  const status = change("status");
  if (status && text(status.value) === "closed") return tool === "merge" ? "merge tickets" : "close ticket";
  const group = change("group_id");
  if (group) {
    if (FULFILMENT.test(groups.get(text(group.value)) ?? "")) return "hand over to fulfilment";
    return FULFILMENT.test(groups.get(text(group.previous_value)) ?? "") ? "hand back to customer service" : "route ticket";
  }
  if (comment) return "note on ticket";
  if (change("assignee_id")) return "assign ticket";
  if (change("priority")) return "set priority";
  if (change("tags")) return "tag ticket";
  return status ? "change status" : "change ticket";
}

/** What was set, by name: group, priority, status, and tags that are new, those of the form topic_return as a finding of their own. */
function detailsOf(steps: readonly Entry[], groups: ReadonlyMap<string, string>): NonNullable<OpsEvent["details"]> {
  return steps.flatMap(({ type, field_name: field, value, previous_value: previous }) => {
    if (type !== "Change" && type !== "Create") return [];
    if (field === "group_id") return [{ name: "group", value: groups.get(text(value)) ?? text(value) }].filter((one) => one.value !== "");
    if (field === "priority" || field === "status") return text(value) === "" ? [] : [{ name: field, value: text(value) }];
    if (field !== "tags") return [];
    const before = new Set(tagsOf(previous));
    return tagsOf(value)
      .filter((tag) => !before.has(tag))
      .map((tag) => {
        const [, name, rest] = /^([^_]+)_(.+)$/.exec(tag) ?? [];
        return name && rest ? { name: `tag ${name}`, value: rest } : { name: "tag", value: tag };
      });
  });
}

/** Tags stand as a list, or in older rows as words of one text. */
function tagsOf(value: unknown): string[] {
  if (typeof value === "string") return value.split(/\s+/).filter((tag) => tag !== "");
  return Array.isArray(value) ? value.filter((tag) => typeof tag === "string") : [];
}

function sourceActionOf(steps: readonly Entry[]): string {
  const names = steps.map(({ type, field_name: field, public: isPublic }) => {
    if (COMMENTS.has(type)) return isPublic ? `${type} public` : `${type} private`;
    return field ? `${type} ${field}` : type;
  });
  return [...new Set(names)].sort().join(", ");
}

const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");
