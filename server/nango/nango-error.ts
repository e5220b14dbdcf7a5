import * as z from "zod";

const Answer = z.object({
  response: z.object({
    status: z.number(),
    data: z
      .object({
        error: z
          .object({
            code: z.string().optional(),
            message: z.string().optional(),
            payload: z.unknown(),
            upstream: z.object({ status: z.number() }).optional(),
          })
          .optional(),
      })
      .catch({}),
  }),
});

/** Why an action of the pack was not carried out, in its own words. */
const Refusal = z.object({
  type: z.enum(["not_found", "conflict", "not_allowed", "invalid", "throttled", "no_access", "too_late"]),
  message: z.string(),
  retryAfterSeconds: z.number().min(0).nullish(),
});

/** Nango refused, or did not answer: then status and code are null. */
export class NangoError extends Error {
  readonly status: number | null;
  readonly code: string | null;
  /** The vendor's own status, where Nango passes it on. */
  readonly vendorStatus: number | null;
  /** What an action of the pack says of why it did nothing. */
  readonly refusal: z.infer<typeof Refusal> | null;
  constructor(
    status: number | null,
    code: string | null,
    message: string,
    { vendorStatus = null, payload }: { vendorStatus?: number | null; payload?: unknown } = {},
  ) {
    super(message);
    this.name = "NangoError";
    this.status = status;
    this.code = code;
    this.vendorStatus = vendorStatus;
    this.refusal = Refusal.safeParse(payload).data ?? null;
  }

  /** How long the vendor asks to be left alone; null when it does not say. */
  get retryAfterMs(): number | null {
    const seconds = this.refusal?.retryAfterSeconds ?? null;
    return seconds === null ? null : seconds * 1000;
  }

  /** The connection is not known there any more. */
  get isUnknownConnection(): boolean {
    return this.status === 404 || this.code === "unknown_connection";
  }

  /** The vendor does not accept the connection's credentials, and refreshing them did not help. */
  get isInvalidCredentials(): boolean {
    return this.status === 424 || this.code === "invalid_credentials";
  }
}

/** What the SDK threw, without request and headers, which hold the secret key. */
export function asNangoError(error: unknown): NangoError {
  const said = Answer.safeParse(error).data?.response;
  const message = error instanceof Error ? error.message : String(error);
  const { code = null, message: says, payload, upstream } = said?.data.error ?? {};
  return new NangoError(said?.status ?? null, code, says ?? message, { vendorStatus: upstream?.status ?? null, payload });
}
