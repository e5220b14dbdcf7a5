import * as z from "zod";
import { createTokens } from "../kit/tokens.ts";
import { NETSUITE_CLIENT, type RoleProfile } from "./account.ts";
import { failure } from "./failure.ts";
import { createOauth } from "./oauth.ts";
import { answerRecord } from "./record-api.ts";
import { answerSuiteQl } from "./suiteql.ts";
import { createTables } from "./tables.ts";
import { createTokenAccess } from "./token-access.ts";
import type { Door, Reply, Request } from "../../door.ts";
import type { Sandbox } from "../../open-sandbox.ts";
import type { ClientApp } from "../kit/consents.ts";
import type { TokenKind, Tokens } from "../kit/tokens.ts";

const TOKENS: TokenKind = {
  vendor: "netsuite",
  accessPrefix: "nsat_",
  refreshPrefix: "nsrt_",
  scopeSeparator: " ",
  accessSeconds: 3600,
  refreshSeconds: 7 * 86_400,
  isSingle: false,
};

export interface NetsuiteDoor extends Door {
  readonly tokens: Tokens;
}

/**
 * The ERP side of the sandbox: OAuth and token-based access, SuiteQL over purchasing and stock, and the changes that the connector makes.
 *
 * @param given.profile `minimal`: a role without the permission System Notes
 * @param given.wallNowMs the machine's clock; tokens and SYSDATE live by it, the documents by the merchant's virtual one
 */
export function createNetsuiteDoor(
  sandbox: Sandbox,
  given: { client?: ClientApp; profile?: RoleProfile; wallNowMs?: () => number } = {},
): NetsuiteDoor {
  const client = given.client ?? NETSUITE_CLIENT;
  const wallNowMs = given.wallNowMs ?? Date.now;
  const { purchasing } = sandbox.departments;
  const tokens = createTokens(sandbox.journal, TOKENS, wallNowMs);
  const oauth = createOauth({ client, tokens, wallNowMs });
  const tokenAccess = createTokenAccess(wallNowMs);
  const tables = createTables(purchasing.state, given.profile ?? "full", wallNowMs);
  const app = { kind: "app", id: client.id, title: client.title } as const;

  function answerApi(request: Request): Reply {
    const bearer = /^Bearer (\S+)$/.exec(request.headers["authorization"] ?? "")?.[1];
    if (bearer === undefined ? !tokenAccess.isSigned(request) : !tokens.check(bearer))
      return failure(401, "INVALID_LOGIN", "Invalid login attempt. Check the login audit trail.");
    const limited = sandbox.faults.take("http 429") ?? sandbox.faults.take("throttled");
    if (limited) return failure(429, "CONCURRENCY_LIMIT_EXCEEDED", "Too many requests at once.");
    const broken = sandbox.faults.take("http 5xx");
    if (broken) return failure(broken.status, "UNEXPECTED_ERROR", "An unexpected error occurred.");
    const effectsBefore = sandbox.departmentLedger().length;
    const reply = replyTo(request);
    if (sandbox.departmentLedger().length > effectsBefore && sandbox.faults.take("cut after success")) return { ...reply, wire: "cut" };
    return sandbox.faults.take("slow loris") ? { ...reply, wire: "trickle" } : reply;
  }

  function replyTo(request: Request): Reply {
    if (request.path !== "/services/rest/query/v1/suiteql") return answerRecord(purchasing, request, app);
    const query = z.object({ q: z.string() }).safeParse(readJson(request.body));
    if (request.method !== "POST" || !query.success) return failure(400, "INVALID_CONTENT", 'Send {"q": "SELECT ..."} by POST.');
    if (request.headers["prefer"] !== "transient") return failure(400, "INVALID_HEADER", "The header Prefer must be transient.");
    return answerSuiteQl(tables, query.data.q, request.query);
  }

  return {
    tokens,
    async answer(request) {
      const isApi = request.path.startsWith("/services/rest/query/") || request.path.startsWith("/services/rest/record/");
      return isApi ? answerApi(request) : oauth.answer(request);
    },
  };
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
