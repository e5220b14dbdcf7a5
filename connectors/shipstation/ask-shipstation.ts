import type { NangoAction } from "nango";
import * as z from "zod";
import { wait } from "../kit/wait.js";
import type { Operation } from "./operations.js";

/** What a function needs of Nango to ask ShipStation: both syncs and actions have it. */
export type Caller = Pick<NangoAction, "get" | "post" | "log">;

const LONGEST_WAIT_SECONDS = 60; // the key's window
const LEFT_TO_OTHERS = 0.5; // of the forty calls a minute: every tool with this key shares them

/** Reads something, again where ShipStation asks for patience. @throws a ZodError when the answer has another shape */
export async function askShipStation<T>(nango: Caller, { path, params }: Operation, schema: z.ZodType<T>): Promise<T> {
  const response = await nango.get({ endpoint: path, params: { ...params }, retries: 5 });
  const seconds = secondsToWait(response.headers);
  if (seconds > 0) await wait(seconds * 1000);
  return schema.parse(response.data);
}

/** Until the window begins anew, when half of its calls are used up. */
export function secondsToWait(headers: unknown): number {
  const limit = numberOf(headers, "x-rate-limit-limit");
  const remaining = numberOf(headers, "x-rate-limit-remaining");
  const reset = numberOf(headers, "x-rate-limit-reset");
  if (limit === null || remaining === null || reset === null || remaining > limit * LEFT_TO_OTHERS) return 0;
  return Math.min(Math.max(reset, 0), LONGEST_WAIT_SECONDS);
}

function numberOf(headers: unknown, name: string): number | null {
  const { data } = z.record(z.string(), z.unknown()).safeParse(headers);
  const number = Number(data?.[name] ?? Number.NaN);
  return Number.isFinite(number) ? number : null;
}
