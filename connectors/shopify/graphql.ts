import type { NangoAction } from "nango";
import * as z from "zod";
import { sendInTime, type Deadline } from "../kit/in-time.js";
import { refuse } from "../kit/refuse.js";
import { wait } from "../kit/wait.js";
import { API_VERSION } from "./operations.js";

/** What a function needs of Nango to ask Shopify: both syncs and actions have it. */
export type Caller = Pick<NangoAction, "post" | "log" | "ActionError">;

const Cost = z.object({
  requestedQueryCost: z.number().nullish(),
  throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }).nullish(),
});
const Answer = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.looseObject({ message: z.string(), extensions: z.looseObject({ code: z.string().nullish() }).nullish() })).nullish(),
  extensions: z.looseObject({ cost: Cost.nullish() }).nullish(),
});
type Cost = z.infer<typeof Cost>;

/** Shopify refused or could not answer; `code` is its own, such as ACCESS_DENIED or MAX_COST_EXCEEDED. */
export class ShopifyError extends Error {
  readonly code: string;
  /** How long to wait before the same is asked again. */
  readonly waitMs: number;
  constructor(code: string, message: string, waitMs = 0) {
    super(`Shopify: ${message} (${code})`);
    this.name = "ShopifyError";
    this.code = code;
    this.waitMs = waitMs;
  }
}

const THROTTLED_TRIES = 20; // a bucket refills in 20 s, so twenty waits are the bucket many times over
const LONGEST_WAIT_MS = 20_000;

/** What an error of a call says, of the form that axios gives it. */
const Refused = z.object({
  response: z.object({ status: z.number(), headers: z.object({ "retry-after": z.unknown() }).partial().catch({}) }),
});

export type Ask<T> = {
  query: string;
  variables?: Record<string, unknown>;
  schema: z.ZodType<T>;
  /**
   * Whether the call may take its time: true waits as long as the cost bucket asks and has Nango try again, for syncs. false asks once, for
   * what leads to a change: whoever decided it must be able to stop it.
   */
  waits?: boolean;
};

/**
 * Sends one operation and reads the answer by `schema`.
 *
 * @throws ShopifyError when the answer has errors, a ZodError when it has another shape; an ActionError (throttled, no_access, invalid)
 *   for what does not wait and was not carried out
 */
export async function askShopify<T>(nango: Caller, ask: Ask<T>): Promise<T> {
  if (IS_CHANGE.test(ask.query)) throw new Error("A change is sent by changeShopify");
  return (ask.waits ?? true) ? askInTurn(nango, ask) : askOnce(nango, ask);
}

/**
 * Sends one mutation, once and in time: after a doubt whoever asked finds out by reading.
 *
 * @throws as askShopify does, and a refusal where its time is over
 */
export const changeShopify = <T>(nango: Caller, deadline: Deadline, change: Omit<Ask<T>, "waits">): Promise<T> =>
  sendInTime(nango, deadline, () => askOnce(nango, change));

const IS_CHANGE = /^\s*mutation\b/;

async function askOnce<T>(nango: Caller, ask: Ask<T>): Promise<T> {
  try {
    return ask.schema.parse((await send(nango, ask, 0)).data);
  } catch (error) {
    const { status, headers } = Refused.safeParse(error).data?.response ?? { status: null, headers: {} };
    if (status === 429) {
      const retryAfterSeconds = secondsOf(headers["retry-after"]);
      return refuse(nango, "throttled", "Shopify had too many calls.", { retryAfterSeconds });
    }
    if (!(error instanceof ShopifyError)) throw error;
    if (error.code === "THROTTLED") return refuse(nango, "throttled", error.message, { retryAfterSeconds: error.waitMs / 1000 });
    if (error.code === "INTERNAL_SERVER_ERROR" || error.code === "TIMEOUT" || error.code === "UNKNOWN") throw error;
    return refuse(nango, error.code === "ACCESS_DENIED" ? "no_access" : "invalid", error.message, { code: error.code });
  }
}

/** Waits both when throttled (HTTP 200 with code THROTTLED) and when the answer says that the next call would be. */
async function askInTurn<T>(nango: Caller, ask: Ask<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { data, waitMs } = await send(nango, ask, 5);
      const read = ask.schema.parse(data);
      if (waitMs > 0) await wait(waitMs);
      return read;
    } catch (error) {
      if (!(error instanceof ShopifyError) || error.code !== "THROTTLED" || attempt >= THROTTLED_TRIES) throw error;
      await wait(error.waitMs);
    }
  }
}

/** One call. @throws ShopifyError */
async function send(
  nango: Caller,
  { query, variables }: Pick<Ask<unknown>, "query" | "variables">,
  retries: number,
): Promise<{ data: unknown; waitMs: number }> {
  const response = await nango.post({
    // https://shopify.dev/docs/api/admin-graphql/2026-10
    endpoint: `/admin/api/${API_VERSION}/graphql.json`,
    data: { query, variables: variables ?? {} },
    retries,
  });
  const answer = Answer.parse(response.data);
  const waitMs = millisecondsToWait(answer.extensions?.cost ?? null);
  const error = answer.errors?.[0];
  if (error) throw new ShopifyError(error.extensions?.code ?? "UNKNOWN", error.message, Math.max(waitMs, 500));
  return { data: answer.data, waitMs };
}

/** A Retry-After in seconds or as a date; null when it is neither. */
function secondsOf(header: unknown): number | null {
  if (typeof header !== "string" || header.trim() === "") return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? null : Math.max(0, (atMs - Date.now()) / 1000);
}

/** Until the bucket holds one more call of the same cost. */
function millisecondsToWait(cost: Cost | null): number {
  if (!cost?.throttleStatus || !cost.requestedQueryCost) return 0;
  const missing = cost.requestedQueryCost - cost.throttleStatus.currentlyAvailable;
  return Math.min(Math.max((missing / cost.throttleStatus.restoreRate) * 1000, 0), LONGEST_WAIT_MS);
}
