import * as z from "zod";
import { toUtc } from "../kit/time.js";
import { toCode, toWords } from "../kit/words.js";
import type { ActorKind, OpsEvent } from "../records/ops-event.js";

export const EventNode = z.object({
  __typename: z.string(),
  id: z.string(),
  action: z.string(),
  createdAt: z.string(),
  appTitle: z.string().nullish(),
  attributeToApp: z.boolean().nullish(),
  attributeToUser: z.boolean().nullish(),
  actor: z.string().nullish(),
  arguments: z.unknown().optional(),
  subjectId: z.string().nullish(),
  subjectType: z.string().nullish(),
  subject: z.object({ id: z.string() }).nullish(),
  staff: z.object({ id: z.string(), name: z.string().nullish() }).nullish(),
});
export type EventNode = z.infer<typeof EventNode>;

/** Titles under which rule engines act. Not every engine is here: what is missing counts as an app, which is also no manual work. */
export const RULE_ENGINES: ReadonlySet<string> = new Set(["shopify flow", "mechanic", "order automator", "arigato automation"]);

/** Written by the shopper's own doing, or by the channel for them: the title names the channel, never an automation. */
const SHOPPER_ACTIONS = /^(placed|order_placed|return_requested|authorization_\w+)$/;

/** The payment's echo of a checkout or of a refund; Shopify signs most of them itself, whoever asked for the money. */
const ECHO_ACTIONS = /^(sale|capture|refund|void)_(success|pending|failure)$/;

type Actor = Pick<OpsEvent, "actorKind" | "actorId" | "actorName" | "tool" | "grade">;

/**
 * Who acted, from Shopify's own flags in the order that live stores proved: a comment is a person's; then attributeToUser, since a staff
 * edit sets attributeToApp as well ("Shopify Web"); then what shoppers cause; then apps and rule engines; what is left is Shopify itself.
 */
export function actorOf(node: EventNode): Actor {
  const tool = node.appTitle ?? null;
  const nobody = { actorId: null, actorName: null, tool };
  if (node.__typename === "CommentEvent") {
    return { actorKind: "person", actorId: node.staff?.id ?? null, actorName: node.staff?.name ?? null, tool, grade: "A" };
  }
  if (node.attributeToUser) return { actorKind: "person", actorId: null, actorName: node.actor || null, tool, grade: "A" };
  if (SHOPPER_ACTIONS.test(node.action)) return { ...nobody, actorKind: "customer", grade: "A" };
  // Both flags missing is not both flags false: then nothing is claimed.
  if (node.attributeToUser == null && node.attributeToApp == null) return { ...nobody, actorKind: "unknown", grade: "C" };
  if (node.attributeToApp || tool !== null || mentionsApiClient(node.arguments)) {
    const actorKind: ActorKind = ECHO_ACTIONS.test(node.action)
      ? "system"
      : tool !== null && RULE_ENGINES.has(tool.toLowerCase())
        ? "rule"
        : "app";
    return { ...nobody, actorKind, actorName: actorKind === "system" ? null : tool, grade: "A" };
  }
  return { ...nobody, actorKind: "system", grade: "A" };
}

/**
 * What an entry is called in the words of the workflows. Shopify documents no list of actions: one that is not here keeps its own words,
 * so that it is seen and not lost.
 */
const ACTIVITIES: Readonly<Record<string, string>> = {
  fulfillment_hold_added: "hold",
  fulfillment_hold_released: "release hold",
  shipping_address_updated: "fix address",
  tag_added: "tag",
  tag_removed: "remove tag",
  cancelled: "cancel",
  fulfillment_success: "fulfil",
};

/** A mail that somebody of the shop has sent is a question; what Shopify sends by itself is a notice. */
function activityOf({ __typename, action }: EventNode, { actorKind }: Actor): string {
  if (__typename === "CommentEvent") return "comment";
  if (action === "mail_sent") return actorKind === "person" || actorKind === "app" || actorKind === "rule" ? "ask customer" : "send mail";
  return ACTIVITIES[action] ?? toWords(action);
}

/** Maps one entry of an order's timeline; null for an entry of something else, which is no evidence here. */
export function toOpsEvent(node: EventNode): OpsEvent | null {
  const caseId = node.subjectId ?? node.subject?.id ?? null;
  if (!caseId?.includes("/Order/")) return null;
  const details = detailsOf(node);
  const actor = actorOf(node);
  return {
    id: node.id,
    caseType: "order",
    caseId,
    activity: activityOf(node, actor),
    sourceAction: node.action,
    sourceType: node.__typename,
    endedAt: toUtc(node.createdAt),
    startedAt: null,
    ...actor,
    objects: [{ type: "order", id: caseId }],
    ...(details.length > 0 ? { details } : {}),
  };
}

/**
 * What a change of holds or tags says of itself. Shopify documents no order of `arguments`, so only texts are taken, only of actions
 * whose texts are known, and never the sentence, which is translated. A tag of the form name:value is a finding of its own.
 */
function detailsOf({ action, arguments: given }: EventNode): NonNullable<OpsEvent["details"]> {
  const texts = (Array.isArray(given) ? given : []).filter((text): text is string => typeof text === "string" && text.trim() !== "");
  const parts = texts.flatMap((text) => text.split(",")).map((text) => text.trim());
  if (action.startsWith("fulfillment_hold_"))
    return parts.filter((part) => /^[A-Z_]+$/.test(part)).map((value) => ({ name: "hold reason", value: toCode(value) }));
  if (action !== "tag_added" && action !== "tag_removed") return [];
  return parts.map((tag) => {
    const [, name, value] = /^([^:]+):(.+)$/.exec(tag) ?? [];
    return name && value ? { name: `tag ${name.trim().toLowerCase()}`, value: value.trim() } : { name: "tag", value: tag };
  });
}

/** The number at the end of gid://shopify/BasicEvent/123: what the search filter `id:` compares. */
export function eventNumber(id: string): bigint {
  const digits = /(\d+)(?:\?.*)?$/.exec(id)?.[1];
  if (!digits) throw new Error(`"${id}" ends in no number`);
  return BigInt(digits);
}

function mentionsApiClient(value: unknown): boolean {
  return JSON.stringify(value ?? null).includes("api_client_id");
}
