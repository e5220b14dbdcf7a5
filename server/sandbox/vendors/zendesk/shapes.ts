import { findCustomer } from "../../shop/draw-order.ts";
import { nameOf } from "../../shop/staff.ts";
import { unreachable } from "../../unreachable.ts";
import { ADMIN_ACCOUNT, TOKEN_ACCOUNT } from "../../departments/helpdesk/agents.ts";
import { GROUP_LIST } from "../../departments/helpdesk/groups.ts";
import { secondsOf, timeOf, urlOf } from "./account.ts";
import type { Sandbox } from "../../open-sandbox.ts";
import type { Rule, Save, SaveEvent, DeskActor, FieldValue, Ticket } from "../../departments/helpdesk/ticket.ts";

type Json = Record<string, unknown>;

const BROWSER = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const PHONE = "Zendesk Support/2.41.0 (iPhone; iOS 19.1)";
const SYSTEM_ID = -1;
const ORDER_FIELD_ID = 360_000_101;

const noSource = { from: {}, to: {}, rel: null };
const ruleVia = (rule: Rule): Json => ({
  channel: "rule",
  source: { from: { id: rule.id, title: rule.title, deleted: false }, to: {}, rel: rule.kind },
});

/** How the vendor says through what something came. A write by the API is signed by whoever owns the token or gave the access. */
function viaOf(actor: DeskActor): Json {
  switch (actor.kind) {
    case "customer":
      return actor.channel === "email"
        ? { channel: "email", source: { ...noSource, to: { name: "Harbour & Pine", address: "help@harbourandpine.example" } } }
        : { channel: "web", source: noSource };
    case "agent":
      if (actor.through === "merge") return { channel: "merge", source: { ...noSource, rel: "merge" } };
      if (actor.through === "sidebar app") return { channel: "api", source: noSource };
      return actor.through === "phone"
        ? { channel: "mobile", source: { ...noSource, rel: "mobile" } }
        : { channel: "web", source: noSource };
    case "app":
      return { channel: "api", source: noSource };
    case "rule":
      return ruleVia(actor.rule);
  }
  return unreachable();
}

function authorOf(actor: DeskActor): number {
  switch (actor.kind) {
    case "customer":
      return actor.customerId;
    case "agent":
    case "app":
      return actor.account.id;
    case "rule":
      return SYSTEM_ID;
  }
  return unreachable();
}

function clientOf(actor: DeskActor): string | null {
  switch (actor.kind) {
    case "customer":
      return actor.channel === "web" ? BROWSER : null;
    case "agent":
      return actor.through === "phone" ? PHONE : BROWSER;
    case "app":
      return actor.client;
    case "rule":
      return null;
  }
  return unreachable();
}

/** Numbers stand as text in audits, as the vendor writes them. */
const textOf = (value: FieldValue): unknown => (typeof value === "number" ? String(value) : value);

function eventShape(event: SaveEvent, save: Save): Json {
  const base = { id: event.id, ...(event.rule ? { via: ruleVia(event.rule) } : {}) };
  switch (event.kind) {
    case "create":
      return { ...base, type: "Create", field_name: event.field, value: textOf(event.value) };
    case "change":
      return { ...base, type: "Change", field_name: event.field, value: textOf(event.value), previous_value: textOf(event.previous) };
    case "comment":
      return {
        ...base,
        type: "Comment",
        author_id: authorOf(save.actor),
        body: event.body,
        html_body: `<div class="zd-comment" dir="auto">${event.body}</div>`,
        plain_body: event.body,
        public: event.isPublic,
        attachments: [],
        audit_id: save.id,
      };
    case "macro":
      return { ...base, type: "AgentMacroReference", macro_id: String(event.macro.id), macro_title: event.macro.title };
    case "notification":
      return { ...base, type: "Notification", subject: "A ticket for your group", body: "", recipients: event.recipients };
  }
  return unreachable();
}

