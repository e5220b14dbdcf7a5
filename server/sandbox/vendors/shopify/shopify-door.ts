import { randomUUID } from "node:crypto";
import { jsonReply } from "../../door.ts";
import { createBucket } from "./bucket.ts";
import { createLists } from "./context.ts";
import { createGraphqlEndpoint } from "./graphql-endpoint.ts";
import { createOauth } from "./oauth.ts";
import { spoilBody } from "../kit/spoil-body.ts";
import { createTokens } from "../kit/tokens.ts";
import { sendOverHttp } from "../kit/dispatcher.ts";
import { createShopifyWebhooks, createSubscriptions } from "./webhooks.ts";
import type { Door, Reply, Request } from "../../door.ts";
import type { Sandbox } from "../../open-sandbox.ts";
import type { Plan } from "./bucket.ts";
import type { ClientApp } from "../kit/consents.ts";
import type { ScopeProfile } from "./scopes.ts";
import type { Spoil } from "../kit/spoil-body.ts";
import type { TokenKind, Tokens } from "../kit/tokens.ts";
import type { Dispatcher, Send } from "../kit/dispatcher.ts";
import type { Subscriptions } from "./webhooks.ts";

export const DEFAULT_CLIENT: ClientApp = {
  clientId: "slipstream-sandbox",
  clientSecret: "slipstream-sandbox-secret",
  id: 9_900_001,
  title: "Slipstream",
};

const SPOILS: readonly Spoil[] = [
  { kind: "unknown value", pattern: /"(displayFulfillmentStatus|status)":"[A-Z_]+"/, replacement: '"$1":"PARTLY_SENT"' },
  { kind: "poison record", pattern: /"updatedAt":"[^"]+"/, replacement: '"updatedAt":null' },
  { kind: "hostile text", pattern: /"note":(?:null|"[^"]*")/, replacement: '"note":"$HOSTILE"' },
];

const TOKENS: TokenKind = {
  vendor: "shopify",
  accessPrefix: "shpat_",
  refreshPrefix: "shprt_",
  scopeSeparator: ",",
  accessSeconds: 3600,
  refreshSeconds: 90 * 86_400,
  isSingle: true,
};

export interface ShopifyDoor extends Door {
  readonly tokens: Tokens;
  readonly webhooks: Dispatcher;
  readonly subscriptions: Subscriptions;
}

/**
 * The Shopify side of the sandbox: OAuth and the GraphQL Admin API of version 2026-10.
 *
 * @param wallNowMs the machine's clock; tokens and throttling live by it, the shop by its virtual one
 */
export function createShopifyDoor(
  sandbox: Sandbox,
  given: { client?: ClientApp; profile?: ScopeProfile; plan?: Plan; wallNowMs?: () => number; send?: Send } = {},
): ShopifyDoor {
  const client = given.client ?? DEFAULT_CLIENT;
  const wallNowMs = given.wallNowMs ?? Date.now;
  const tokens = createTokens(sandbox.journal, TOKENS, wallNowMs);
  const subscriptions = createSubscriptions(sandbox);
  const oauth = createOauth({ client, profile: given.profile ?? "full", tokens, wallNowMs });
  const endpoint = createGraphqlEndpoint(createBucket(given.plan ?? "plus", wallNowMs));
  const lists = createLists(sandbox);
  const app = { kind: "app", id: client.id, title: client.title } as const;

  async function graphql(request: Request): Promise<Reply> {
    const token = tokens.check(request.headers["x-shopify-access-token"] ?? "");
    if (!token) return jsonReply(401, { errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" });
    const limited = sandbox.faults.take("http 429");
    if (limited)
      return jsonReply(
        429,
        { errors: "Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service." },
        limited.retryAfter === null ? {} : { "retry-after": limited.retryAfter },
      );
    const broken = sandbox.faults.take("http 5xx");
    if (broken)
      return { status: broken.status, headers: { "content-type": "text/html" }, body: "<html><body>Something went wrong.</body></html>" };
    const context = { sandbox, lists, subscriptions, app, scopes: token.scopes, cutsPages: sandbox.faults.take("short page") !== null };
    const effects = (): number => sandbox.ledger().length + sandbox.departmentLedger().length;
    const effectsBefore = effects();
    const reply = await endpoint.answer(request.body, context);
    const hadEffect = effects() > effectsBefore;
    const wire = hadEffect && sandbox.faults.take("cut after success") ? "cut" : sandbox.faults.take("slow loris") ? "trickle" : undefined;
    return {
      ...reply,
      body: spoilBody(reply.body, SPOILS, sandbox.faults),
      headers: { ...reply.headers, "x-request-id": randomUUID(), "x-shopify-api-version": "2026-10" },
      ...(wire ? { wire } : {}),
    };
  }

  return {
    tokens,
    subscriptions,
    webhooks: createShopifyWebhooks(sandbox, { subscriptions, clientSecret: client.clientSecret, send: given.send ?? sendOverHttp }),
    async answer(request) {
      if (request.method === "POST" && /^\/admin\/api\/[\w-]+\/graphql\.json$/.test(request.path)) return graphql(request);
      return oauth.answer(request);
    },
  };
}
