import { jsonReply } from "../../door.ts";
import type { Reply } from "../../door.ts";

/** An error in the vendor's own shape. */
export const failure = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): Reply =>
  jsonReply(status, { Message: message }, headers);