export function auditShape(save: Save): Json {
  const client = clientOf(save.actor);
  return {
    id: save.id,
    ticket_id: save.ticketId,
    created_at: timeOf(save.atMs),
    author_id: authorOf(save.actor),
    metadata: { system: client === null ? {} : { client, ip_address: "203.0.113.7", location: "Portland, ME, United States" }, custom: {} },
    events: save.events.map((event) => eventShape(event, save)),
    via: viaOf(save.actor),
  };
}

export function ticketShape(ticket: Ticket): Json {
  const [first] = ticket.saves;
  return {
    url: urlOf(`/api/v2/tickets/${ticket.id}.json`),
    id: ticket.id,
    external_id: null,
    via: first ? viaOf(first.actor) : { channel: "web", source: noSource },
    created_at: timeOf(ticket.createdMs),
    updated_at: timeOf(ticket.updatedMs),
    generated_timestamp: secondsOf(ticket.updatedMs),
    type: null,
    subject: ticket.subject,
    raw_subject: ticket.subject,
    description: `Hello, ${ticket.subject}`,
    priority: ticket.priority,
    status: ticket.status,
    recipient: null,
    requester_id: ticket.requesterId,
    submitter_id: ticket.requesterId,
    assignee_id: ticket.assigneeId,
    organization_id: null,
    group_id: ticket.groupId,
    collaborator_ids: [],
    follower_ids: [],
    email_cc_ids: [],
    forum_topic_id: null,
    problem_id: null,
    has_incidents: false,
    is_public: true,
    due_at: null,
    tags: ticket.tags,
    custom_fields: [{ id: ORDER_FIELD_ID, value: ticket.orderNumber === null ? null : String(ticket.orderNumber) }],
    satisfaction_rating: { score: "unoffered" },
    sharing_agreement_ids: [],
    followup_ids: [],
    ticket_form_id: 360_000_201,
    brand_id: 360_000_301,
    allow_channelback: false,
    allow_attachments: true,
    from_messaging_channel: false,
  };
}

export function groupShape({ id, name }: { id: number; name: string }): Json {
  const at = "2026-01-05T09:00:00Z";
  return {
    url: urlOf(`/api/v2/groups/${id}.json`),
    id,
    name,
    description: "",
    default: id === GROUP_LIST[0]?.id,
    deleted: false,
    is_public: true,
    created_at: at,
    updated_at: at,
  };
}

/** A user of the account: somebody of the helpdesk, or a customer. Null when there is none of this id. */
export function userShape({ shop, departments }: Pick<Sandbox, "shop" | "departments">, id: number): Json | null {
  const account = [ADMIN_ACCOUNT, TOKEN_ACCOUNT, ...departments.helpdesk.state.agents].find((one) => one.id === id);
  if (account) {
    const isAdmin = account.id === ADMIN_ACCOUNT.id || account.id === TOKEN_ACCOUNT.id;
    return userOf({ id, name: nameOf(account), email: account.email, role: isAdmin ? "admin" : "agent", createdMs: Date.UTC(2026, 0, 5) });
  }
  const customer = findCustomer(shop.state.customers, id);
  if (!customer) return null;
  const name = `${customer.firstName} ${customer.lastName}`;
  return userOf({ id, name, email: customer.email, role: "end-user", createdMs: customer.createdMs });
}

function userOf(user: { id: number; name: string; email: string; role: "end-user" | "agent" | "admin"; createdMs: number }): Json {
  const at = timeOf(user.createdMs);
  return {
    id: user.id,
    url: urlOf(`/api/v2/users/${user.id}.json`),
    name: user.name,
    email: user.email,
    created_at: at,
    updated_at: at,
    time_zone: "Eastern Time (US & Canada)",
    iana_time_zone: "America/New_York",
    phone: null,
    photo: null,
    locale_id: 1,
    locale: "en-US",
    organization_id: null,
    role: user.role,
    verified: true,
    external_id: null,
    tags: [],
    active: true,
    shared: false,
    shared_agent: false,
    suspended: false,
    custom_role_id: null,
    ticket_restriction: user.role === "end-user" ? "requested" : null,
    only_private_comments: false,
    restricted_agent: user.role === "end-user",
    user_fields: {},
  };
}
