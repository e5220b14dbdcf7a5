import type { NangoAction } from "nango";
import * as z from "zod";
import { sendInTime, type Deadline } from "../kit/in-time.js";
import { wait } from "../kit/wait.js";
import type { Operation } from "./operations.js";

/** What a function needs of Nango to ask ShipStation: both syncs and actions have it. */
export type Caller = Pick<NangoAction, "get" | "post" | "log">;

const Failure = z.object({ response: z.object({ status: z.number(), data: z.unknown() }) });
const Said = z.looseObject({ Message: z.string().nullish(), message: z.string().nullish(), ExceptionMessage: z.string().nullish() });

/** ShipStation refused, and nothing was changed. */
export class ShipStationError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(`ShipStation: ${message} (${status})`);
    this.name = "ShipStationError";
    this.status = status;
  }
}

const LONGEST_WAIT_SECONDS = 60; // the key's window
const LEFT_TO_OTHERS = 0.5; // of the forty calls a minute: every tool with this key shares them

/** Reads something, again where ShipStation asks for patience. @throws ShipStationError, or a ZodError when the answer has another shape */
export async function askShipStation<T>(nango: Caller, { path, params }: Operation, schema: z.ZodType<T>): Promise<T> {
  const response = await refusing(() => nango.get({ endpoint: path, params: { ...params }, retries: 5 }));
  const seconds = secondsToWait(response.headers);
  if (seconds > 0) await wait(seconds * 1000);
  return schema.parse(response.data);
}

/** Asks for rates, which is a question though it is posted. @throws ShipStationError, or a ZodError when the answer has another shape */
export async function rateShipStation<T>(nango: Caller, schema: z.ZodType<T>, question: Record<string, unknown>): Promise<T> {
  // https://docs.shipstation.com/apis/shipstation-v1/openapi/shipments/get_rates
  const response = await refusing(() => nango.post({ endpoint: "/shipments/getrates", data: question, retries: 3 }));
  return schema.parse(response.data);
}

export type Change = { path: string; body: Record<string, unknown> };

/**
 * Changes something, once and in time: ShipStation keeps no idempotency key, so a change whose answer was lost is looked up and not repeated.
 *
 * @throws ShipStationError where it was refused, a refusal of our own where its time is over; anything else means that nobody knows
 */
export async function tellShipStation(
  nango: Caller & Pick<NangoAction, "ActionError">,
  deadline: Deadline,
  { path, body }: Change,
): Promise<unknown> {
  const request = { endpoint: path, data: body, retries: 0 };
  const response = await sendInTime(nango, deadline, () => refusing(() => nango.post(request)));
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
    throw new ShipStationError(failure.response.status, said?.ExceptionMessage || said?.Message || said?.message || "refused");
  }
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
