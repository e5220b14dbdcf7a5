import type { NangoAction } from "nango";

/**
 * Why an action was not carried out, as the caller can act on it.
 * not_found: no such record. conflict: the record is no longer as decided. not_allowed: the vendor would not do it now, or not for us.
 * invalid: the vendor finds the input wrong. throttled: too many calls, to be asked again later. no_access: a scope or a token is missing.
 * too_late: reading took so long that the time for the change was over. Nothing was changed at the vendor in any of these.
 */
export type Refusal = "not_found" | "conflict" | "not_allowed" | "invalid" | "throttled" | "no_access" | "too_late";

/** Ends the action with a typed answer that reaches the caller as `error.payload`. */
export function refuse(
  nango: Pick<NangoAction, "ActionError">,
  type: Refusal,
  message: string,
  details: Record<string, unknown> = {},
): never {
  throw new nango.ActionError({ type, message, ...details });
}

/** Refuses when the record has changed since the decision; `expected` null means that the caller does not mind. */
export function requireUnchanged(nango: Pick<NangoAction, "ActionError">, expected: string | null, found: string): void {
  if (expected !== null && Date.parse(expected) !== Date.parse(found)) {
    refuse(nango, "conflict", "The record was changed after this was decided. Read it again and decide anew.", { expected, found });
  }
}
