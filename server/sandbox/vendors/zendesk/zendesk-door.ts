import { randomUUID } from "node:crypto";
import { jsonReply } from "../../door.ts";
import { ADMIN_ACCOUNT } from "../../departments/helpdesk/agents.ts";
import { sendOverHttp } from "../kit/dispatcher.ts";
import { spoilBody } from "../kit/spoil-body.ts";
import { createTokens } from "../kit/tokens.ts";
import { createApi } from "./api.ts";
import { createLimits } from "./limits.ts";
import { createOauth } from "./oauth.ts";
import { hasScope } from "./scopes.ts";
import { createTicketExport } from "./ticket-export.ts";
import { createZendeskWebhooks } from "./webhooks.ts";
import type { Door, Reply, Request } from "../../door.ts";
import type { Sandbox } from "../../open-sandbox.ts";
import type { ClientApp } from "../kit/consents.ts";
import type { Dispatcher, Send } from "../kit/dispatcher.ts";
import type { Spoil } from "../kit/spoil-body.ts";
import type { TokenKind, Tokens } from "../kit/tokens.ts";
import type { Endpoint, Plan } from "./limits.ts";
import type { GrantProfile } from "./scopes.ts";

export const ZENDESK_CLIENT: ClientApp = {
  clientId: "slipstream_sandbox",
  clientSecret: "slipstream-sandbox-desk-secret",
  id: 9_900_002,
  title: "Slipstream",
};

const TOKENS: TokenKind = {
  vendor: "zendesk",
  accessPrefix: "zdat_",
  refreshPrefix: "zdrt_",
  scopeSeparator: " ",
  accessSeconds: 1800,
  refreshSeconds: 30 * 86_400,
  isSingle: false,
};

const SPOILS: readonly Spoil[] = [
  { kind: "unknown value", pattern: /"status":"(?:new|open|pending|solved|closed)"/, replacement: '"status":"parked"' },
  { kind: "poison record", pattern: /"updated_at":"[^"]+","generated_timestamp"/, replacement: '"updated_at":null,"generated_timestamp"' },
  { kind: "hostile text", pattern: /"subject":"[^"]*"/, replacement: '"subject":"$HOSTILE"' },
];

export interface ZendeskDoor extends Door {
  readonly tokens: Tokens;
  readonly webhooks: Dispatcher;
}

/**
 * The Zendesk side of the sandbox: OAuth and the part of the Support API v2 that is served.
 *
 * @param given.profile `minimal`: an agent and no admin allows the app, so that nothing can be exported
 * @param given.wallNowMs the machine's clock; tokens and limits live by it, the helpdesk by its virtual one
 */
export function createZendeskDoor(
  sandbox: Sandbox,
  given: { client?: ClientApp; profile?: GrantProfile; plan?: Plan; wallNowMs?: () => number; send?: Send } = {},
): ZendeskDoor {
  const client = given.client ?? ZENDESK_CLIENT;
  const wallNowMs = given.wallNowMs ?? Date.now;
  const isAdmin = given.profile !== "minimal";
  const userId = isAdmin ? ADMIN_ACCOUNT.id : (sandbox.departments.helpdesk.state.agents[0]?.id ?? ADMIN_ACCOUNT.id);
  const tokens = createTokens(sandbox.journal, TOKENS, wallNowMs);
  const oauth = createOauth({ client, tokens, wallNowMs });
  const limits = createLimits(given.plan ?? "enterprise", wallNowMs);
  const webhooks = createZendeskWebhooks(sandbox, { secret: client.clientSecret, send: given.send ?? sendOverHttp });
  const api = createApi(sandbox, {
    app: { kind: "app", id: client.id, title: client.title },
    ticketExport: createTicketExport(sandbox.departments.helpdesk.state),
  });

  function answerApi(request: Request): Reply {
    const token = tokens.check(/^Bearer (\S+)$/.exec(request.headers["authorization"] ?? "")?.[1] ?? "");
    if (!token)
      return jsonReply(401, {
        error: "invalid_token",
        error_description: "The access token provided is expired, revoked, malformed or invalid for other reasons.",
      });
    const limited = sandbox.faults.take("http 429") ?? sandbox.faults.take("throttled");
    if (limited) return tooMany("retryAfter" in limited ? limited.retryAfter : "1", {});
    const { retryAfter, headers } = limits.take(endpointOf(request));
    if (retryAfter !== null) return tooMany(String(retryAfter), headers);
    const broken = sandbox.faults.take("http 5xx");
    if (broken)
      return { status: broken.status, headers: { "content-type": "text/html" }, body: "<html><body>Service unavailable</body></html>" };
    const effectsBefore = sandbox.departmentLedger().length;
    const reply = replyTo(request, token.scopes);
    const hadEffect = sandbox.departmentLedger().length > effectsBefore;
    const wire = hadEffect && sandbox.faults.take("cut after success") ? "cut" : sandbox.faults.take("slow loris") ? "trickle" : undefined;
    return {
      ...reply,
      headers: { ...reply.headers, ...headers, "x-request-id": randomUUID() },
      body: spoilBody(reply.body, SPOILS, sandbox.faults),
      ...(wire ? { wire } : {}),
    };
  }

  function replyTo(request: Request, scopes: ReadonlySet<string>): Reply {
    const none = jsonReply(404, { error: "InvalidEndpoint", description: "Not found" });
    if (request.path.startsWith("/api/v2/webhooks")) {
      if (!isAdmin || !hasScope(scopes, "webhooks", request.method === "GET" ? "read" : "write"))
        return jsonReply(403, { error: "Forbidden", description: "You do not have access to this page." });
      return webhooks.answer(request.method, request.path, readJson(request.body)) ?? none;
    }
    const cutsPages = request.path.includes("/incremental/") && sandbox.faults.take("short page") !== null;
    return api.answer({ request, scopes, isAdmin, userId, cutsPages }) ?? none;
  }

  return {
    tokens,
    webhooks,
    async answer(request) {
      return request.path.startsWith("/api/v2/") ? answerApi(request) : oauth.answer(request);
    },
  };
}

function tooMany(retryAfter: string | null, headers: Readonly<Record<string, string>>): Reply {
  return jsonReply(
    429,
    { error: "APIRateLimitExceeded", description: "Number of allowed API requests per minute exceeded" },
    { ...headers, ...(retryAfter === null ? {} : { "retry-after": retryAfter }) },
  );
}

function endpointOf({ method, path }: Request): Endpoint {
  if (path.startsWith("/api/v2/incremental/")) return { kind: "export" };
  const ticket = /^\/api\/v2\/tickets\/(\d+)(?:\.json|\/tags(?:\.json)?)?$/.exec(path);
  return ticket && method !== "GET" ? { kind: "update", ticketId: Number(ticket[1]) } : { kind: "other" };
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
