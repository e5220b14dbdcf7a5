import type { NangoAction } from "nango";
import * as z from "zod";
import { wait } from "../kit/wait.js";
import { API_VERSION } from "./operations.js";

/** What a function needs of Nango to ask Shopify: both syncs and actions have it. */
export type Caller = Pick<NangoAction, "post" | "log">;

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
  constructor(code: string, message: string) {
    super(`Shopify: ${message} (${code})`);
    this.name = "ShopifyError";
    this.code = code;
  }
}

const THROTTLED_TRIES = 20; // a bucket refills in 20 s, so twenty waits are the bucket many times over
const LONGEST_WAIT_MS = 20_000;

/**
 * Sends one operation and reads the answer by `schema`. Waits as long as the cost bucket asks, both when throttled
 * (HTTP 200 with code THROTTLED) and when the answer says that the next call would be.
 *
 * @param retries of network errors, 429 and 5xx by Nango; 0 for a mutation that must not run twice
 * @throws ShopifyError when the answer has errors, a ZodError when it has another shape
 */
export async function askShopify<T>(
  nango: Caller,
  ask: { query: string; variables?: Record<string, unknown>; schema: z.ZodType<T>; retries?: number },
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await nango.post({
      // https://shopify.dev/docs/api/admin-graphql/2026-10
      endpoint: `/admin/api/${API_VERSION}/graphql.json`,
      data: { query: ask.query, variables: ask.variables ?? {} },
      retries: ask.retries ?? 5,
    });
    const answer = Answer.parse(response.data);
    const cost = answer.extensions?.cost ?? null;
    const error = answer.errors?.[0];
    if (error) {
      const code = error.extensions?.code ?? "UNKNOWN";
      if (code !== "THROTTLED" || attempt >= THROTTLED_TRIES) throw new ShopifyError(code, error.message);
      await wait(Math.max(millisecondsToWait(cost), 500));
    } else {
      const data = ask.schema.parse(answer.data);
      const milliseconds = millisecondsToWait(cost);
      if (milliseconds > 0) await wait(milliseconds);
      return data;
    }
  }
}

/** Until the bucket holds one more call of the same cost. */
function millisecondsToWait(cost: Cost | null): number {
  if (!cost?.throttleStatus || !cost.requestedQueryCost) return 0;
  const missing = cost.requestedQueryCost - cost.throttleStatus.currentlyAvailable;
  return Math.min(Math.max((missing / cost.throttleStatus.restoreRate) * 1000, 0), LONGEST_WAIT_MS);
}
