import type { NangoAction } from "nango";
import * as z from "zod";
import { sendInTime, type Deadline } from "../kit/in-time.js";
import { wait } from "../kit/wait.js";
import { endpointOf, type Operation } from "./operations.js";

/** What a function needs of Nango to ask Zendesk: both syncs and actions have it. */
export type Caller = Pick<NangoAction, "get" | "put" | "post" | "delete" | "log">;

const Failure = z.object({ response: z.object({ status: z.number(), data: z.unknown() }) });
const Said = z.looseObject({ error: z.unknown().optional(), description: z.string().nullish(), details: z.unknown().optional() });

/** Zendesk refused; `code` is its own where it gives one, such as UpdateConflict or RecordNotFound. */
export class ZendeskError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(`Zendesk: ${message} (${status} ${code})`);
    this.name = "ZendeskError";
    this.status = status;
    this.code = code;
  }
}

export type Change = { method: "put" | "post" | "delete"; operation: Operation; body: unknown };

const LONGEST_WAIT_SECONDS = 60; // the account's window
const LEFT_TO_OTHERS = 0.1; // of the account's calls a minute: people's own apps need some

/** Reads something, again where Zendesk asks for patience. @throws ZendeskError, or a ZodError when the answer has another shape */
export async function askZendesk<T>(nango: Caller, operation: Operation, schema: z.ZodType<T>): Promise<T> {
  const request = { endpoint: endpointOf(operation), params: { ...operation.params }, retries: 5 };
  const response = await refusing(() => nango.get(request));
  const seconds = secondsToWait(response.headers);
  if (seconds > 0) await wait(seconds * 1000);
  return schema.parse(response.data);
}

/**
 * Changes something, once and in time: Zendesk keeps no idempotency key for changes, so a change whose answer was lost is looked up and not repeated.
 *
 * @throws ZendeskError, or a refusal where its time is over
 */
export async function tellZendesk(
  nango: Caller & Pick<NangoAction, "ActionError">,
  deadline: Deadline,
  { method, operation, body }: Change,
): Promise<unknown> {
  const request = { endpoint: endpointOf(operation), data: body, retries: 0 };
  const response = await sendInTime(nango, deadline, () => refusing(() => nango[method](request)));
  return response.data;
}

async function refusing<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { data: failure } = Failure.safeParse(error);
    // A server error or a spent limit is for whoever runs us: they try again later.
    if (!failure || failure.response.status >= 500 || failure.response.status === 429 || failure.response.status === 424) throw error;
    const { data: said } = Said.safeParse(failure.response.data);
    const code = typeof said?.error === "string" ? said.error : "UNKNOWN";
    const details = said?.details === undefined ? "" : ` ${JSON.stringify(said.details)}`;
    throw new ZendeskError(failure.response.status, code, `${said?.description ?? "refused"}${details}`);
  }
}

/** Until the account's window begins anew, when less than a tenth of its calls is left. */
function secondsToWait(headers: unknown): number {
  const limit = numberOf(headers, "ratelimit-limit");
  const remaining = numberOf(headers, "ratelimit-remaining");
  const reset = numberOf(headers, "ratelimit-reset");
  if (limit === null || remaining === null || reset === null || remaining > limit * LEFT_TO_OTHERS) return 0;
  return Math.min(Math.max(reset, 0), LONGEST_WAIT_SECONDS);
}

function numberOf(headers: unknown, name: string): number | null {
  const { data } = z.record(z.string(), z.unknown()).safeParse(headers);
  const value = data?.[name];
  const number = Number(value ?? Number.NaN);
  return Number.isFinite(number) ? number : null;
}
