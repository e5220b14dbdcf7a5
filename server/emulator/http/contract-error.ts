import type { z } from "zod";

/** An answer that is not a success, in the form that Nango's clients know. */
export class ContractError extends Error {
  readonly status: number;
  readonly body: { error: Record<string, unknown> };
  constructor(status: number, error: { code: string; [key: string]: unknown }) {
    super(typeof error["message"] === "string" ? error["message"] : error.code);
    this.name = "ContractError";
    this.status = status;
    this.body = { error };
  }
}

/** The form of the newer routes: a code and, mostly, a message. */
export function failure(status: number, code: string, message?: string): ContractError {
  return new ContractError(status, message === undefined ? { code } : { code, message });
}

/** The form of the older routes: the same with a payload. */
export function oldFailure(status: number, code: string, message: string, payload: unknown = {}): ContractError {
  return new ContractError(status, { message, code, payload });
}

export type InputPart = "body" | "query_params" | "headers" | "uri_params";
type InputIssue = { code: string; message: string; path: (string | number)[] };

/** What is wrong with the input, issue by issue. */
export function invalidInput(part: InputPart, errors: readonly InputIssue[]): ContractError {
  return new ContractError(400, { code: `invalid_${part}`, errors });
}

/** Reads one part of a request; a mistake in it is answered with 400 and the list of issues. */
export function readInput<T>(part: InputPart, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidInput(
    part,
    result.error.issues.map(({ code, message, path }) => ({ code, message, path: path.filter((key) => typeof key !== "symbol") })),
  );
}
