import * as z from "zod";

const Answer = z.object({
  response: z.object({
    status: z.number(),
    data: z.object({ error: z.object({ code: z.string().optional(), message: z.string().optional() }).optional() }).catch({}),
  }),
});

/** Nango refused, or did not answer: then status and code are null. */
export class NangoError extends Error {
  readonly status: number | null;
  readonly code: string | null;
  constructor(status: number | null, code: string | null, message: string, cause: unknown) {
    super(message, { cause });
    this.name = "NangoError";
    this.status = status;
    this.code = code;
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
  return new NangoError(said?.status ?? null, said?.data.error?.code ?? null, said?.data.error?.message ?? message, null);
}
