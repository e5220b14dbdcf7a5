import { createHash, createHmac } from "node:crypto";
import * as z from "zod";
import { jsonReply } from "../../door.ts";
import { isLoopbackUrl } from "../../is-loopback-url.ts";
import { createDispatcher } from "../kit/dispatcher.ts";
import { ACCOUNT, timeOf } from "./account.ts";
import type { Reply } from "../../door.ts";
import type { Sandbox } from "../../open-sandbox.ts";
import type { SaveEvent } from "../../departments/helpdesk/ticket.ts";
import type { TicketNotice } from "../../departments/helpdesk/state.ts";
import type { Delivery, Dispatcher, Send } from "../kit/dispatcher.ts";

const VENDOR = "zendesk";
const TICKET_EVENTS = [
  "ticket.created",
  "ticket.status_changed",
  "ticket.priority_changed",
  "ticket.agent_assignment_changed",
  "ticket.group_assignment_changed",
  "ticket.tags_changed",
  "ticket.comment_added",
] as const;
type TicketEvent = (typeof TICKET_EVENTS)[number];
const EVENT_OF_FIELD: Readonly<Record<string, TicketEvent>> = {
  status: "ticket.status_changed",
  priority: "ticket.priority_changed",
  assignee_id: "ticket.agent_assignment_changed",
  group_id: "ticket.group_assignment_changed",
  tags: "ticket.tags_changed",
};

const NewWebhook = z.object({
  webhook: z.object({
    name: z.string().min(1),
    endpoint: z.string().refine(isLoopbackUrl, "Webhooks go to this machine only."),
    http_method: z.literal("POST"),
    request_format: z.literal("json"),
    status: z.enum(["active", "inactive"]),
    subscriptions: z.array(z.enum(TICKET_EVENTS.map((event) => `zen:event-type:${event}`))).min(1),
  }),
});

interface Webhook {
  id: number;
  name: string;
  endpoint: string;
  subscriptions: readonly string[];
  atMs: number;
}

export interface Webhooks extends Dispatcher {
  /** POST, GET and DELETE under /api/v2/webhooks; null for a path that is none of them. */
  answer(method: string, path: string, body: unknown): Reply | null;
}

/** Webhooks as the vendor signs and words them. One save is many events of one sequence. */
export function createZendeskWebhooks(sandbox: Sandbox, input: { secret: string; send: Send }): Webhooks {
  const known = new Map<number, Webhook>();
  let nextId = 1;
  for (const entry of sandbox.journal.entries) {
    if (entry.kind === "subscribe" && entry.vendor === VENDOR) {
      known.set(entry.id, {
        id: entry.id,
        name: entry.name ?? "",
        endpoint: entry.uri,
        subscriptions: entry.topic.split(" "),
        atMs: entry.atMs,
      });
      nextId = Math.max(nextId, entry.id + 1);
    }
    if (entry.kind === "unsubscribe" && entry.vendor === VENDOR) known.delete(entry.id);
  }
  const dispatcher = createDispatcher(sandbox.faults, {
    send: input.send,
    forge: (delivery) => ({ ...delivery, headers: { ...delivery.headers, ...signed(delivery.body, timeOf(0), "not the secret") } }),
  });
  sandbox.departments.helpdesk.onNotice((notice) => {
    const messages = messagesOf(notice);
    for (const webhook of known.values())
      for (const [position, message] of messages.entries())
        if (webhook.subscriptions.includes(message.type)) dispatcher.add(deliveryOf({ webhook, message, position, secret: input.secret }));
  });

  function add(body: unknown): Reply {
    const read = NewWebhook.safeParse(body);
    if (!read.success)
      return jsonReply(400, {
        errors: read.error.issues.map(({ message }) => ({ code: "InvalidWebhook", title: message, detail: message })),
      });
    const { name, endpoint, subscriptions } = read.data.webhook;
    const webhook = { id: nextId++, name, endpoint, subscriptions, atMs: sandbox.shop.state.nowMs };
    const entry = { id: webhook.id, topic: subscriptions.join(" "), uri: endpoint, name, atMs: webhook.atMs };
    sandbox.journal.append({ kind: "subscribe", vendor: VENDOR, ...entry });
    known.set(webhook.id, webhook);
    return jsonReply(201, { webhook: webhookShape(webhook) });
  }

  return {
    ...dispatcher,
    answer(method, path, body) {
      if (path === "/api/v2/webhooks") {
        if (method === "POST") return add(body);
        if (method !== "GET") return null;
        return jsonReply(200, {
          webhooks: [...known.values()].map(webhookShape),
          meta: { has_more: false, after_cursor: null, before_cursor: null },
          links: { next: null, prev: null },
        });
      }
      const match = /^\/api\/v2\/webhooks\/01HZ0*(\d+)(\/signing_secret)?$/.exec(path);
      if (!match) return null;
      const webhook = known.get(Number(match[1]));
      if (!webhook) return jsonReply(404, { errors: [{ code: "RecordNotFound", title: "Not found", detail: "Not found" }] });
      if (method === "GET" && match[2]) return jsonReply(200, { signing_secret: { algorithm: "SHA256", secret: input.secret } });
      if (method === "GET") return jsonReply(200, { webhook: webhookShape(webhook) });
      if (method !== "DELETE") return null;
      known.delete(webhook.id);
      sandbox.journal.append({ kind: "unsubscribe", vendor: VENDOR, id: webhook.id });
      return { status: 204, headers: {}, body: "" };
    },
  };
}

