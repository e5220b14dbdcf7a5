import type { NangoAction } from "nango";
import * as z from "zod";
import { refuse, type Refusal } from "../kit/refuse.js";

/** What a mutation answers, with HTTP 200, when it did not do what was asked. */
export const UserErrors = z.array(z.object({ code: z.string().nullish(), field: z.array(z.string()).nullish(), message: z.string() }));

const MEANING: Readonly<Record<string, Refusal>> = {
  FULFILLMENT_ORDER_NOT_FOUND: "not_found",
  NOT_FOUND: "not_found",
  INVALID_STATE: "conflict",
  CHANGE_FROM_QUANTITY_STALE: "conflict",
  IDEMPOTENCY_CONCURRENT_REQUEST: "throttled",
  INVALID_QUANTITY_TOO_LOW: "conflict",
  INVALID_QUANTITY_NEGATIVE: "conflict",
  MOVE_QUANTITIES_FAILED: "conflict",
  NON_MUTABLE_INVENTORY_ITEM: "not_allowed",
  INVALID_INVENTORY_ITEM: "not_found",
  INVALID_LOCATION: "not_found",
  INVALID_ACCESS: "not_allowed",
  MISSING_PERMISSION: "not_allowed",
  NO_REFUND_PERMISSION: "not_allowed",
  FULFILLMENT_ORDER_HOLD_LIMIT_REACHED: "not_allowed",
};

/** Refuses with Shopify's own sentence when there is a user error. */
export function refuseUserErrors(nango: Pick<NangoAction, "ActionError">, errors: z.infer<typeof UserErrors>): void {
  const error = errors[0];
  if (error) refuse(nango, MEANING[error.code ?? ""] ?? "invalid", error.message, { code: error.code ?? null, field: error.field ?? null });
}
