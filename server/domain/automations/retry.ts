/**
 * Why a call did not succeed, by what to do about it. refused: the vendor or our own check says no, and nothing was changed. value: the
 * vendor finds the input wrong. connection: no access. rate limit, outage, late: later. After an outage it is not known whether it was done; late was not sent, since
 * its time was over.
 */
export type ErrorClass = "refused" | "value" | "connection" | "rate limit" | "outage" | "late";

/** What is known of a failed call: the status of the answer, its code, the vendor's own status where it is passed on, and a typed refusal. */
export type FailedCall = { status: number | null; code: string | null; vendorStatus: number | null; refusal: string | null };

export function errorClassOf({ status, code, vendorStatus, refusal }: FailedCall): ErrorClass {
  if (refusal === "invalid") return "value";
  if (refusal === "throttled") return "rate limit";
  if (refusal === "no_access") return "connection";
  if (refusal === "too_late") return "late";
  if (refusal !== null) return "refused";
  const said = vendorStatus ?? status;
  if (said === 429) return "rate limit";
  if (code === "invalid_credentials" || code === "unknown_connection" || said === 401 || said === 403) return "connection";
  if (said === 408) return "outage"; // Timed out at the vendor: it may have been done.
  if (vendorStatus !== null && vendorStatus >= 400 && vendorStatus < 500) return "value";
  if (vendorStatus === null && (status === 400 || status === 404 || status === 422)) return "value";
  return "outage";
}

const MINUTE_MS = 60_000;
const LONGEST_WAIT_MS = 24 * 60 * MINUTE_MS; // A vendor that asks for longer is asked again after a day.
const MOST_TRIES: Readonly<Record<ErrorClass, number>> = { refused: 1, value: 1, connection: 24, "rate limit": 30, outage: 12, late: 12 };

/**
 * How long to wait before the next try; null when there is none and a person has to look.
 *
 * @param tries so far, at least 1
 * @param retryAfterMs what the vendor asked for, if it did: never tried sooner, and a rate limit no later either
 */
export function waitBeforeRetry(errorClass: ErrorClass, tries: number, retryAfterMs: number | null = null): number | null {
  if (tries >= MOST_TRIES[errorClass]) return null;
  if (retryAfterMs !== null && errorClass === "rate limit") return Math.min(LONGEST_WAIT_MS, Math.max(1_000, retryAfterMs));
  // A connection is mended by people, so there is no hurry; the others double from 15 s up to half an hour.
  const own = errorClass === "connection" ? 10 * MINUTE_MS : Math.min(30 * MINUTE_MS, 15_000 * 2 ** (tries - 1));
  return Math.max(own, Math.min(LONGEST_WAIT_MS, retryAfterMs ?? 0));
}
