import type { NangoAction } from "nango";
import * as z from "zod";
import { refuse } from "./refuse.js";

/** Of the input of every action that writes. */
export const NotAfter = z.iso
  .datetime()
  .nullish()
  .describe("no change is sent after this moment, by the clock of whoever runs this; absent or null: whenever it is ready");

export type Deadline = { notAfter?: z.infer<typeof NotAfter> };

/**
 * Sends a change, unless the time for it is over: reading before it may have taken long, and whoever asked has to be able to stop what they
 * asked for. Every change at a vendor goes through this, and nothing is read or waited for between the check and the call.
 *
 * @throws a refusal `too_late`: nothing was sent
 */
export function sendInTime<T>(nango: Pick<NangoAction, "ActionError">, { notAfter }: Deadline, send: () => Promise<T>): Promise<T> {
  const isOver = notAfter != null && !(Date.now() <= Date.parse(notAfter)); // Also over where it is no moment at all.
  if (isOver) refuse(nango, "too_late", "Reading took so long that the time for the change was over: it was not sent.");
  return send();
}