const idOf = ({ id }: Webhook): string => `01HZ${String(id).padStart(22, "0")}`;

function webhookShape(webhook: Webhook): Record<string, unknown> {
  return {
    id: idOf(webhook),
    name: webhook.name,
    endpoint: webhook.endpoint,
    http_method: "POST",
    request_format: "json",
    status: "active",
    subscriptions: webhook.subscriptions,
    created_at: timeOf(webhook.atMs),
    created_by: "0",
    updated_at: timeOf(webhook.atMs),
    updated_by: "0",
  };
}

interface Message {
  type: string;
  id: string;
  time: string;
  event: Record<string, unknown>;
  detail: Record<string, unknown>;
  subject: string;
  sequenceId: string;
}

function messagesOf({ ticket, save }: TicketNotice): Message[] {
  const actorId = save.actor.kind === "customer" ? save.actor.customerId : save.actor.kind === "rule" ? -1 : save.actor.account.id;
  const detail = {
    id: String(ticket.id),
    actor_id: String(actorId),
    assignee_id: ticket.assigneeId === null ? null : String(ticket.assigneeId),
    group_id: String(ticket.groupId),
    requester_id: String(ticket.requesterId),
    subject: ticket.subject,
    status: ticket.status.toUpperCase(),
    priority: ticket.priority?.toUpperCase() ?? null,
    tags: ticket.tags,
    created_at: timeOf(ticket.createdMs),
    updated_at: timeOf(ticket.updatedMs),
    via: { channel: save.actor.kind === "rule" ? "rule" : save.actor.kind === "app" ? "web_service" : "web" },
  };
  return typedEvents(save.events).map(({ type, event }, index) => ({
    type: `zen:event-type:${type}`,
    id: uuidOf(`${save.id}/${index}`),
    time: timeOf(save.atMs),
    event,
    detail,
    subject: `zen:ticket:${ticket.id}`,
    sequenceId: String(save.id),
  }));
}

function typedEvents(events: readonly SaveEvent[]): { type: TicketEvent; event: Record<string, unknown> }[] {
  if (events.some(({ kind }) => kind === "create")) return [{ type: "ticket.created", event: {} }];
  return events.flatMap((event): { type: TicketEvent; event: Record<string, unknown> }[] => {
    if (event.kind === "comment")
      return [{ type: "ticket.comment_added", event: { comment: { id: String(event.id), body: event.body, is_public: event.isPublic } } }];
    if (event.kind !== "change") return [];
    const type = EVENT_OF_FIELD[event.field];
    return type ? [{ type, event: { current: upper(event.value), previous: upper(event.previous) } }] : [];
  });
}

const upper = (value: unknown): unknown =>
  typeof value === "string" ? value.toUpperCase() : typeof value === "number" ? String(value) : value;

function deliveryOf(input: { webhook: Webhook; message: Message; position: number; secret: string }): Delivery {
  const { sequenceId, event, ...message } = input.message;
  const meta = { sequence: { id: sequenceId, position: String(input.position + 1) } };
  const body = JSON.stringify({
    account_id: String(ACCOUNT.id),
    ...message,
    event: { ...event, meta },
    zendesk_event_version: "2022-11-06",
  });
  return {
    uri: input.webhook.endpoint,
    body,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "user-agent": "Zendesk Webhook",
      "x-zendesk-account-id": String(ACCOUNT.id),
      "x-zendesk-webhook-id": idOf(input.webhook),
      "x-zendesk-webhook-invocation-id": uuidOf(`${message.id}/${input.webhook.id}`),
      ...signed(body, message.time, input.secret),
    },
  };
}

/** base64(HMAC-SHA256(secret, timestamp + raw body)), with nothing between the two. */
function signed(body: string, timestamp: string, secret: string): Record<string, string> {
  return {
    "x-zendesk-webhook-signature-timestamp": timestamp,
    "x-zendesk-webhook-signature": createHmac("sha256", secret).update(`${timestamp}${body}`, "utf8").digest("base64"),
  };
}

function uuidOf(words: string): string {
  const hex = createHash("sha256").update(words).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
