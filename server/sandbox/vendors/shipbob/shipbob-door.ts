import { spoilBody, type Spoil } from "../kit/spoil-body.ts";
import { scopesOf, SHIPBOB_TOKEN, VERSION } from "./account.ts";
import { answerRead, READ_SCOPES } from "./api.ts";
import { failure } from "./failure.ts";
import { createLimits } from "./limits.ts";
import { answerWrite, WRITE_SCOPES } from "./write-api.ts";
import type { Door, Reply, Request } from "../../door.ts";
import type { Sandbox } from "../../open-sandbox.ts";

const CALLS_A_MINUTE = 150;
const SPOILS: readonly Spoil[] = [
  { kind: "poison record", pattern: /"created_date":"[^"]*","last_update_at"/, replacement: '"created_date":null,"last_update_at"' },
  { kind: "unknown value", pattern: /"status":"Processing","status_details"/, replacement: '"status":"HeldAtDock","status_details"' },
  { kind: "hostile text", pattern: /"ship_option":"[^"]*"/, replacement: '"ship_option":"$HOSTILE"' },
];

/**
 * The 3PL's side of the sandbox: its API with a token, over what the shop, its returns and its purchasing have to do with the warehouse.
 *
 * @param given.profile what the token may
 * @param given.wallNowMs the machine's clock, by which calls are counted
 */
export function createShipbobDoor(
  sandbox: Sandbox,
  given: { profile?: "full" | "minimal"; callsAMinute?: number; wallNowMs?: () => number } = {},
): Door {
  const limits = createLimits(given.callsAMinute ?? CALLS_A_MINUTE, given.wallNowMs ?? Date.now);
  const scopes = scopesOf(given.profile ?? "full");

  function served(request: Request): Reply {
    const isRead = request.method === "GET" || request.path === "/inventory/history:query";
    const [, needed] = (isRead ? READ_SCOPES : WRITE_SCOPES).find(([path]) => path.test(request.path)) ?? [];
    if (needed !== undefined && !scopes.includes(needed)) return failure(403, "The token does not have the scope that this needs.");
    return (isRead ? answerRead(sandbox, request, scopes) : answerWrite(sandbox, request)) ?? failure(404, "Not Found");
  }

  function answer(request: Request): Reply {
    if (request.headers["authorization"] !== `Bearer ${SHIPBOB_TOKEN}`) return failure(401, "Unauthorized");
    const limited = sandbox.faults.take("http 429") ?? sandbox.faults.take("throttled");
    const retryAfter = limited && "retryAfter" in limited ? limited.retryAfter : null;
    if (limited) return failure(429, "Too Many Requests", { "x-retry-after": retryAfter ?? "1", "x-remaining-calls": "0" });
    const { isOver, headers } = limits.take();
    if (isOver) return failure(429, "Too Many Requests", headers);
    const broken = sandbox.faults.take("http 5xx");
    if (broken) return failure(broken.status, "An error has occurred.");
    const effectsBefore = sandbox.departmentLedger().length;
    const reply = served(request);
    const hadEffect = sandbox.departmentLedger().length > effectsBefore;
    const wire = hadEffect && sandbox.faults.take("cut after success") ? "cut" : sandbox.faults.take("slow loris") ? "trickle" : undefined;
    const body = spoilBody(reply.body, SPOILS, sandbox.faults);
    return { ...reply, headers: { ...reply.headers, ...headers }, body, ...(wire ? { wire } : {}) };
  }

  return {
    async answer(request) {
      if (!request.path.startsWith(`/${VERSION}/`)) return null;
      return answer({ ...request, path: request.path.slice(VERSION.length + 1) });
    },
  };
}
