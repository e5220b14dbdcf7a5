import * as z from "zod";
import type { Deadline } from "../kit/in-time.js";
import { refuse, requireUnchanged } from "../kit/refuse.js";
import type { Return } from "../records/return.js";
import { changeShopify, type Caller } from "./graphql.js";
import { APPROVE_RETURN, DECLINE_RETURN } from "./operations.js";
import { readReturn } from "./read-return.js";
import { refuseUserErrors, UserErrors } from "./user-errors.js";

const Settled = z.object({ userErrors: UserErrors });
const Approved = z.object({ returnApproveRequest: Settled });
const Declined = z.object({ returnDeclineRequest: Settled });

type Asked = Deadline & { returnId: string; notifyCustomer: boolean; expectedUpdatedAt: string | null };
export type Answered = { return: Return; alreadyDone: boolean };

/** Approves a request that nobody has answered yet. Shopify itself lets only a request be approved, so a second call changes nothing. */
export async function approveRequest(
  nango: Caller,
  { returnId: id, notifyCustomer, expectedUpdatedAt, notAfter }: Asked,
): Promise<Answered> {
  const { record } = await readReturn(nango, id);
  if (record.state === "open" || record.state === "closed") return { return: record, alreadyDone: true };
  requireRequest(nango, record);
  requireUnchanged(nango, expectedUpdatedAt, record.updatedAt);
  const variables = { id, notify: notifyCustomer };
  const { returnApproveRequest } = await changeShopify(nango, { notAfter }, { query: APPROVE_RETURN, variables, schema: Approved });
  refuseUserErrors(nango, returnApproveRequest.userErrors);
  return { return: (await readReturn(nango, id)).record, alreadyDone: false };
}

/** Declines a request that nobody has answered yet. */
export async function declineRequest(
  nango: Caller,
  { returnId: id, reason, note, notifyCustomer, expectedUpdatedAt, notAfter }: Asked & { reason: string; note: string },
): Promise<Answered> {
  const { record } = await readReturn(nango, id);
  if (record.state === "declined") return { return: record, alreadyDone: true };
  requireRequest(nango, record);
  requireUnchanged(nango, expectedUpdatedAt, record.updatedAt);
  const variables = { id, reason, note: note || null, notify: notifyCustomer };
  const { returnDeclineRequest } = await changeShopify(nango, { notAfter }, { query: DECLINE_RETURN, variables, schema: Declined });
  refuseUserErrors(nango, returnDeclineRequest.userErrors);
  return { return: (await readReturn(nango, id)).record, alreadyDone: false };
}

function requireRequest(nango: Caller, { state }: Return): void {
  if (state !== "requested") refuse(nango, "conflict", `The return is ${state}: it waits for no answer any more.`, { state });
}
