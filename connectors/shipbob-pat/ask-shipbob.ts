import type { NangoAction } from "nango";
import * as z from "zod";
import { wait } from "../kit/wait.js";
import type { Operation } from "./operations.js";

/** What a function needs of Nango to ask ShipBob: both syncs and actions have it. */
export type Caller = Pick<NangoAction, "get" | "post" | "put" | "log">;

const Failure = z.object({ response: z.object({ status: z.number(), data: z.unknown() }) });
const Said = z.looseObject({ message: z.string().nullish(), detail: z.string().nullish(), title: z.string().nullish() });
const Complaints = z.record(z.string(), z.array(z.string()));
const Headers = z.record(z.string(), z.unknown());

/** ShipBob refused, and nothing was changed. */
export class ShipBobError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(`ShipBob: ${message} (${status})`);
    this.name = "ShipBobError";
    this.status = status;
  }
}

const LEFT_TO_OTHERS = 30; // of the 150 calls a minute, which every tool with this token shares
const PAUSE_MS = 5_000; // a sliding window gives back some twelve calls in that time

/** Reads something, again where ShipBob asks for patience. @throws ShipBobError, or a ZodError when the answer has another shape */
export async function askShipBob<T>(nango: Caller, operation: Operation, schema: z.ZodType<T>): Promise<T> {
  return (await askWithHeaders(nango, operation, schema)).data;
}

/** The same, null where ShipBob has no such thing. */
export async function askOrNull<T>(nango: Caller, operation: Operation, schema: z.ZodType<T>): Promise<T | null> {
  try {
    return await askShipBob(nango, operation, schema);
  } catch (error) {
    if (error instanceof ShipBobError && error.status === 404) return null;
    throw error;
  }
}

/** The same with the answer's headers, names in lower case: lists without an envelope tell there whether there is more. */
export async function askWithHeaders<T>(
  nango: Caller,
  { path, params, body }: Operation,
  schema: z.ZodType<T>,
): Promise<{ data: T; headers: Readonly<Record<string, string>> }> {
  const response = await refusing(
    () =>
    body ? nango.post({ endpoint: path, data: body, retries: 5 }) : nango.get({ endpoint: path, ...(params ? { params: { ...params } } : {}), retries: 5 }), // prettier-ignore
  );
  const headers = textsOf(response.headers);
  if (isScarce(headers)) await wait(PAUSE_MS);
  return { data: schema.parse(response.data), headers };
}

/**
 * Changes something, once: a change whose answer was lost is looked up and not repeated.
 *
 * @param channelId the channel in whose name it is written; ShipBob takes no write without
 * @throws ShipBobError where it was refused; anything else means that nobody knows
 */
export async function tellShipBob(
  nango: Caller,
  given: { method: "POST" | "PUT"; path: string; body: unknown; channelId: string | null },
): Promise<unknown> {
  const call = {
    endpoint: given.path,
    data: given.body,
    retries: 0,
    ...(given.channelId === null ? {} : { headers: { shipbob_channel_id: given.channelId } }),
  };
  const response = await refusing(() => (given.method === "PUT" ? nango.put(call) : nango.post(call)));
  return response.data;
}

async function refusing<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { data: failure } = Failure.safeParse(error);
    // A server error or a spent limit is for whoever runs us: they try again later.
    if (!failure || failure.response.status >= 500 || failure.response.status === 429 || failure.response.status === 424) throw error;
    throw new ShipBobError(failure.response.status, sentenceOf(failure.response.data));
  }
}

/** ShipBob complains in three shapes: a message, a problem with its detail, or lists of complaints by field. */
function sentenceOf(data: unknown): string {
  const { data: said } = Said.safeParse(data);
  const { data: byField } = Complaints.safeParse(data);
  const first = said?.message || said?.detail || said?.title || Object.values(byField ?? {}).flat()[0];
  return first || "refused";
}

/** Whether so few calls of the minute are left that others would go short. */
export function isScarce(headers: Readonly<Record<string, string>>): boolean {
  const left = Number(headers["x-remaining-calls"] ?? headers["x-ratelimit-remaining"] ?? Number.NaN);
  return Number.isFinite(left) && left < LEFT_TO_OTHERS;
}

function textsOf(headers: unknown): Record<string, string> {
  const { data } = Headers.safeParse(headers);
  return Object.fromEntries(Object.entries(data ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
