import { spoilBody, type Spoil } from "../kit/spoil-body.ts";
import { SHIPSTATION_KEY } from "./account.ts";
import { createApi } from "./api.ts";
import { failure } from "./failure.ts";
import { createLimits } from "./limits.ts";
import type { Door, Reply, Request } from "../../door.ts";
import type { Sandbox } from "../../open-sandbox.ts";

const PATHS = /^\/(orders|shipments|users|carriers|warehouses|stores|accounts)(\/|$)/;
const CALLS_A_MINUTE = 40;
const SPOILS: readonly Spoil[] = [
  { kind: "poison record", pattern: /"createDate":"[^"]*"/, replacement: '"createDate":null' },
  { kind: "unknown value", pattern: /"orderStatus":"[^"]*"/, replacement: '"orderStatus":"parked"' },
  { kind: "hostile text", pattern: /"requestedShippingService":"[^"]*"/, replacement: '"requestedShippingService":"$HOSTILE"' },
];

/**
 * The shipping side of the sandbox: API V1 with a key and a secret, over the packing tables.
 *
 * @param given.wallNowMs the machine's clock, by which calls are counted
 */
export function createShipstationDoor(sandbox: Sandbox, given: { callsAMinute?: number; wallNowMs?: () => number } = {}): Door {
  const limits = createLimits(given.callsAMinute ?? CALLS_A_MINUTE, given.wallNowMs ?? Date.now);
  const api = createApi(sandbox);
  const expected = `Basic ${Buffer.from(`${SHIPSTATION_KEY.key}:${SHIPSTATION_KEY.secret}`).toString("base64")}`;

  function answer(request: Request): Reply {
    if (request.headers["authorization"] !== expected) return failure(401, "Authorization has been denied for this request.");
    const limited = sandbox.faults.take("http 429") ?? sandbox.faults.take("throttled");
    const retryAfter = limited && "retryAfter" in limited ? limited.retryAfter : null;
    if (limited) return failure(429, "Too Many Requests", { "x-rate-limit-reset": retryAfter ?? "1" });
    const { isOver, headers } = limits.take();
    if (isOver) return failure(429, "Too Many Requests", headers);
    const broken = sandbox.faults.take("http 5xx");
    // Without the headers of the limit, as from a gateway: Nango would wait for the next window by them.
    if (broken) return failure(broken.status, "An error has occurred.");
    const effectsBefore = sandbox.departmentLedger().length;
    const reply = api.answer(request) ?? failure(404, `No HTTP resource was found that matches ${request.path}.`);
    const hadEffect = sandbox.departmentLedger().length > effectsBefore;
    const wire = hadEffect && sandbox.faults.take("cut after success") ? "cut" : sandbox.faults.take("slow loris") ? "trickle" : undefined;
    const body = spoilBody(reply.body, SPOILS, sandbox.faults);
    return { ...reply, headers: { ...reply.headers, ...headers }, body, ...(wire ? { wire } : {}) };
  }

  return {
    async answer(request) {
      return PATHS.test(request.path) ? answer(request) : null;
    },
  };
}
